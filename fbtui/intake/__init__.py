"""Parse Amazon's files and pasted pages into rows of the domain."""
