"""Commands about removal cases."""
