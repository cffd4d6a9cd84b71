"""Recognises text fields without importing them: most of a day nobody opens a text area."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from textual.widgets import Input, TextArea


def is_text_area(widget: object) -> TypeGuard[TextArea]:
    return _is_one("_text_area", "TextArea", widget)


def takes_text(widget: object) -> TypeGuard[Input | TextArea]:
    """Whether the keys of a person are text there."""
    return _is_one("_input", "Input", widget) or is_text_area(widget)


def _is_one(module: str, kind: str, widget: object) -> bool:
    """A widget of a module that is not loaded yet cannot exist."""
    loaded = sys.modules.get(f"textual.widgets.{module}")
    return loaded is not None and isinstance(widget, getattr(loaded, kind))
