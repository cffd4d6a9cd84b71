"""Translates the comment on the screen by the agent's own command, on request, while keys are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.worker import WorkType

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Outcome, Refused
from fbtui.services.desk import Desk
from fbtui.terminal.apart import apart
from fbtui.terminal.cleaned import clean_line

_GROUP = "translation"


class Translating:
    """One translation at a time; it appears below its comment wherever that is shown."""

    def __init__(
        self,
        screen: Screen[Any],
        desk: Desk,
        here: Callable[[], Feedback | None],
        say: Callable[[Outcome | str], object],
        redraw: Callable[[], object],
    ) -> None:
        """`here`: the feedback on the screen; `redraw` shows it again."""
        self._screen, self._translation = screen, desk.translation
        self._here, self._say, self._redraw = here, say, redraw

    def translate(self) -> None:
        """Start the command, or say why not."""
        if (feedback := self._here()) is None:
            self._say("There is no feedback here.")
        elif why := self._translation.why_not(feedback):
            self._say(Refused(why))
        elif self._translation.known(feedback):
            self._say("It is translated already, below the comment.")
        elif any(w.group == _GROUP and not w.is_finished for w in self._screen.workers):
            self._say("Still translating…")
        else:
            run: WorkType[None] = partial(self._run, feedback)
            self._screen.run_worker(run, group=_GROUP)
            self._say("Translating…")

    async def _run(self, feedback: Feedback) -> None:
        outcome = await apart(partial(self._translation.translate, feedback))
        here = self._here()
        if isinstance(outcome, Refused):
            self._say(outcome)
        elif here is not None and here.id == feedback.id:
            self._redraw()
            self._say("Translated by your translate_command, below the comment.")
        else:
            self._say(f"Order {clean_line(feedback.order_id)} is translated.")
