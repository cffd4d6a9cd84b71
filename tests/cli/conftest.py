"""The command line in this process, and as a program of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fbtui.cli.verbs import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

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
        return subprocess.run(command, env=env, capture_output=True, timeout=60, **settings)

    return run
