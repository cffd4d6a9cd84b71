"""The one place that reads targets files: the shipped one and a user's own over it."""

from __future__ import annotations

from pathlib import Path

from fbtui.assets import DATA
from fbtui.domain.health.targets import Targets, parse_targets
from fbtui.domain.outcome import RefusedInput

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
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RefusedInput(f"{path}: {error.strerror}; the targets cannot be read.") from error
    except UnicodeDecodeError as error:
        raise RefusedInput(f"{path} is not UTF-8; save it as UTF-8 and start again.") from error
    return parse_targets(text, str(path))
