"""Exports from a room: its view to a file, an order ID or link to the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from fbtui.domain.outcome import Outcome
from screens.room import Room

if TYPE_CHECKING:
    from fbtui.export.snapshot import Format

V = TypeVar("V")
V_contra = TypeVar("V_contra", contravariant=True)


class Writes(Protocol[V_contra]):
    """Writes a view to a file, from any thread."""

    def __call__(
        self, view: V_contra, format: Format, path: Path, *, over: bool = False
    ) -> Outcome: ...


class Exports(Generic[V]):
    """Exports of one room. Buyers' addresses are left out of every file."""

    def __init__(
        self,
        room: Room,
        what: str,
        *,
        view: Callable[[], V],
        write: Writes[V],
        proposed: str,
        order: Callable[[], str],
        link: Callable[[], str] = lambda: "",
    ) -> None:
        """`what`: the plural noun for the rows; `proposed`: the default file name.

        `order`: the order ID under the cursor; `link`: its page in Seller Central.
        """
        self._room, self._what, self._view, self._write = room, what, view, write
        self._proposed, self._order, self._link = proposed, order, link

    async def export(self) -> None:
        from screens.dialogs.new_file import (
            ask_for_snapshot,  # like its format: not for the first frame
        )

        room = self._room
        question = f"Write these {room.rows.total:,} {self._what} into the file"
        answer = await ask_for_snapshot(room, question, self._proposed)
        if answer is not None:
            room.say("Writing…")
            export = partial(self._export, self._view(), *answer)
            room.run_worker(export, thread=True, group="export")

    def _export(self, view: V, path: Path, chosen: Format, over: bool) -> None:
        self._room.call_later(self._room.say, self._write(view, chosen, path, over=over))

    def copy_order(self) -> None:
        if order := self._order():
            from screens.clipboard import copy_to_clipboard

            self._room.say(copy_to_clipboard(self._room.app, f"Order {order}", order))

    def copy_link(self) -> None:
        if link := self._link():
            from screens.clipboard import copy_to_clipboard

            self._room.say(copy_to_clipboard(self._room.app, "The link to Seller Central", link))
