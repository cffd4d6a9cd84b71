"""Feedback: its routing, its next step, and the queue."""
