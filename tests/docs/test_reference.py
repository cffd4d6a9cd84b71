"""The reference pages, the manual page and the completions are current."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from docs.scripts import configuration
from docs.scripts.program import ROOT, commands
from docs.scripts.reference import stale


def test_the_committed_pages_are_current() -> None:
    assert not sorted(stale()), "run: nox -s reference"


def test_every_key_of_the_configuration_is_described() -> None:
    keys = {key for key, _ in configuration.named_keys()}
    tables = {key.rpartition(".")[0] for key in keys} - {""}
    assert set(configuration.SAYS) == keys | tables | {"file"}


def test_the_manual_page_has_every_command_and_plain_roff() -> None:
    page = CliRunner().invoke(ROOT, ["man"]).output
    assert page.isascii()
    for context in commands():
        path = context.command_path.replace("-", r"\-")
        assert context.parent is None or f"\n.SS {path} " in page, path


def test_a_shell_completes_commands_and_options(tmp_path: Path) -> None:
    def completed(line: str) -> list[str]:
        words = line.split(" ")
        env = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
        done = subprocess.run(
            [sys.executable, "-c", "from fbtui.__main__ import run; run()"],
            env={**os.environ, **env, "_FBTUI_COMPLETE": "bash_complete", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        return [each.partition(",")[2] for each in done.stdout.splitlines()]

    assert completed("fbtui li") == ["list"]
    assert "--dry-run" in completed("fbtui import --d")
