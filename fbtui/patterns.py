"""Regular expressions that are compiled when they are first used, not when their module is imported."""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`: what a start does not search with then costs neither time nor memory."""
    return cast("re.Pattern[str]", _LazyPattern(source, flags))


class _LazyPattern:
    """Becomes the pattern's methods one by one, so that only the first use of each comes here."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        self.__dict__[name] = found
        return found
