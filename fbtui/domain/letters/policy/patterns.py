"""Patterns of the policy file made ready: compiled when first needed."""

from __future__ import annotations

import re
from functools import lru_cache

from fbtui.domain.normalized_text import fold_pattern


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with accents folded. Raises re.error for one that Python refuses."""
    return re.compile(fold_pattern(pattern))
