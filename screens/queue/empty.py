"""What an empty list says, and the ways on from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fbtui.domain.feedback.queue import Filter
from screens.bindings import key_of

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen
    from screens.queue.search import Finder

_NOTHING = (
    "Nothing here with these filters.\n\n0 shows all open feedback · 1-5 stars · f filters · u undo"
)
_NOT_FOUND = "Nothing here with these words and filters.\n\n{elsewhere}\nEsc takes the last one off"
_ALL_DONE = "Every feedback is done. ✓\n\nf shows done and snoozed ones · I imports the next report"
_FETCH = "  F   fetch the reports by Amazon's API\n"
_NEW_DESK = """This desk is empty. {ways} ways in:

{fetch}  I   import a feedback report, or any table with order IDs, dates and stars
  I   paste rows from the Feedback Manager page (the only way for 4-5 stars)
      fbtui demo   opens a sample desk, from the shell

Then Enter does the next step of the first feedback, the most urgent one.

? shows all keys · q quits"""


def why_empty(room: QueueScreen, found: Finder.Found, *, has_feedback: bool) -> str:
    wanted = found.view.filter
    if has_feedback and wanted.search.strip():
        return _NOT_FOUND.format(elsewhere=_elsewhere(room, found.elsewhere))
    if has_feedback:
        return _ALL_DONE if wanted == Filter() else _NOTHING
    fetches = room.desk.sync.why_not_planned() is None
    return _NEW_DESK.format(ways="Four" if fetches else "Three", fetch=_FETCH * fetches)


def _elsewhere(room: QueueScreen, hits: Mapping[str, int]) -> str:
    """`1 done matches: F6 shows it`, `1 open, 2 done match: F6 shows them`."""
    if not hits:
        return "Nothing on this desk matches these words."
    words = ", ".join(f"{count:,} {status}" for status, count in hits.items())
    match, them = ("matches", "it") if sum(hits.values()) == 1 else ("match", "them")
    key = key_of(room, "queue.everywhere") or "Everywhere, in the palette,"
    return f"{words} {match}: {key} shows {them}"
