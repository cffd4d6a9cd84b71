"""Imports in SQLite: the staging table, and what each file did."""
