"""Letters in SQLite: drafts, the outbox, attached files."""
