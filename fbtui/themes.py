"""Colour themes, by the name in the configuration; NO_COLOR selects the monochrome one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

THEMES = {
    "dark": "textual-dark",
    "light": "textual-light",
    "terminal": "fbtui-terminal",
    "monochrome": "fbtui-monochrome",
}

# Words and glyphs carry every meaning; in this theme nothing else does.
_MONOCHROME = Theme(
    name="fbtui-monochrome",
    primary="#d0d0d0",
    secondary="#b0b0b0",
    accent="#ffffff",
    warning="#e0e0e0",
    error="#ffffff",
    success="#d0d0d0",
    foreground="#d0d0d0",
    background="#000000",
    surface="#1c1c1c",
    panel="#303030",
    dark=True,
)

# Blue is too dark for headings on the black of many terminals.
_TERMINAL = replace(BUILTIN_THEMES["ansi-dark"], name="fbtui-terminal", primary="ansi_bright_blue")

OUR_THEMES = (_MONOCHROME, _TERMINAL)


def theme_name(configured: str, environ: Mapping[str, str], colours: str | None = None) -> str:
    """Textual's name of the theme. NO_COLOR (https://no-color.org) wins over the configuration.

    `auto` is dark, but the terminal's own where rich found its sixteen `colours` only: the shades of
    the dark one would all come out as one grey there, so that nothing looked late.
    """
    if configured == "auto":
        configured = "terminal" if colours == "standard" else "dark"
    return THEMES["monochrome" if environ.get("NO_COLOR") else configured]


def theme_after(current: str) -> str:
    """The name, as configured, of the theme after Textual's theme `current`."""
    names = list(THEMES)
    return names[(list(THEMES.values()).index(current) + 1) % len(names)]
