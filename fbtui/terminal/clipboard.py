"""Copies to the clipboard of the agent's terminal: with OSC 52 over SSH, through tmux's buffer, else to a file.

No terminal acknowledges OSC 52, so messages say "sent", not "copied"; only tmux reports a result.
"""

from __future__ import annotations

import atexit
import os
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fbtui.domain.outcome import Done, Outcome, Refused

if TYPE_CHECKING:
    from textual.app import App

MOST_BYTES = 74_994  # of text: its base64 and the frame are then the 100,000 bytes xterm takes
_SCREEN_CHUNK = 240  # older versions of GNU screen drop strings longer than 256 bytes
_PATIENCE = 2.0  # seconds to wait for tmux

Way = Literal["tmux", "tmux beyond", "screen", "terminal", "none"]
"""The route: our tmux, a tmux on the agent's side of SSH, GNU screen, the terminal itself, or none."""


def way_of(environ: Mapping[str, str]) -> Way:
    """The route to the clipboard, judged by the environment."""
    term = environ.get("TERM", "")
    if environ.get("TMUX"):
        return "tmux"
    if environ.get("STY"):
        return "screen"
    if term.startswith("tmux"):
        return "tmux beyond"
    return "none" if lacks_clipboard(environ) else "terminal"


def lacks_clipboard(environ: Mapping[str, str]) -> str:
    """The name of the terminal if it is known to have no OSC 52; "" otherwise."""
    term = environ.get("TERM", "")
    if term.startswith("putty"):
        return "PuTTY"
    if term in ("linux", "vt100", "vt220"):
        return "This console"
    return "Apple's Terminal" if environ.get("TERM_PROGRAM") == "Apple_Terminal" else ""


def osc52(text: str, environ: Mapping[str, str]) -> str:
    """The sequence that puts text on the clipboard, wrapped for the multiplexer on the route.

    tmux gets it twice: bare for `set-clipboard on`, wrapped for `allow-passthrough on`.
    """
    bare = f"\x1b]52;c;{b64encode(_bytes(text)).decode('ascii')}\x07"
    way = way_of(environ)
    if way in ("tmux", "tmux beyond"):
        return bare + _through_tmux(bare)
    return _through_screen(bare) if way == "screen" else bare


def copy(app: App[Any], text: str, environ: Mapping[str, str] = os.environ) -> Outcome:
    """Copy text to the agent's clipboard; the outcome says how far it got.

    If the terminal takes no text, or not that much, the refusal names a file that holds it.
    """
    if not text:
        return Refused("There is nothing to copy.")
    if app._driver is None:
        return Refused("There is no terminal to copy to.")
    way, size = way_of(environ), len(_bytes(text))
    if way == "tmux" and (words := _by_tmux(text)):
        return Done(f"{words} ({_characters(text)})")
    if name := lacks_clipboard(environ) if way == "none" else "":
        return _into_file(text, f"{name} takes no clipboard from a program")
    if size > MOST_BYTES:
        return _into_file(text, f"Too long for the terminal's clipboard ({size:,} bytes)")
    app._driver.write(osc52(text, environ))
    app._driver.flush()
    return Done(f"{_SENT[way]} ({_characters(text)})")


_SENT: dict[Way, str] = {
    "tmux": "Sent to tmux, which may not pass it on: see `fbtui doctor`",
    "tmux beyond": "Sent to your tmux, which passes it on with `set-clipboard on`",
    "screen": "Sent through GNU screen to your terminal's clipboard",
    "terminal": "Sent to your terminal's clipboard",
}


def file_of_copies() -> Path:
    """The file for text that no clipboard took. Each copy replaces the last; it is deleted on exit."""
    from platformdirs import user_cache_path

    return user_cache_path("fbtui", appauthor=False) / "copied.txt"


def tmux(*words: str, stdin: str = "") -> str | None:
    """The output of a tmux command; None if it fails or does not answer."""
    try:
        done = subprocess.run(
            ["tmux", *words],
            input=_bytes(stdin),
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def _by_tmux(text: str) -> str:
    """Load tmux's buffer, which it passes to the terminal; says how far the text got, "" if nowhere.

    An old tmux does not know `-w`: the caller then writes the sequences instead.
    """
    if tmux("load-buffer", "-w", "-", stdin=text) is None:
        return ""
    if tmux("show-options", "-sv", "set-clipboard") == "off":
        return "In tmux's buffer only: its set-clipboard is off"
    return "In tmux's buffer and sent to your terminal"


def _into_file(text: str, why: str) -> Refused:
    path = file_of_copies()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        atexit.register(path.unlink, missing_ok=True)
        with os.fdopen(opened, "wb") as file:
            file.write(_bytes(text))
    except OSError:
        return Refused(f"{why}: select it on the screen.")
    return Refused(f"{why}: it is in the file {path}.")


def _characters(text: str) -> str:
    return "1 character" if len(text) == 1 else f"{len(text):,} characters"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _through_tmux(sequence: str) -> str:
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _through_screen(sequence: str) -> str:
    starts = range(0, len(sequence), _SCREEN_CHUNK)
    chunks = (sequence[start : start + _SCREEN_CHUNK] for start in starts)
    return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
