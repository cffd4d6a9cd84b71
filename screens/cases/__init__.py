"""The cases room: the tracker of removal cases."""

from screens.cases.room import CasesScreen

__all__ = ["CasesScreen"]
