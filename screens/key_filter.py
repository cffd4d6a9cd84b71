"""What of the keys and pastes that arrive is delivered: a paste where nothing is typed does nothing."""

from __future__ import annotations

from math import inf
from typing import Any

from textual import events
from textual.app import App

from fbtui.domain.outcome import Refused
from fbtui.terminal.bundles import keys_together
from fbtui.terminal.text_fields import is_text_area, takes_text
from fbtui.terminal.typeahead import Typed
from screens.bindings import textual_action
from screens.key_bursts import Bursts, PastedTabs, SeesEveryKey
from screens.room import Room

_NOTICE_GAP = 2.0  # seconds between two notices about pasted keys
_HARMLESS = frozenset("jkgGJKnN")
_ONCE = textual_action("triage.finish")  # held down, it would empty the queue
_LINE = 1_000  # characters of a paste that a field of one line takes


class KeyFilter:
    """Judges each key and paste when its turn comes, and tells the agent what was left out."""

    def __init__(self, app: App[Any]) -> None:
        self._app, self._bursts, self._tabs = app, Bursts(), PastedTabs()
        self._noticed = -inf

    def let_through(self, typed: Typed) -> Typed | None:
        """What to deliver instead of it, mostly itself; None if it does nothing."""
        if isinstance(typed, events.Key):
            if self._is_pasted(typed):
                self._notice_paste(typed.time)
                return None
            if self._is_held(typed):
                return None
        else:
            self._turn_to_rows(typed)
        return self._within_a_line(self._tabs.as_written(typed, self._app.focused))

    def _turn_to_rows(self, paste: events.Paste) -> None:
        """Several lines, or cells, go into the box for rows if the field is beside one."""
        box = getattr(self._app.focused, "rows_go_to", None)
        if box is not None and not set("\n\r\t").isdisjoint(paste.text.strip()):
            self._app.screen.set_focus(box)

    def _is_pasted(self, key: events.Key) -> bool:
        screen = self._app.screen
        if takes_text(self._app.focused):
            return False
        if isinstance(screen, SeesEveryKey) and screen.takes_bursts:
            return False
        if key.key == "enter":  # ends a line in a paste; alone it was pressed by a person
            return self._bursts.goes_on(key.time)
        # Moving is harmless, and a slow line bundles such keys; but they may begin a paste.
        together = keys_together(key)
        is_pasted = key.is_printable and self._bursts.swallows(key.key, key.time, together)
        return is_pasted and key.key not in _HARMLESS

    def _notice_paste(self, at: float) -> None:
        """Say it in a room's status line; elsewhere in one notice while keys keep coming, not in one for each."""
        words, screen = "That looked like a paste; its keys were ignored.", self._app.screen
        if isinstance(screen, Room):
            screen.say(Refused(words))
        elif at - self._noticed > _NOTICE_GAP:
            self._app.notify(words, markup=False)
        self._noticed = at

    def _is_held(self, key: events.Key) -> bool:
        """Whether a key kept down would do again what each feedback should have its own press for."""
        screen = self._app.screen
        if not (key.is_printable and self._bursts.is_held) or not isinstance(screen, Room):
            return False
        if takes_text(self._app.focused):
            return False
        bound = screen.active_bindings.get(key.key)
        if bound is None or bound.binding.action != _ONCE:
            return False
        screen.say(Refused("Held down, the key counts once: press it for each feedback."))
        return True

    def _within_a_line(self, typed: Typed) -> Typed:
        """A paste into a field of one line, cut: Textual draws such a field whole for every key."""
        if not isinstance(typed, events.Paste) or len(typed.text) <= _LINE:
            return typed
        if is_text_area(self._app.focused) or not takes_text(self._app.focused):
            return typed
        words = f"Only {_LINE:,} characters fit in this line; the rest was left out."
        self._app.notify(words, markup=False)
        return events.Paste(typed.text[:_LINE])
