"""Option values: an unknown one is refused with the list of valid ones and a suggestion."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from fbtui.terminal.cleaned import clean_line

_FEW = 12  # names listed in a refusal


class OneOf(click.ParamType[tuple[str, ...]]):
    """`declined,back` as a tuple of names; an unknown name is a usage error."""

    def __init__(self, name: str, known: Sequence[str], *, everything: str = "") -> None:
        """`everything`: the word for all of them, the same as leaving the option out."""
        self.name, self._known, self._everything = name, known, everything

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        parts = tuple(part.strip() for part in str(value).split(",") if part.strip())
        if parts == (self._everything,):
            return ()
        if not parts or any(part not in self._known for part in parts):
            unknown = next((part for part in parts if part not in self._known), str(value))
            known = [*self._known, *filter(None, [self._everything])]
            self.fail(
                f"there is no {self.name} {clean_line(unknown, 40)!r}; there are {', '.join(known)}",
                param,
                ctx,
            )
        return parts


class Count(click.ParamType[int]):
    """A whole number, at least `least`."""

    name = "number"

    def __init__(self, least: int = 1) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and self._least <= int(text[:20]) <= sys.maxsize):
            self.fail(f"{clean_line(text, 40)!r} is no number from {self._least} on", param, ctx)
        return int(text)


class Day(click.ParamType[date]):
    """A day as `2026-12-01`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{clean_line(str(value), 40)!r} is no day: say it as 2026-12-01", param, ctx)


def known(given: str, there: Sequence[str], name: str, option: str) -> str:
    """A name that must exist on the desk, in the desk's own spelling; "" for any.

    Raises click.BadParameter with the known names: a typo must not look like an empty list.
    """
    found = {each.casefold(): each for each in there}
    if not given or given.casefold() in found:
        return found.get(given.casefold(), "")
    there = [each for each in there if each]
    some = ", ".join(clean_line(each) for each in there[:_FEW]) + (
        ", …" if len(there) > _FEW else ""
    )
    raise click.BadParameter(
        f"there is no {name} {clean_line(given, 40)!r}; there is {some or 'none yet'}",
        param_hint=option,
    )
