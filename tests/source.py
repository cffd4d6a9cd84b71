"""The program's own source, parsed when a test first asks: every worker imports all tests, and few of them look."""

from __future__ import annotations

import ast
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
# `PYTHONPATH` for programs of which meaning is not the subject: they load no model.
WITHOUT_MODEL = os.pathsep.join((str(ROOT / "tests" / "stand_in_model"), str(ROOT)))


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
