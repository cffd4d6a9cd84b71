"""Account health in SQLite."""
