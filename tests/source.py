"""The program's own source, parsed when a test first asks: every worker imports all tests, and few of them look."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def trees() -> dict[str, ast.Module]:
    """By path: `screens/life.py`."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for folder in ("fbtui", "screens")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


@cache
def modules() -> dict[str, ast.Module]:
    """By name: `screens.life`."""
    return {
        path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): tree
        for path, tree in trees().items()
    }
