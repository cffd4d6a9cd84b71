"""Read targets files: the shipped one, overridden by the user's own."""

from __future__ import annotations

from pathlib import Path

from fbtui.assets import DATA
from fbtui.content import text_of
from fbtui.domain.health.targets import Targets, parse_targets

SHIPPED = DATA / "targets.toml"


def load_targets(*own: Path) -> Targets:
    """The shipped targets, overridden by the files `own`; the last one wins.

    Raises RefusedInput with file, line and remedy.
    """
    targets = _read(SHIPPED)
    for path in own:
        targets = targets.overlaid(_read(path))
    return targets


def _read(path: Path) -> Targets:
    return parse_targets(text_of(path), str(path))
