"""The command line in this process, and as a program of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from fbtui.cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """The result of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def fbtui(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Run a command on this test's desk, in this process."""
    monkeypatch.setenv("FBTUI_DB", str(tmp_path / "desk.db"))

    def run(*words: object, stdin: str | bytes = b"") -> Answer:
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        capfd.readouterr()
        code = main([str(word) for word in words])
        sys.stdout.flush()
        return Answer(code, *capfd.readouterr())

    return run


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Any]:
    """Run a command as a program of its own."""

    def run(*words: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "FBTUI_DB": str(tmp_path / "desk.db"), "PYTHONPATH": str(ROOT)}
        env |= settings.pop("env", {})
        command = [sys.executable, "-m", "fbtui", *words]
        return subprocess.run(command, env=env, capture_output=True, **settings)

    return run


class Ran(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def ran() -> Callable[..., Ran]:
    """Run one command, with `given` as standard input."""

    def run(*arguments: str | Path, given: str | bytes = "") -> Ran:
        with CliRunner().isolation(input=given) as (out, err, _):
            code = main([str(each) for each in arguments])
            return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    return run


@pytest.fixture
def own_folder(nobody_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration folder."""
    folder = nobody_home / "configuration"
    folder.mkdir()
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(folder))
    return folder
