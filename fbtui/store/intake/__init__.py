"""Imports in SQLite: the staging table, and the result of each file."""
