"""Drafts: saved while they are typed, and kept when the room is left, however it is left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from screens.composer.letter_pane import LetterPane
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen

_Words = tuple[str, str, str, bool]  # subject, text, template, whether it is as that gave it
_SAVE_AFTER = 0.5  # seconds; a draft is never more than one behind


class Drafts:
    """Knows what is not saved yet, and lets nobody leave without it but by their own choice."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen = screen
        self._kept: dict[Kind, _Words] = {}
        self._saving: Timer | None = None
        self.begin()

    @property
    def are_saved(self) -> bool:
        return not self._unsaved()

    def begin(self, *changed: Kind) -> None:
        """The letters are as they are on the desk, but for these: they are saved soon."""
        panes = self._screen.letters.both
        self._kept = {pane.kind: _words(pane) for pane in panes if pane.kind not in changed}
        if changed:
            self.change()

    def change(self) -> None:
        """A letter is another than on the desk: it is saved soon."""
        if self._saving is None:
            self._saving = self._screen.set_timer(_SAVE_AFTER, self.save)

    def save_now(self) -> None:
        if self.are_saved:
            self._screen.status.say("Everything is saved.")
        self.save()

    def save(self) -> None:
        """Keep what is unsaved; where the desk is busy, try again a moment later."""
        if self._saving is not None:
            self._saving.stop()
        kept = self.keep()
        is_refused = isinstance(kept, Refused)
        self._saving = self._screen.set_timer(_SAVE_AFTER, self.save) if is_refused else None
        self._screen.status.say(kept)

    def keep(self) -> Outcome:
        """Keep each unsaved letter, whatever becomes of the other."""
        answer: Outcome = Done("")
        for pane in self._unsaved():
            kept = self._keep(pane)
            if isinstance(kept, Refused):
                answer = Refused(f"Not saved yet: {kept.why}")
            elif not isinstance(answer, Refused):
                answer = kept
        return answer

    def leave(self, by: int = 0) -> None:
        """Leave at once when everything is kept, else ask first; `by`: on to the next or previous."""
        self.save()
        if self.are_saved:
            self._screen.dismiss(by)
        else:
            self._screen.conversation.begin(partial(self.leave_or_ask, by))

    async def leave_or_ask(self, by: int) -> None:
        """Leave, within a conversation; what cannot be kept is lost only by the agent's own choice."""
        self.save()
        if self.are_saved:
            self._screen.dismiss(by)
            return
        choices = [("stay", "Stay (F8 copies the letter)"), ("leave", "Leave without it")]
        question = "What you wrote could not be saved"
        if await self._screen.ask(Choose(question, choices)) == "leave":
            self.begin()
            self._screen.dismiss(by)

    def _unsaved(self) -> list[LetterPane]:
        """By what stands in the panes: a key may be drawn, and not be told of yet, when the end comes."""
        panes = self._screen.letters.both
        return [x for x in panes if not x.frozen and self._kept.get(x.kind) != _words(x)]

    def _keep(self, pane: LetterPane) -> Outcome:
        words = _words(pane)
        kept = self._screen.desk.letters.keep(
            *(self._screen.feedback_id, pane.kind, pane.subject, pane.text),
            template=pane.template,
            untouched=pane.untouched,
        )
        if not isinstance(kept, Refused):
            self._kept[pane.kind] = words
        return kept


def _words(pane: LetterPane) -> _Words:
    return pane.subject, pane.text, pane.template, pane.untouched
