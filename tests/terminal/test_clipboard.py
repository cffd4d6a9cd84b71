"""Copying through SSH, tmux and GNU screen, and the honest word about it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from fbtui.domain.outcome import Done, Refused
from fbtui.terminal.clipboard import MOST_BYTES, copy, osc52


class Driver:
    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        pass


class DeskWithTerminal:
    def __init__(self, driver: Driver | None) -> None:
        self._driver = driver


def copied(text: str, driver: Driver | None) -> Any:
    return copy(DeskWithTerminal(driver), text)  # type: ignore[arg-type]


def test_a_plain_terminal_gets_it_bare() -> None:
    assert osc52("Größe", {"TERM": "xterm"}) == "\x1b]52;c;R3LDtsOfZQ==\x07"


def test_tmux_gets_it_bare_and_passed_through() -> None:
    bare = osc52("x", {})
    wrapped = "\x1bPtmux;\x1b" + bare + "\x1b\\"
    assert osc52("x", {"TMUX": "/tmp/tmux-1/default,1,0"}) == bare + wrapped
    assert osc52("x", {"TERM": "tmux-256color"}) == bare + wrapped


def test_screen_gets_it_in_pieces_that_it_can_hold() -> None:
    text = "words " * 300
    pieces = osc52(text, {"STY": "1.pts", "TERM": "screen"}).split("\x1b\\")
    assert pieces.pop() == ""
    assert all(piece.startswith("\x1bP") and len(piece) <= 256 for piece in pieces)
    whole = "".join(piece.removeprefix("\x1bP") for piece in pieces)
    assert b64decode(whole.removeprefix("\x1b]52;c;").removesuffix("\x07")).decode() == text


def test_it_says_sent_not_copied() -> None:
    driver = Driver()
    said = copied("114-8766213-9372221", driver)
    assert said == Done("Sent to your terminal's clipboard (19 characters)")
    assert "MTE0LTg3NjYyMTMtOTM3MjIyMQ==" in driver.written


def test_what_the_terminal_would_drop_is_refused() -> None:
    driver = Driver()
    assert isinstance(copied("x" * MOST_BYTES, driver), Done)
    driver.written = ""
    for text in ("x" * (MOST_BYTES + 1), "ß" * (MOST_BYTES // 2 + 1), ""):
        assert isinstance(copied(text, driver), Refused)
    assert driver.written == ""
    assert isinstance(copied("x", None), Refused)


def test_the_longest_text_fits_the_hundred_thousand_bytes_of_xterm() -> None:
    assert len(osc52("x" * MOST_BYTES, {})) == 100_000
