"""The shipped systemd units are valid and call existing commands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from docs.scripts.program import context_of
from tests.docs.pages import DOCS, ROOT, fenced

UNITS = sorted((DOCS / "howto" / "systemd").iterdir())
SECTIONS = {".service": {"Unit", "Service"}, ".timer": {"Unit", "Timer", "Install"}}


def read(unit: Path) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit, encoding="utf-8")
    return parser


def options(words: list[str]) -> set[str]:
    """The options unknown to the command."""
    context, left = context_of(words)
    assert context.parent is not None, words
    known = {name for each in context.command.params for name in each.opts}
    return {word for word in left if word.startswith("-")} - known


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_has_its_sections_and_calls_an_existing_command(unit: Path) -> None:
    found = read(unit)
    assert set(found.sections()) == SECTIONS[unit.suffix]
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS
        return
    program, *words = shlex.split(found["Service"]["ExecStart"])
    assert program == "%h/.local/bin/fbtui" and not options(words)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_accepts_them(tmp_path: Path) -> None:
    home = tmp_path / "fbtui"
    home.write_text("#!/bin/sh\n")
    home.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("%h/.local/bin/fbtui", str(home))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    ours = [str(tmp_path / unit.name) for unit in UNITS]
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *ours],
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [
        line for line in told.stderr.splitlines() if str(tmp_path) in line or "fbtui" in line
    ]
    assert told.returncode == 0 and not about_ours, told.stderr


def test_the_cron_lines_call_existing_commands() -> None:
    lines = [
        line
        for page in ("sync", "watch")
        for block in fenced(DOCS / "howto" / f"{page}.md", "")
        for line in block.splitlines()
        if "fbtui" in line
    ]
    assert len(lines) == 4
    for line in lines:
        *when, program = line.split(maxsplit=5)
        assert len(when) == 5 and not options(shlex.split(program)[1:])


def test_what_a_digest_sends_people_to_exists() -> None:
    told = [
        command
        for module in sorted((ROOT / "fbtui" / "services" / "watch").glob("*.py"))
        for command in re.findall(r'"(fbtui [^"{]+)"', module.read_text(encoding="utf-8"))
    ]
    assert len(told) > 5
    assert not [command for command in told if options(shlex.split(command)[1:])]
