"""Amazon's files and pasted pages, turned into rows of the domain."""
