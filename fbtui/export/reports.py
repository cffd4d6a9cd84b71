"""Reports to colleagues from templates/reports: literal text, Markdown or HTML."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fbtui.assets import TEMPLATES
from fbtui.export.pages import escaped
from fbtui.export.snapshot_header import Clean


def render(template: str, format: str, context: dict[str, Any], clean: Clean) -> str:
    """The report `template` as txt, md or html. Texts in `context` are untrusted and cleaned here."""
    literal: dict[str, Callable[[str], str]] = {
        "txt": lambda text: Markup(clean(text)),
        "md": lambda text: Markup(escaped(clean(text))),
        "html": clean,
    }
    shown = _each(context, literal[format])
    return _environment().get_template(f"{template}.{format}.j2").render(shown)


def _each(value: Any, shown: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return [_each(item, shown) for item in value]
    return {name: _each(inner, shown) for name, inner in value.items()}


@cache
def _environment() -> Environment:
    """Escaping is on for every template; text that is already escaped is marked."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
