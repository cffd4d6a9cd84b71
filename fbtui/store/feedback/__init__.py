"""Feedback in SQLite: rows, views by rank, search, lanes and steps."""
