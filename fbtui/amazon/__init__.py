"""The client for Amazon's Selling Partner API: six calls. Only `calls` speaks HTTP."""
