"""The room of account health: the board, what is behind each metric, and what is done about it."""

from screens.health.room import HealthScreen

__all__ = ["HealthScreen"]
