"""The rooms: each has a package with its style sheet."""
