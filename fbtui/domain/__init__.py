"""The rules of the work, without disk, screen or clock."""
