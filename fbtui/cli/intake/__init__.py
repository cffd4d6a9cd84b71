"""Commands that take files in."""
