"""Commands about feedback and the queue."""
