"""Drafts: saved while they are typed, and kept when the room is left, however it is left."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from textual.timer import Timer

from fbtui.domain.letters import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen

_SAVE_AFTER = 0.5  # seconds; a draft is never more than one behind


class Drafts:
    """Knows what is not saved yet, and lets nobody leave without it but by their own choice."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen = screen
        self._unsaved: set[Kind] = set()
        self._kept: dict[Kind, tuple[str, str, str, bool]] = {}
        self._saving: Timer | None = None

    @property
    def are_saved(self) -> bool:
        return not self._unsaved

    def change(self, *kinds: Kind) -> None:
        """These letters are others than on the desk: they are saved soon."""
        self._unsaved.update(kinds)
        if self._unsaved and self._saving is None:
            self._saving = self._screen.set_timer(_SAVE_AFTER, self.save)

    def save_now(self) -> None:
        if self.are_saved:
            self._screen.status.say("Everything is saved.")
        self.save()

    def save(self, *changed: Kind) -> None:
        """Keep these and what is unsaved; where the desk is busy, try again a moment later."""
        self._unsaved.update(changed)
        if self._saving is not None:
            self._saving.stop()
        kept = self.keep()
        is_refused = isinstance(kept, Refused)
        self._saving = self._screen.set_timer(_SAVE_AFTER, self.save) if is_refused else None
        self._screen.status.say(kept)

    def keep(self) -> Outcome:
        """Keep each unsaved letter, whatever becomes of the other."""
        answer: Outcome = Done("")
        for kind in sorted(self._unsaved):
            kept = self._keep(kind)
            if isinstance(kept, Refused):
                answer = Refused(f"Not saved yet: {kept.why}")
            elif not isinstance(answer, Refused):
                answer = kept
        return answer

    def forget(self, kind: Kind) -> None:
        """This letter is final: the next one may say the same."""
        self._kept.pop(kind, None)

    def leave(self, by: int = 0) -> Coroutine[None, None, None] | None:
        """Leave at once when everything is kept, else ask first; `by`: on to the next or previous."""
        self.save()
        if not self.are_saved:
            return self._ask_to_leave(by)
        self._screen.dismiss(by)
        return None

    async def _ask_to_leave(self, by: int) -> None:
        """What cannot be kept is lost only by the agent's own choice."""
        choices = [("stay", "Stay (F8 copies the letter)"), ("leave", "Leave without it")]
        question = "What you wrote could not be saved"
        if await self._screen.ask(Choose(question, choices)) == "leave":
            self._unsaved.clear()
            self._screen.dismiss(by)

    def _keep(self, kind: Kind) -> Outcome:
        pane = self._screen.letters.of(kind)
        words = (pane.subject, pane.text, pane.template, pane.untouched)
        if self._kept.get(kind) == words:  # told of late, and kept already
            self._unsaved.discard(kind)
            return Done("")
        kept = self._screen.desk.letters.keep(
            *(self._screen.feedback_id, kind, pane.subject, pane.text),
            template=pane.template,
            untouched=pane.untouched,
        )
        if not isinstance(kept, Refused):
            self._unsaved.discard(kind)
            self._kept[kind] = words
        return kept
