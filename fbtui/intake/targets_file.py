"""The one place that reads targets files: the shipped one and a user's own over it."""

from __future__ import annotations

from pathlib import Path

from fbtui.assets import DATA
from fbtui.content import text_of
from fbtui.domain.health.targets import Targets, parse_targets

SHIPPED = DATA / "targets.toml"


def load_targets(*own: Path) -> Targets:
    """The shipped targets with those of the files `own` over them, the last one winning.

    Raises RefusedInput with file, line and what to do.
    """
    targets = _read(SHIPPED)
    for path in own:
        targets = targets.overlaid(_read(path))
    return targets


def _read(path: Path) -> Targets:
    return parse_targets(text_of(path), str(path))
