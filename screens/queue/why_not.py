"""Why an act of the queue is not possible now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen

_NO_ROW = "There is no feedback here."
_READ_ONLY = "The desk is open read-only; nothing was changed."
_TRIAGE = (
    "finish",
    "snooze",
    "note",
    "tag",
    "pick_lane",
    "set_fulfilment",
    "skip",
    "claim",
    "release",
)
_WRITES = {f"triage.{name}" for name in _TRIAGE} | {
    *("undo.undo", "undo.redo", "macros.run", "macros.choose", "letters.request_removal"),
    *("imports.take_in", "fetches.fetch"),
}
_NEEDS_ROWS = {f"triage.{name}" for name in _TRIAGE} | {
    *("letters.step", "letters.write", "letters.request_removal", "macros.run", "macros.choose"),
    *("marks.all", "marks.range", "files.copy_order", "products.only_this"),
    "translating.translate",
}


def why_not(room: QueueScreen, act: str, _arguments: tuple[object, ...]) -> str:
    if act in _NEEDS_ROWS and not room.targets():
        return _NO_ROW
    if act == "pane.toggle" and room.has_class("-low"):
        return "The window is too low for a preview."
    return _READ_ONLY if act in _WRITES and room.desk.context.database.read_only else ""
