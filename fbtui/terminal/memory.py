"""Frees what closed screens leave behind, so that memory stays flat in a long session."""

from __future__ import annotations

import gc
from functools import _lru_cache_wrapper, lru_cache
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App
from textual.timer import Timer

# Options of glibc's `mallopt` with their numbers: one heap for all threads, free memory at its end given
# back from this size, blocks of this size kept apart and given back at once.
_ONE_HEAP = ((-8, 1), (-1, 256 << 10), (-3, 128 << 10))
_SOON = 0.5  # seconds; screens that close within them are collected together
_THRESHOLDS = 20_000, 5, 5  # of gc: closed screens must not reach the oldest generation


def release_closed_widgets() -> None:
    """Stop Textual from keeping the drawn lines of the last 1,024 widgets, closed ones included.

    The key of its colour cache contains the widget's own cache
    (https://github.com/Textualize/textual/issues/6665); use the class in its place.
    """
    kept: Any = vars(StylesCache)["get_inner_outer"]
    if isinstance(kept, _lru_cache_wrapper):
        colours: Any = lru_cache(1024)(kept.__wrapped__)
        StylesCache.get_inner_outer = classmethod(colours)  # type: ignore[assignment,method-assign]


def defer_collection() -> None:
    """No garbage collection before the first frame: nearly all that a start makes stays."""
    gc.disable()


def freeze_startup_objects() -> None:
    """Exclude everything alive now from garbage collection: a full run takes 10 ms instead of 100."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()


def share_one_heap() -> None:
    """Make all threads take memory from one heap: else each that read the desk once keeps its own for good.

    Only glibc's allocator does that, and only it has these functions.
    """
    if (mallopt := _libc_function("mallopt")) is not None:
        for option in _ONE_HEAP:
            mallopt(*option)


def return_free_memory() -> None:
    """Return memory that is free inside the heap to the system."""
    if (trim := _libc_function("malloc_trim")) is not None:
        trim(0)


def _libc_function(function: str) -> Any:
    import ctypes  # not for the first frame

    return getattr(ctypes.CDLL(None), function, None)


class Memory:
    """Collects screens soon after they close; several at once if they close together."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: Timer | None = None

    def screen_closed(self) -> None:
        """Schedule a collection: the widgets of a screen refer to each other, so only gc frees them."""
        if self._waiting is None:
            self._waiting = self._app.set_timer(_SOON, self._collect)

    def _collect(self) -> None:
        self._waiting = None
        # A text area watches the App's theme; Textual drops closed ones only when it changes.
        for watchers in getattr(self._app, "__watchers", {}).values():
            watchers[:] = [watcher for watcher in watchers if not watcher[0]._closing]
        gc.collect()
        return_free_memory()
