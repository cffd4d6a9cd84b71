"""The queue room: what is to be done, in which order, and every act on it."""

from screens.queue.room import QueueScreen

__all__ = ["QueueScreen"]
