"""Removal cases in SQLite."""
