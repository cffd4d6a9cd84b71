"""Commands that import files."""
