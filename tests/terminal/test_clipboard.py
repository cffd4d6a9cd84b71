"""Copying through SSH, tmux and GNU screen, and honest messages about it."""

from __future__ import annotations

import os
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import Done, Refused
from fbtui.terminal import clipboard
from fbtui.terminal.clipboard import MOST_BYTES, copy, osc52

XTERM = {"TERM": "xterm-256color"}


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


def copied(text: str, driver: Driver | None, environ: dict[str, str] = XTERM) -> Any:
    return copy(DeskWithTerminal(driver), text, environ)  # type: ignore[arg-type]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(clipboard, "file_of_copies", lambda: tmp_path / "ours" / "copied.txt")
    return tmp_path / "ours" / "copied.txt"


def test_a_plain_terminal_gets_the_bare_sequence() -> None:
    assert osc52("Größe", {"TERM": "xterm"}) == "\x1b]52;c;R3LDtsOfZQ==\x07"


def test_tmux_gets_it_bare_and_wrapped() -> None:
    bare = osc52("x", {})
    wrapped = "\x1bPtmux;\x1b" + bare + "\x1b\\"
    assert osc52("x", {"TMUX": "/tmp/tmux-1/default,1,0"}) == bare + wrapped
    assert osc52("x", {"TERM": "tmux-256color"}) == bare + wrapped


def test_screen_gets_it_in_small_chunks() -> None:
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


def test_text_that_no_clipboard_takes_goes_to_a_private_file(cache: Path) -> None:
    driver = Driver()
    assert isinstance(copied("x" * MOST_BYTES, driver), Done)
    driver.written = ""
    for text in ("x" * (MOST_BYTES + 1), "ß" * (MOST_BYTES // 2 + 1)):
        assert "Too long" in copied(text, driver).why
        assert cache.read_text("utf-8") == text
    for environ, name in (({"TERM": "putty-256color"}, "PuTTY"), ({"TERM": "linux"}, "console")):
        refused = copied("Sorry", driver, environ)
        assert name in refused.why and str(cache) in refused.why
    assert cache.read_text("utf-8") == "Sorry" and cache.stat().st_mode & 0o077 == 0
    assert driver.written == ""
    cache.unlink()
    cache.symlink_to(cache.parent / "somebody's")
    assert "select it" in copied("Sorry", driver, {"TERM": "linux"}).why
    assert not cache.exists(), "nothing is written through a link"
    for nothing in (copied("", driver), copied("x", None)):
        assert isinstance(nothing, Refused)


def test_the_longest_text_fits_the_hundred_thousand_bytes_of_xterm() -> None:
    assert len(osc52("x" * MOST_BYTES, {})) == 100_000


@pytest.fixture
def own_tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of a program in a stock tmux, which may take its time."""
    monkeypatch.setattr(clipboard, "_PATIENCE", 60.0)
    socket = str(tmp_path / "tmux")
    run = ["tmux", "-f", "/dev/null", "-S", socket]
    try:
        subprocess.run([*run, "new-session", "-d", "-s", "x", "cat"], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no tmux here")
    monkeypatch.setenv("TMUX", f"{socket},1,0")
    yield {**os.environ, "TMUX": f"{socket},1,0"}
    subprocess.run([*run, "kill-server"], check=False)


def test_a_stock_tmux_keeps_it_in_its_buffer_and_the_message_says_so(
    own_tmux: dict[str, str],
) -> None:
    driver, long = Driver(), "Größe " * 20_000
    said = copied("Sorry; it broke\n", driver, own_tmux).message
    assert said == "In tmux's buffer and sent to your terminal (16 characters)"
    assert clipboard.tmux("show-buffer") == "Sorry; it broke"
    assert isinstance(copied(long, driver, own_tmux), Done) and driver.written == ""
    clipboard.tmux("set-option", "-s", "set-clipboard", "off")
    assert "buffer only" in copied("Sorry", driver, own_tmux).message
    gone = own_tmux | {"TMUX": "/nowhere,1,0"}
    os.environ["TMUX"] = gone["TMUX"]
    assert "may not pass it on" in copied("Sorry", driver, gone).message
    assert "]52;" in driver.written
