"""Feedback: how it is routed, what comes next, and the queue that it stands in."""
