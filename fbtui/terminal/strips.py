"""The second line of defence: text loses terminal commands, and foreign links, as it is written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

_WITHOUT_LINKS = ("linux", "dumb", "vt", "screen")  # they print an unknown sequence, or lose it
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_stock_render = Strip.render
_our_links = set[str]()


def hyperlink(address: str, environ: Mapping[str, str] = os.environ) -> str:
    """Allow a link (OSC 8) to this address of ours; "" if the terminal has no links."""
    if environ.get("TERM", "").startswith(_WITHOUT_LINKS) or environ.get("STY"):
        return ""
    if not (address.startswith("https://") and address.isascii() and address.isprintable()):
        return ""
    _our_links.add(address)
    return address


def install_strip_guard() -> None:
    """Remove control characters, and links not allowed by `hyperlink`, from every strip when it is drawn."""
    Strip.render = _guarded_render  # type: ignore[method-assign]


def _guarded_render(self: Strip, console: Console) -> str:
    if self._render_cache is None and not all(map(_is_harmless, self._segments)):
        self._segments = [_disarmed(segment) for segment in self._segments]
    return _stock_render(self, console)


def _is_harmless(segment: Segment) -> bool:
    text, style, _ = segment
    if style is not None and style.link and style.link not in _our_links:
        return False
    return (text.isascii() and text.isprintable()) or _CONTROLS.search(text) is None


def _disarmed(segment: Segment) -> Segment:
    """The segment without control characters and foreign links."""
    text, style, control = segment
    if style is not None and style.link and style.link not in _our_links:
        style = style.update_link(None)
    return Segment(_CONTROLS.sub(_same_width, text), style, control)


def _same_width(found: re.Match[str]) -> str:
    """A replacement as wide as Textual counted the match."""
    return "\ufffd" * cell_len(found.group())
