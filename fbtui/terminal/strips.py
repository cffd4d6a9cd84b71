"""The second line of defence: where strips become bytes, no text may carry a terminal command."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from fbtui.terminal.hyperlinks import is_ours

_STEERS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_stock_render = Strip.render


def install_strip_guard() -> None:
    """From now on every strip loses control characters, and links of strangers, before it is written."""
    Strip.render = _guarded_render  # type: ignore[method-assign]


def _guarded_render(self: Strip, console: Console) -> str:
    if self._render_cache is None and not all(map(_is_harmless, self._segments)):
        self._segments = [_disarmed(segment) for segment in self._segments]
    return _stock_render(self, console)


def _is_harmless(segment: Segment) -> bool:
    text, style, _ = segment
    if style is not None and style.link and not is_ours(style.link):
        return False
    return (text.isascii() and text.isprintable()) or _STEERS.search(text) is None


def _disarmed(segment: Segment) -> Segment:
    """The segment without what steers; OSC 8 links go where their target is a stranger's."""
    text, style, control = segment
    if style is not None and style.link and not is_ours(style.link):
        style = style.update_link(None)
    return Segment(_STEERS.sub(_same_width, text), style, control)


def _same_width(found: re.Match[str]) -> str:
    """Keep the row as wide as Textual counted it."""
    return "\ufffd" * cell_len(found.group())
