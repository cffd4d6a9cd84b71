"""The only layer with SQL."""
