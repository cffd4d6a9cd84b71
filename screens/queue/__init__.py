"""The queue room: the feedback to work on, in order, and every act on it."""

from screens.queue.room import QueueScreen

__all__ = ["QueueScreen"]
