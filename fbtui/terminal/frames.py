"""Draws a screen once when it opens or comes back; Textual draws it up to three times each, and writes two of them.

Installed on Textual's own classes, like the other changes to how it writes.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Generator
from functools import partial
from typing import Any

from textual import events
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.compose import compose
from textual.dom import DOMNode
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import AwaitMount, Widget
from textual.widgets._toast import ToastRack

from fbtui.terminal.memory import freeze_startup_objects, share_one_heap

_SHOWN = 0.05  # seconds until the first frame has reached the terminal
_SOON = 0.002  # seconds between two looks whether the app has made all its changes

_stock_refresh = Screen._compositor_refresh
_stock_resume = Screen._on_screen_resume
_stock_resized = Screen._screen_resized
_stock_notifications = App._refresh_notifications
_stock_prune, _stock_mount = App._prune, AwaitMount.__await__


def install_single_frames() -> None:
    """From now on; a screen with a function `when_shown` has it called after its first frame."""
    Screen._compositor_refresh = _draw  # type: ignore[method-assign,assignment]
    Screen._on_screen_resume = _resume  # type: ignore[method-assign,assignment]
    Screen._screen_resized = _resized  # type: ignore[method-assign,assignment]
    App._refresh_notifications = _show_notifications  # type: ignore[method-assign,assignment]
    App._on_compose = _compose  # type: ignore[method-assign,assignment]
    App._prune = _prune  # type: ignore[method-assign,assignment]
    AwaitMount.__await__ = _lay_out_once  # type: ignore[method-assign,assignment]


def _draw(screen: Screen[Any]) -> None:
    """Wait until the app has made all its changes: what is drawn before them is thrown away."""
    if not screen.app._batch_count:
        _stock_refresh(screen)
        if not getattr(screen, "is_shown", False) and screen.is_current:
            screen.is_shown, screen._repaint_required = True, False  # type: ignore[attr-defined]
            if not gc.isenabled():
                freeze_startup_objects()
                screen.set_timer(_SHOWN, share_one_heap)
            if (when_shown := getattr(screen, "when_shown", None)) is not None:
                screen.call_later(when_shown)
    elif not getattr(screen, "_is_waiting", False):
        screen._is_waiting = True  # type: ignore[attr-defined]
        asyncio.get_running_loop().call_later(_SOON, _draw_after_all, screen)


def _draw_after_all(screen: Screen[Any]) -> None:
    screen._is_waiting = False  # type: ignore[attr-defined]
    if screen.is_current:
        with screen._context():
            screen._compositor_refresh()


def _resume(screen: Screen[Any], event: events.ScreenResume) -> None:
    """A screen of another size is laid out and drawn whole; it need not be drawn again.

    A new one was styled when its widgets were mounted.
    """
    is_new = screen._size != screen.app.size
    if not getattr(screen, "is_shown", True):
        event.refresh_styles = False
    _stock_resume(screen, event)
    if is_new:
        screen._repaint_required = False


def _resized(screen: Screen[Any], size: Size) -> None:
    """A new screen is told its size three times; the same one changes nothing."""
    if screen._compositor.size != size:
        _stock_resized(screen, size)


def _show_notifications(app: App[Any]) -> None:
    """Hiding the empty rack of every new screen would lay the screen out once more."""
    racks = (each for each in app.screen.children if isinstance(each, ToastRack))
    if app._notifications or any(rack.children for rack in racks):
        _stock_notifications(app)


async def _compose(app: App[Any]) -> None:
    """Wait for the widgets of the first screen; only an app with widgets of its own lays it out again."""
    app._compose_screen = app.screen
    if widgets := list(compose(app)):
        await app.mount_all([*app.screen._nodes, *widgets])
    for widget in app.screen.children:
        await widget._mounted_event.wait()


def _prune(app: App[Any], *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
    """A closed screen is removed out of sight: the one that came back is not laid out and drawn twice more."""
    removal = _stock_prune(app, *nodes, parent=parent)
    if all(isinstance(node, Screen) for node in nodes):
        # A message, so that the one below lets go of its last one, which the closed screen sent.
        removal._post_remove = partial(app.refresh, repaint=False)  # type: ignore[assignment]
    return removal


def _lay_out_once(mount: AwaitMount) -> Generator[None, None, None]:
    """Textual awaits each mount once more, after whoever mounted: the parent has been told by then.

    And a screen is its own parent, though it is laid out when it opens.
    """
    if mount._parent in mount._widgets:
        mounted: list[asyncio.Task[Any]] = [
            asyncio.create_task(each._mounted_event.wait()) for each in mount._widgets
        ]
        yield from asyncio.wait(mounted).__await__()
    elif not getattr(mount, "_is_over", False):
        yield from _stock_mount(mount)
        mount._is_over = True  # type: ignore[attr-defined]
