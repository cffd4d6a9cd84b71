"""Reports to colleagues from templates/reports: literal text, Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from textwrap import fill
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fbtui.assets import TEMPLATES
from fbtui.export.pages import escaped
from fbtui.export.snapshot_header import Clean

WIDE, _SHORT = 98, 40  # columns of a line; of a part of it that is kept together
_PARTS = re.compile(r"(?<=[·,:]) ")
_HELD = "\xa0"  # where no line is broken


def render(
    template: str, format: str, context: dict[str, Any], clean: Clean, width: int | None = WIDE
) -> str:
    """The report `template` as txt, md or html. Texts in `context` are untrusted and cleaned here.

    `width`: columns to which the lines of a txt are wrapped; None leaves them whole.
    """
    literal: dict[str, Callable[[str], str]] = {
        "txt": lambda text: Markup(clean(text)),
        "md": lambda text: Markup(escaped(clean(text))),
        "html": clean,
    }
    shown = _each(context, literal[format])
    return _environment().get_template(f"{template}.{format}.j2").render(shown, width=width)


def _each(value: Any, shown: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return [_each(item, shown) for item in value]
    return {name: _each(inner, shown) for name, inner in value.items()}


@cache
def _environment() -> Environment:
    """Escaping is on for every template; text that is already escaped is marked."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["wrapped"] = _wrapped
    return made


def _wrapped(line: str, width: int | None) -> Markup:
    """A long line of a text, broken between its parts where that is possible; e-mail programs break anywhere."""
    if width is None:
        return Markup(line)
    parts = (
        part.replace(" ", _HELD) if len(part) < _SHORT else part for part in _PARTS.split(line)
    )
    wide = " ".join(parts)
    told = fill(
        wide, width, subsequent_indent=" " * 5, break_long_words=False, break_on_hyphens=False
    )
    return Markup(told.replace(_HELD, " "))
