"""Checks whether the workstation can open in this terminal, and prepares the environment for Textual."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, MutableMapping
from typing import TextIO

_STOCK_ESCAPE = "100"  # milliseconds; less has no effect, as Textual polls ten times a second
_ESCAPE_OVER_SSH = "200"  # the bytes of an arrow key may arrive separately
_PREFERRED = {
    "TEXTUAL_FPS": "240",  # counters follow a key within 12 ms instead of 36, for the same bytes
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}
# A size exported by a shell would override every resize.
_STALE = ("COLUMNS", "LINES")


def why_no_terminal(
    environ: Mapping[str, str], stdin: TextIO | None, stderr: TextIO | None
) -> str | None:
    """Why the workstation cannot open here (exit 2), in a sentence; None if it can.

    Pass `sys.__stdin__` and `sys.__stderr__`: Textual reads the first and draws on the second.
    """
    if not (_is_terminal(stdin) and _is_terminal(stderr)):
        return (
            "The workstation needs a terminal on standard input and standard error; "
            "in pipes and scripts use the commands, such as fbtui list."
        )
    term = environ.get("TERM", "")
    if term in ("", "dumb"):
        state = f"is {term}" if term else "is not set"
        return (
            f"TERM {state}, so the terminal's abilities are unknown; "
            "set it (such as TERM=xterm-256color) or use the commands, such as fbtui list."
        )
    if stderr is not None and not _is_utf8(stderr.encoding):
        return (
            f"The terminal's encoding is {stderr.encoding}, which cannot carry buyers' words; "
            "set a UTF-8 locale, such as LANG=C.UTF-8, or use the commands, such as fbtui list."
        )
    return None


def prepare_environment(environ: MutableMapping[str, str]) -> None:
    """Apply settings that Textual reads once, at import; the agent's own settings win.

    Call it with `os.environ` before the first import of textual.
    """
    over_ssh = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    environ.setdefault("ESCDELAY", _ESCAPE_OVER_SSH if over_ssh else _STOCK_ESCAPE)
    for name, value in _PREFERRED.items():
        environ.setdefault(name, value)
    for name in _STALE:
        environ.pop(name, None)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _is_utf8(encoding: str | None) -> bool:
    try:
        return codecs.lookup(encoding or "").name == "utf-8"
    except LookupError:
        return False
