"""The shape of the screens: no god object, one life, and a screen that is gone is never queried."""

from __future__ import annotations

import ast
from functools import cache
from typing import NamedTuple

from tests.source import trees

MOST_METHODS, MOST_LINES = 25, 200
# A screen is pushed by a conversation, and the palette and help by the app; it is left by `dismiss`.
LIFE = {"push_screen_wait": {"screens/life.py", "fbtui/app.py"}, "push_screen": {"fbtui/app.py"}}
NEVER = {
    "query",
    "query_one",
    "query_exactly_one",
    "query_children",
    "pop_screen",
    "call_from_thread",
}


class Shape(NamedTuple):
    """A class of ours: its own methods, what it inherits from, its length."""

    methods: frozenset[str]
    bases: tuple[str, ...]
    lines: int


def _shape(node: ast.ClassDef) -> Shape:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    methods = frozenset(each.name for each in node.body if isinstance(each, functions))
    named = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    bases = tuple(base.id for base in named if isinstance(base, ast.Name))
    return Shape(methods, bases, (node.end_lineno or node.lineno) - node.lineno + 1)


@cache
def classes() -> dict[str, Shape]:
    return {
        node.name: _shape(node)
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def reached(name: str) -> frozenset[str]:
    """The methods of a class, with those that it has from classes of ours."""
    if name not in classes():
        return frozenset()
    return classes()[name].methods.union(*(reached(base) for base in classes()[name].bases))


def test_no_class_does_everything() -> None:
    large = {name: len(reached(name)) for name in classes() if len(reached(name)) > MOST_METHODS}
    long = {name: shape.lines for name, shape in classes().items() if shape.lines > MOST_LINES}
    assert not large and not long


def test_screens_hold_their_parts_and_live_one_life() -> None:
    for module, tree in trees().items():
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        wrong = {name for name in used if module not in LIFE.get(name, {module})}
        if module.startswith("screens/"):
            wrong |= used & NEVER
        assert not wrong, f"{module} uses {wrong}"


def test_keys_are_declared_in_one_place() -> None:
    for module, tree in trees().items():
        made = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Binding"
        ]
        assert not made or module == "screens/bindings.py", f"{module}, lines {made}"
