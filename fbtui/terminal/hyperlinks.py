"""Links that a terminal can open (OSC 8): only to addresses that we have made ourselves."""

from __future__ import annotations

import os
from collections.abc import Mapping

_OURS = set[str]()
_WITHOUT = ("linux", "dumb", "vt", "screen")  # they print what they do not know, or lose it


def hyperlink(address: str, environ: Mapping[str, str] = os.environ) -> str:
    """The address, from now on let through to the terminal; "" where the terminal has no links."""
    if environ.get("TERM", "").startswith(_WITHOUT) or environ.get("STY"):
        return ""
    if not (address.startswith("https://") and address.isascii() and address.isprintable()):
        return ""
    _OURS.add(address)
    return address


def is_ours(address: str) -> bool:
    return address in _OURS
