"""A style sheet that is parsed only once for each set of colours."""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


class KeptStylesheet(Stylesheet):
    """Textual's stylesheet with a cache of the rules parsed with each theme's colours.

    Textual parses everything again for each screen that has a sheet of its own.
    """

    def reparse(self) -> None:
        self.parse()

    def _parse_rules(self, *args: Any, **kwargs: Any) -> list[RuleSet]:
        """The arguments, whatever Textual passes, are the cache key."""
        key = (args, *kwargs.items(), *self._variables.items())
        if key not in _parsed:
            _parsed[key] = super()._parse_rules(*args, **kwargs)
        return _parsed[key]
