"""A crash message names the exception and its place, and no buyer's data."""

from __future__ import annotations

import sqlite3

import pytest
from textual.worker import WorkerFailed

from fbtui.terminal.clipboard import osc52
from fbtui.terminal.crash import crash_message, print_crash


def mistake() -> Exception:
    try:
        osc52(114_8766213, {})  # type: ignore[arg-type]
    except AttributeError as error:
        return error
    raise AssertionError


def test_it_says_class_file_and_line() -> None:
    said = crash_message(mistake())
    assert "AttributeError in terminal/clipboard.py, line " in said
    assert "114" not in said


def test_the_error_inside_a_worker_is_named() -> None:
    assert crash_message(WorkerFailed(mistake())) == crash_message(mistake())


def test_a_message_is_never_repeated(capfd: pytest.CaptureFixture[str]) -> None:
    error = sqlite3.OperationalError("no such column: ana@marketplace.amazon.com")
    print_crash(type(error), error, None)
    said = capfd.readouterr().err
    assert "sqlite3.OperationalError." in said
    assert "ana@" not in said
