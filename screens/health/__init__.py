"""The health room: the board of metrics, the details of each, and the acts on them."""

from screens.health.room import HealthScreen

__all__ = ["HealthScreen"]
