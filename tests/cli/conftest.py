"""The command line as a script meets it: exit code, standard output, standard error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from fbtui.cli.verbs import main


class Ran(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def fbtui() -> Callable[..., Ran]:
    """Run one command line, with `given` on standard input."""

    def run(*arguments: str | Path, given: str | bytes = "") -> Ran:
        with CliRunner().isolation(input=given) as (out, err, _):
            code = main([str(each) for each in arguments])
            return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    return run


@pytest.fixture
def own_folder(nobody_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration folder of whoever runs the command."""
    folder = nobody_home / "configuration"
    folder.mkdir()
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(folder))
    return folder
