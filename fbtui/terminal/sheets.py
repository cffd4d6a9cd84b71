"""Style sheets that are parsed once."""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


class KeptStylesheet(Stylesheet):
    """Textual's, but what was parsed with a theme's colours is kept.

    Textual parses everything again for every screen that brings a sheet of its own.
    """

    def reparse(self) -> None:
        self.parse()

    def _parse_rules(self, *sheet: Any, **about: Any) -> list[RuleSet]:
        """`sheet` and `about` are passed on as Textual gives them: whatever they are, they are the key."""
        key = (sheet, *about.items(), *self._variables.items())
        if key not in _parsed:
            _parsed[key] = super()._parse_rules(*sheet, **about)
        return _parsed[key]
