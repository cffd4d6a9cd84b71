"""Commands about account health."""
