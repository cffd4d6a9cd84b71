"""The clipboard of the agent's own terminal, reached through SSH, tmux and GNU screen (OSC 52)."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fbtui.domain.outcome import Done, Outcome, Refused

if TYPE_CHECKING:
    from textual.app import App

MOST_BYTES = 74_994  # of text: its base64 and the frame are then the 100,000 bytes xterm takes
_SCREEN_CHUNK = 240  # GNU screen forgets strings longer than 256 bytes in its older versions


def osc52(text: str, environ: Mapping[str, str]) -> str:
    """The sequence that puts text on the clipboard, wrapped for what lies between.

    tmux gets it twice: bare for `set-clipboard on`, wrapped for `allow-passthrough on`.
    """
    bare = f"\x1b]52;c;{b64encode(_bytes(text)).decode('ascii')}\x07"
    term = environ.get("TERM", "")
    if environ.get("TMUX") or term.startswith("tmux"):
        return bare + _through_tmux(bare)
    if environ.get("STY"):
        return _through_screen(bare)
    return bare


def copy(app: App[Any], text: str) -> Outcome:
    """Send text to the terminal's clipboard; refused when it is empty or too long for OSC 52.

    Nobody answers an OSC 52, so the word is "sent". When refused, show the text in full screen.
    """
    if not text:
        return Refused("There is nothing to copy.")
    size = len(_bytes(text))
    if size > MOST_BYTES:
        return Refused(
            f"Too long for the terminal's clipboard: {size:,} bytes, {MOST_BYTES:,} fit. "
            "Select it on the screen or save it to a file."
        )
    if app._driver is None:
        return Refused("There is no terminal to copy to.")
    app._driver.write(osc52(text, os.environ))
    app._driver.flush()
    characters = "1 character" if len(text) == 1 else f"{len(text):,} characters"
    return Done(f"Sent to your terminal's clipboard ({characters})")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _through_tmux(sequence: str) -> str:
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _through_screen(sequence: str) -> str:
    starts = range(0, len(sequence), _SCREEN_CHUNK)
    chunks = (sequence[start : start + _SCREEN_CHUNK] for start in starts)
    return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
