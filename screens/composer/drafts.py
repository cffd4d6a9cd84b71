"""Saves drafts as they are typed, and when the composer closes for any reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from screens.composer.letter_pane import LetterPane
from screens.dialogs.choose import Choose
from screens.room import Left

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen

_Words = tuple[str, str, str, bool]  # subject, text, template, whether that is unchanged
_SAVE_AFTER = 0.5  # seconds; a draft is never more than a second behind


class Drafts:
    """Knows what is unsaved; the composer closes without it only if the agent agrees."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen = screen
        self._kept: dict[Kind, _Words] = {}
        self._saving: Timer | None = None
        self.begin()

    @property
    def are_saved(self) -> bool:
        return not self._unsaved()

    def begin(self, *changed: Kind) -> None:
        """The letters match the desk, except for `changed`, which are saved soon."""
        panes = self._screen.letters.both
        self._kept = {pane.kind: _words(pane) for pane in panes if pane.kind not in changed}
        if changed:
            self.change()

    def change(self) -> None:
        """A letter differs from the desk: save it soon."""
        if self._saving is None:
            self._saving = self._screen.set_timer(_SAVE_AFTER, self.save)

    def save_now(self) -> None:
        if self.are_saved:
            self._screen.status.say("Everything is saved.")
        self.save()

    def save(self) -> None:
        """Save the drafts; if the desk is busy, try again shortly."""
        if self._saving is not None:
            self._saving.stop()
        kept = self.keep()
        is_refused = isinstance(kept, Refused)
        self._saving = self._screen.set_timer(_SAVE_AFTER, self.save) if is_refused else None
        self._screen.status.say(kept)

    def keep(self) -> Outcome:
        """Save each unsaved letter, even if the other one fails."""
        answer: Outcome = Done("")
        for pane in self._unsaved():
            kept = self._keep(pane)
            if isinstance(kept, Refused):
                answer = Refused(f"Not saved yet: {kept.why}")
            elif not isinstance(answer, Refused):
                answer = kept
        return answer

    def leave(self, by: int = 0) -> None:
        """Close at once if everything is saved, else ask first; `by`: go on to the next or previous."""
        self.save()
        if self.are_saved:
            self._screen.dismiss(Left(by))
        else:
            self._screen.conversation.begin(partial(self.leave_or_ask, Left(by)))

    async def leave_or_ask(self, left: Left) -> None:
        """Close, within a conversation; unsaved text is lost only if the agent agrees."""
        self.save()
        if self.are_saved:
            self._screen.dismiss(left)
            return
        choices = [("stay", "Stay (F8 copies the letter)"), ("leave", "Leave without it")]
        question = "What you wrote could not be saved"
        if await self._screen.ask(Choose(question, choices)) == "leave":
            self.begin()
            self._screen.dismiss(left)

    def _unsaved(self) -> list[LetterPane]:
        """Compare the panes themselves: the last key may be drawn before its event arrives."""
        panes = self._screen.letters.both
        return [
            pane for pane in panes if not pane.frozen and self._kept.get(pane.kind) != _words(pane)
        ]

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
