"""The terminals in which the workstation opens, and why it does not in others."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from fbtui.terminal.session import prepare_environment, why_no_terminal
from fbtui.themes import THEMES, theme_name


class Stream(io.StringIO):
    def __init__(self, encoding: str | None = "utf-8", terminal: bool = True) -> None:
        super().__init__()
        self._told, self._terminal = encoding, terminal

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        return self._told

    def isatty(self) -> bool:
        return self._terminal


XTERM = {"TERM": "xterm"}


def test_it_opens_in_a_terminal() -> None:
    for name in ("utf-8", "UTF8", "utf_8"):
        assert why_no_terminal(XTERM, Stream(), Stream(name)) is None


@pytest.mark.parametrize("pipe", [None, Stream(terminal=False)])
def test_in_a_pipe_it_names_the_commands(pipe: Stream | None) -> None:
    for ends in ((pipe, Stream()), (Stream(), pipe)):
        assert "fbtui list" in (why_no_terminal(XTERM, *ends) or "")


def test_a_terminal_of_unknown_abilities_is_refused() -> None:
    assert "TERM is dumb" in (why_no_terminal({"TERM": "dumb"}, Stream(), Stream()) or "")
    for environ in ({}, {"TERM": ""}):
        assert "TERM is not set" in (why_no_terminal(environ, Stream(), Stream()) or "")


@pytest.mark.parametrize("encoding", ["iso8859-1", "ascii", "nonsense", None])
def test_an_encoding_that_loses_words_is_refused(encoding: str | None) -> None:
    assert "LANG=C.UTF-8" in (why_no_terminal(XTERM, Stream(), Stream(encoding)) or "")


def test_the_agents_own_settings_win() -> None:
    environ = {"ESCDELAY": "25", "COLUMNS": "80", "SSH_TTY": "/dev/pts/1"}
    prepare_environment(environ)
    assert environ["ESCDELAY"] == "25"
    assert "COLUMNS" not in environ
    far: dict[str, str] = {"SSH_TTY": "/dev/pts/1"}
    near: dict[str, str] = {}
    prepare_environment(far)
    prepare_environment(near)
    assert int(far["ESCDELAY"]) > int(near["ESCDELAY"])


def test_textual_reads_the_prepared_environment() -> None:
    script = (
        "import os; from fbtui.terminal.session import prepare_environment as p; p(os.environ);"
        "from textual import constants as c;"
        "assert c.MAX_FPS == 240 and c.TEXTUAL_ANIMATIONS == 'none' and not c.SMOOTH_SCROLL;"
        "assert c.ESCAPE_DELAY == int(os.environ['ESCDELAY']) / 1000"
    )
    nothing_set = {name: value for name, value in os.environ.items() if name != "TEXTUAL_FPS"}
    done = subprocess.run([sys.executable, "-c", script], env=nothing_set, check=False)
    assert done.returncode == 0


def test_commands_without_a_screen_do_not_import_textual() -> None:
    script = (
        "import sys; import fbtui.terminal.session, fbtui.terminal.cleaned, fbtui.terminal.crash,"
        "fbtui.terminal.clipboard; assert 'textual' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("configured", "environ", "colours", "expected"),
    [
        ("auto", {}, "standard", "terminal"),
        ("auto", {}, "256", "dark"),
        ("dark", {}, "standard", "dark"),
        ("auto", {"NO_COLOR": "1"}, "standard", "monochrome"),
    ],
)
def test_sixteen_colours_are_the_terminals_own_unless_a_theme_was_chosen(
    configured: str, environ: dict[str, str], colours: str, expected: str
) -> None:
    assert theme_name(configured, environ, colours) == THEMES[expected]
