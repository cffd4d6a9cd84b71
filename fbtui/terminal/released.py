"""Widgets that are gone are let go of: Textual keeps the last 1,024 of them with all that they drew."""

from __future__ import annotations

from functools import lru_cache

from textual._styles_cache import StylesCache

_KEPT = 32  # widgets; what is looked up again within one drawing is found


def release_widgets() -> None:
    """From now on few widgets are kept by `StylesCache.get_inner_outer`, a method with an `lru_cache`.

    Each entry holds its widget's drawn lines: about 0.7 MB a help page, 200 MB before it levelled off.
    """
    kept = StylesCache.get_inner_outer
    if kept.cache_info().maxsize != _KEPT:
        StylesCache.get_inner_outer = lru_cache(_KEPT)(kept.__wrapped__)  # type: ignore[method-assign]
