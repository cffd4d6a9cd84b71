"""Imports only go down, only the store speaks SQL, and the command line draws nothing (the house's floors)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.source import ROOT, modules

# What each floor may import of ours besides itself; the longest prefix that fits a module counts.
FLOORS: dict[str, tuple[str, ...]] = {
    "fbtui": (),
    "fbtui.assets": (),
    "fbtui.key_names": (),
    "fbtui.patterns": (),
    "fbtui.themes": (),
    "fbtui.keys": ("fbtui.assets", "fbtui.key_names"),
    "fbtui.keymap": ("fbtui.keys", "fbtui.key_names"),
    "fbtui.content": ("fbtui.assets", "fbtui.domain.outcome", "fbtui.patterns"),
    "fbtui.domain": ("fbtui.assets", "fbtui.content", "fbtui.patterns"),
    "fbtui.terminal": ("fbtui.domain.outcome", "fbtui.patterns"),
    "fbtui.intake": ("fbtui.domain", "fbtui.assets", "fbtui.content"),
    "fbtui.understanding": ("fbtui.assets", "fbtui.content", "fbtui.domain.outcome"),
    "fbtui.export": ("fbtui.domain", "fbtui.assets"),
    "fbtui.store": ("fbtui.domain", "fbtui.assets", "fbtui.intake", "fbtui.patterns"),
    "fbtui.config": ("fbtui.domain", "fbtui.content"),
    "fbtui.secret": ("fbtui.domain.outcome",),
    "fbtui.mail": ("fbtui.domain", "fbtui.secret"),
    "fbtui.amazon": ("fbtui.domain",),
    "fbtui.services": (
        *("fbtui.assets", "fbtui.config", "fbtui.content", "fbtui.domain", "fbtui.export"),
        *("fbtui.intake", "fbtui.mail", "fbtui.amazon", "fbtui.secret", "fbtui.store"),
        *("fbtui.terminal.cleaned", "fbtui.understanding"),
    ),
    "screens": (
        *("fbtui.domain", "fbtui.export.snapshot", "fbtui.intake.source", "fbtui.keys"),
        *("fbtui.keymap", "fbtui.services", "fbtui.terminal"),
    ),
    "fbtui.app": (
        *("fbtui.config", "fbtui.domain", "fbtui.keys", "fbtui.keymap", "fbtui.services"),
        *("fbtui.terminal", "fbtui.themes", "screens"),
    ),
    "fbtui.cli": (
        *("fbtui.app", "fbtui.assets", "fbtui.config", "fbtui.domain", "fbtui.export"),
        *("fbtui.intake", "fbtui.keys", "fbtui.keymap", "fbtui.patterns", "fbtui.services"),
        *("fbtui.store", "fbtui.terminal", "fbtui.understanding"),
    ),
    "fbtui.__main__": ("fbtui.cli",),
}
OPENS_THE_WORKSTATION = "fbtui.cli.workstation"
ROOMS = tuple(
    f"screens.{path.name}" for path in (ROOT / "screens").iterdir() if (path / "room.py").exists()
)
SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)|PRAGMA\s)",
    re.DOTALL,
)


def within(module: str, floor: str) -> bool:
    return module == floor or module.startswith(f"{floor}.")


def floor_of(module: str) -> str:
    return max((floor for floor in FLOORS if within(module, floor)), key=len)


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module of ours that is imported anywhere in a file, `from x import y` as x.y if that is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else node.module


def test_imports_only_go_down() -> None:
    forbidden = {module: above for module in modules() if (above := imported_from_above(module))}
    assert not forbidden


def imported_from_above(module: str) -> list[str]:
    floor = floor_of(module)
    ours = [
        name
        for name in imported(modules()[module])
        if within(name, "fbtui") or within(name, "screens")
    ]
    # The package itself holds nothing but the version.
    above = [
        name
        for name in ours
        if not any(within(name, ok) for ok in (floor, *FLOORS[floor])) and name != "fbtui"
    ]
    if floor == "fbtui.cli" and module != OPENS_THE_WORKSTATION:
        above += [name for name in ours if name == "fbtui.app" or within(name, "screens")]
    return above


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_no_other_room(room: str) -> None:
    for module in modules():
        if within(module, "screens") and not within(module, room):
            used = [name for name in imported(modules()[module]) if within(name, room)]
            assert not used, f"{module} imports {used}"


def test_only_the_store_speaks_sql() -> None:
    for module, tree in modules().items():
        if within(module, "fbtui.store"):
            continue
        texts = [x.value for x in ast.walk(tree) if isinstance(x, ast.Constant)]
        said = [x for x in texts if isinstance(x, str) and SQL.match(x)]
        allowed = {"sqlite3"} if within(module, "fbtui.services") else set()  # its types and errors
        drivers = {"sqlite3", "sqlite_utils"} & set(imported(tree)) - allowed
        assert not said and not drivers, f"{module}: {said or drivers}"


@pytest.mark.parametrize(
    "words",
    [["--version"], ["list", "--help"], ["keys"], ["import", "--help"], ["export", "--help"]],
)
def test_a_command_that_draws_nothing_does_not_import_textual(words: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fbtui", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0
    assert not re.search(r"\|\s+textual(\.|$)", told.stderr, re.MULTILINE)
