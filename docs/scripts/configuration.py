"""Generate the configuration page: keys, types and defaults from the record, sentences from `configuration.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from pydantic.fields import FieldInfo

from docs.scripts.program import Config, Record, model_of

SAYS: dict[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_NAMED: dict[Any, str] = {
    **{str: "text", int: "whole number", float: "number", bool: "true or false"},
    date: "day, as in `2026-11-20`",
}
_BOUNDS = {Ge: ("at least", "ge"), Gt: ("over", "gt"), Le: ("at most", "le")}


def named_keys(record: type[Record] = Config, above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every key of the file, dotted: `limits.answer_days`, `accounts[].name`."""
    for name, field in model_of(record).model_fields.items():
        inner, is_list = _record_in(field.annotation)
        if inner is None:
            yield above + name, field
        else:
            yield from named_keys(inner, f"{above}{name}{'[]' if is_list else ''}.")


def configuration_page() -> str:
    lines = [
        "# Configuration",
        "",
        "Made from the program by `nox -s reference`.",
        "",
        SAYS["file"],
    ]
    section = None
    for key, field in sorted(
        named_keys(), key=lambda each: "." in each[0]
    ):  # top-level keys come first
        table, _, name = key.rpartition(".")
        if table != section:
            section = table
            lines += [
                "",
                *_heading(table),
                "",
                "| Key | Takes | Default | Does |",
                "|---|---|---|---|",
            ]
        lines.append(f"| `{name}` | {_takes(field)} | {_default(field)} | {SAYS[key]} |")
    return "\n".join(lines) + "\n"


def _heading(table: str) -> list[str]:
    if not table:
        return ["## At the top of the file"]
    shown = f"[[{table[:-2]}]]" if table.endswith("[]") else f"[{table}]"
    return [f"## `{shown}`", "", SAYS[table]]


def _record_in(annotation: Any) -> tuple[type[Record] | None, bool]:
    """The record in a field, if any, and whether it is a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation, False
    for inner in get_args(annotation):
        if (found := _record_in(inner)[0]) is not None:
            return found, get_origin(annotation) is tuple
    return None, False


def _takes(field: FieldInfo) -> str:
    """The type of a value, with its bounds."""
    bounds = [
        f"{words} {getattr(each, attribute)}"
        for each in field.metadata
        for kind, (words, attribute) in _BOUNDS.items()
        if isinstance(each, kind)
    ]
    if any(isinstance(each, MinLen) for each in field.metadata):
        bounds.append("not empty")
    return ", ".join((_type(field.annotation), *bounds))


def _type(annotation: Any) -> str:
    if annotation in _NAMED:
        return _NAMED[annotation]
    arguments = [each for each in get_args(annotation) if each not in (Ellipsis, NoneType)]
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{each}`" for each in arguments)
    if get_origin(annotation) is tuple:
        return f"list of {_type(arguments[0])}"
    if get_origin(annotation) is dict:
        return "table of text"
    if get_origin(annotation) is UnionType or arguments:  # Annotated, or one thing or none
        return _type(arguments[0])
    raise TypeError(f"no words for {annotation}")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    return f"`{list(default)}`" if isinstance(default, tuple) and default else _plain(default)


def _plain(default: Any) -> str:
    return "" if default in ("", None, (), {}) else f"`{default}`"
