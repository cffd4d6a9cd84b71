"""Frees what closed screens leave behind, so that memory stays level through a long session."""

from __future__ import annotations

import gc
from functools import _lru_cache_wrapper, lru_cache
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App
from textual.timer import Timer

_SOON = 0.5  # seconds; screens that are left within them are collected together
_THRESHOLDS = 20_000, 5, 5  # of gc: closed screens must not sink into the oldest generation


def let_go_of_closed_widgets() -> None:
    """Textual keeps the drawn lines of the last 1,024 widgets, closed ones too.

    The key of its cache of two colours holds the widget's own cache
    (https://github.com/Textualize/textual/issues/6665); from now on the class stands there.
    """
    kept: Any = vars(StylesCache)["get_inner_outer"]
    if isinstance(kept, _lru_cache_wrapper):
        colours: Any = lru_cache(1024)(kept.__wrapped__)
        StylesCache.get_inner_outer = classmethod(colours)  # type: ignore[assignment,method-assign]


def keep_what_is_there() -> None:
    """Take what is alive now out of every collection: a full one then takes 10 ms instead of 100."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


class Memory:
    """Collects closed screens soon after they are left; several at once if they close together."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: Timer | None = None

    def left(self) -> None:
        """A screen was left. Its widgets refer to each other, so only the collector frees them."""
        if self._waiting is None:
            self._waiting = self._app.set_timer(_SOON, self._collect)

    def _collect(self) -> None:
        self._waiting = None
        # A text area watches the App's theme; Textual forgets closed ones only when that changes.
        for watchers in getattr(self._app, "__watchers", {}).values():
            watchers[:] = [each for each in watchers if not each[0]._closing]
        gc.collect()
