"""Removal cases: what may be asked of Amazon, what was answered, and what comes next."""
