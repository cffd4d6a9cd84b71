"""A program that freezes, crashes, starts in the background or hands over the terminal.

tests/end_to_end covers signals, sizes and stalls in the rooms.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.window import stretched

PROMISED = 3.0  # seconds from the loss of the terminal to the end of the process
MODES = ("1049", "1000", "1003", "1006", "1015", "1004", "2004")
Open = Callable[..., Any]


def opened(open_terminal: Open, **settings: Any) -> Any:
    terminal = open_terminal("desk.py", **settings)
    terminal.wait_for(b"READY")
    terminal.read_for(0.15)
    return terminal


def assert_clean(terminal: Any) -> None:
    """Every mode that was turned on was turned off again, and the line discipline is restored."""
    for mode in MODES:
        on, off = (terminal.output.rfind(f"\x1b[?{mode}{to}".encode()) for to in "hl")
        assert on < off, f"mode {mode} is left on"
    assert terminal.output.rfind(b"\x1b[?25l") < terminal.output.rfind(b"\x1b[?25h")
    assert terminal.output.rfind(b"\x1b[?7l") < terminal.output.rfind(b"\x1b[?7h")
    assert terminal.current_modes() == terminal.modes


def test_an_ordinary_session_ends_clean(open_terminal: Open) -> None:
    terminal = opened(open_terminal, size=(30, 100), COLUMNS="20", LINES="5", TMUX="", STY="")
    assert b"\xe2\x96\x88" * 81 in terminal.output, "drawn as wide as the terminal"
    terminal.type("c")
    terminal.wait_for(b"\x1b]52;c;MTE0LTg3NjYyMTMtOTM3MjIyMQ==\x07")
    terminal.type("q")
    assert terminal.end() == 0
    assert_clean(terminal)


def test_it_ends_with_its_terminal_without_using_cpu(open_terminal: Open) -> None:
    terminal = opened(open_terminal)
    before = processor_seconds(terminal.process.pid)
    terminal.hang_up()
    spent = before
    end = time.monotonic() + stretched(PROMISED)
    while terminal.process.poll() is None and time.monotonic() < end:
        spent = processor_seconds(terminal.process.pid) or spent
        time.sleep(0.02)
    assert terminal.process.poll() == 129
    assert spent - before < 0.5


def test_it_ends_even_if_hangups_are_ignored(open_terminal: Open) -> None:
    terminal = open_terminal("desk.py", FBTUI_TEST_IGNORES_HANGUP="1")
    terminal.wait_for(b"READY")
    terminal.type("b")
    terminal.wait_for(b"FROZEN")
    terminal.read_for(0.4)
    terminal.hang_up()
    assert terminal.process.wait(stretched(PROMISED)) == 129


def test_a_frozen_program_is_killed_and_the_terminal_reset(open_terminal: Open) -> None:
    terminal = opened(open_terminal)
    terminal.type("b")
    terminal.wait_for(b"FROZEN")
    terminal.read_for(0.4)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.end(stretched(PROMISED)) == 143
    assert_clean(terminal)


@pytest.mark.parametrize("elsewhere", [{}, {"FBTUI_TEST_SIGNALS_GO_ELSEWHERE": "1"}])
def test_ctrl_z_returns_the_terminal_to_the_shell_and_fg_repaints(
    open_terminal: Open, elsewhere: dict[str, str]
) -> None:
    """Even if the kernel delivers the signals to another thread than the main one."""
    terminal = open_terminal("shell.py", **elsewhere)
    terminal.wait_for(b"READY")
    terminal.read_for(0.15)
    for _ in range(2):
        terminal.type("z")
        begin = terminal.wait_for(b"SHELL HAS IT", len(terminal.output))
        assert_clean(terminal)
        terminal.type("fg\n")
        terminal.wait_for(b"READY", begin)
        terminal.read_for(0.15)
    terminal.type("q")
    assert terminal.end() == 0
    assert_clean(terminal)


def test_in_the_background_it_stays_stopped_until_fg(open_terminal: Open) -> None:
    terminal = open_terminal("shell.py")
    terminal.wait_for(b"READY")
    terminal.read_for(0.15)
    terminal.type("z")
    begin = terminal.wait_for(b"SHELL HAS IT")
    terminal.type("bg\n")
    begin = terminal.wait_for(b"SHELL HAS IT", begin)
    assert_clean(terminal)
    terminal.type("fg\n")
    terminal.wait_for(b"READY", begin)
    terminal.read_for(0.15)
    terminal.type("q")
    assert terminal.end() == 0
    assert_clean(terminal)


def test_started_in_the_background_it_opens_on_fg(open_terminal: Open) -> None:
    terminal = open_terminal("shell.py", "&")
    begin = terminal.wait_for(b"SHELL HAS IT")
    assert b"\x1b[?1049h" not in terminal.output
    terminal.type("fg\n")
    terminal.wait_for(b"READY", begin)
    terminal.read_for(0.15)
    terminal.type("q")
    assert terminal.end() == 0
    assert_clean(terminal)


@pytest.mark.parametrize("elsewhere", [{}, {"FBTUI_TEST_SIGNALS_GO_ELSEWHERE": "1"}])
def test_a_resize_is_drawn_whichever_thread_gets_the_signal(
    open_terminal: Open, elsewhere: dict[str, str]
) -> None:
    terminal = opened(open_terminal, **elsewhere)
    begin = len(terminal.output)
    terminal.resize(24, 120)
    terminal.wait_for(b"\xe2\x96\x88" * 120, begin)
    terminal.type("q")
    assert terminal.end() == 0


def test_without_a_shell_ctrl_z_does_not_stop_it(open_terminal: Open) -> None:
    terminal = opened(open_terminal)
    terminal.type("z")
    terminal.wait_for(b"no shell")
    terminal.process.send_signal(signal.SIGTSTP)
    terminal.type("q")
    assert terminal.end() == 0


def test_ctrl_c_in_the_editor_goes_to_the_editor(open_terminal: Open) -> None:
    terminal = opened(open_terminal)
    terminal.type("t")
    begin = terminal.wait_for(b"EDITING")
    terminal.process.send_signal(signal.SIGINT)
    terminal.read_for(0.2)
    terminal.type("\n")
    terminal.wait_for(b"READY", begin)
    terminal.read_for(0.15)
    terminal.type("q")
    assert terminal.end() == 0
    assert_clean(terminal)


def test_ctrl_z_in_the_editor_goes_to_the_shell_and_fg_back_to_the_editor(
    open_terminal: Open,
) -> None:
    terminal = open_terminal("shell.py")
    terminal.wait_for(b"READY")
    terminal.read_for(0.15)
    terminal.type("t")
    begin = terminal.wait_for(b"EDITING")
    for _ in range(2):
        terminal.type("\x1a")
        begin = terminal.wait_for(b"SHELL HAS IT", begin)
        terminal.type("fg\n")
        while is_stopped(os.tcgetpgrp(terminal.master)):
            terminal.read_for(0.01)  # a Ctrl+Z that comes before the SIGCONT is lost with it
        terminal.read_for(0.2)
        assert b"\x1b[?1049h" not in terminal.output[begin:], "the screen is the editor's"
    terminal.type("\n")
    terminal.wait_for(b"READY", begin)
    terminal.read_for(0.15)
    terminal.type("q")
    assert terminal.end() == 0
    assert_clean(terminal)


@pytest.mark.parametrize("key", ["x", "w"])
def test_a_crash_is_an_error_and_reveals_nothing_of_the_buyer(
    open_terminal: Open, key: str
) -> None:
    terminal = opened(open_terminal)
    begin = len(terminal.output)
    terminal.type(key)
    assert terminal.end() == 1
    said = bytes(terminal.output[begin:])
    assert b"needle" not in said and b"no such buyer" not in said
    assert b"ValueError" in said and b"desk.py" in said
    assert_clean(terminal)


def test_a_paste_that_is_not_utf8_does_not_end_it(open_terminal: Open) -> None:
    terminal = opened(open_terminal)
    os.write(terminal.master, b"\x1b[200~caf\xe9 q \xff\x1b[201~")
    terminal.read_for(0.15)
    assert terminal.process.poll() is None
    terminal.type("q")
    assert terminal.end() == 0


def test_a_missing_or_dumb_terminal_is_refused_in_one_sentence(open_terminal: Open) -> None:
    program = Path(__file__).parent / "programs" / "desk.py"
    piped = subprocess.run(
        [sys.executable, str(program)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(program.parents[3])},
        check=False,
    )
    assert piped.returncode == 2
    assert piped.stderr.startswith("The workstation needs a terminal")
    dumb = open_terminal("desk.py", TERM="dumb")
    assert dumb.end() == 2
    assert b"TERM is dumb" in dumb.output


def is_stopped(pid: int) -> bool:
    """Whether a job waits for its `fg`; the shell itself waits for the user."""
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state == "T" or "shell.py" in Path(f"/proc/{pid}/cmdline").read_text()


def processor_seconds(pid: int) -> float:
    """User and system time of a process so far; 0 if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
