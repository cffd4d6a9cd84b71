"""The room of removal cases: each followed to its end."""

from screens.cases.room import CasesScreen

__all__ = ["CasesScreen"]
