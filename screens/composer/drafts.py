"""Drafts: saved while they are typed, written in the agent's own editor, kept when the room is left."""

from __future__ import annotations

from textual import events, work
from textual.timer import Timer

from fbtui.domain.letters import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.desk import Desk
from screens.composer.base import ComposerBase
from screens.composer.editor import written_in_editor
from screens.composer.pane import LetterPane
from screens.dialogs.choose import Choose

_SAVE_AFTER = 0.5  # seconds; a draft is never more than one behind


class Drafts(ComposerBase):
    """Keeps what is typed."""

    def __init__(self, desk: Desk, feedback_id: int) -> None:
        super().__init__(desk, feedback_id)
        self.unsaved: set[Kind] = set()
        self._kept: dict[Kind, tuple[str, str, str, bool]] = {}
        self._saving: Timer | None = None

    def on_letter_pane_edited(self, event: LetterPane.Edited) -> None:
        self.unsaved.add(event.kind)
        if self._saving is None:
            self._saving = self.set_timer(_SAVE_AFTER, self.save)

    def on_unmount(self, _: events.Unmount) -> None:
        self._keep()  # the status line is gone by now

    def action_save(self) -> None:
        if not self.unsaved:
            self.status.say("Everything is saved.")
        self.save()

    def action_leave(self) -> None:
        self.leave_with(0)

    def action_neighbour(self, by: int) -> None:
        self.leave_with(by)

    @work
    async def action_editor(self) -> None:
        pane = self.writing
        if self.is_frozen(pane):
            return
        self.save()  # before the terminal is given away, and so that its word covers no other
        written = written_in_editor(self.app, pane.text)
        if isinstance(written, Refused):
            self.status.say(written)
        elif written != pane.text:
            pane.rewrite(written)
            self.unsaved.add(pane.kind)
            self.save()
            self.status.say("Taken over from your editor.")

    def save(self) -> None:
        """Keep what is unsaved; where the desk is busy, try again a moment later."""
        kept = self._keep()
        self._saving = None
        self.status.say(kept)
        if isinstance(kept, Refused):
            self._saving = self.set_timer(_SAVE_AFTER, self.save)

    def _keep(self) -> Outcome:
        """Keep each unsaved letter, whatever becomes of the other."""
        answer: Outcome = Done("")
        for kind in sorted(self.unsaved):
            pane = self.pane(kind)
            words = (pane.subject, pane.text, pane.template, pane.untouched)
            if self._kept.get(kind) == words:  # told of late, and kept already
                self.unsaved.discard(kind)
                continue
            kept = self.desk.letters.keep(
                *(self.feedback_id, kind, pane.subject, pane.text),
                template=pane.template,
                untouched=pane.untouched,
            )
            if isinstance(kept, Refused):
                answer = Refused(f"Not saved yet: {kept.why}")
                continue
            self.unsaved.discard(kind)
            self._kept[kind] = words
            answer = answer if isinstance(answer, Refused) else kept
        return answer

    @work
    async def leave_with(self, by: int) -> None:
        """Leave when everything is kept; what cannot be kept is lost only by the agent's own choice."""
        self.save()
        if not self.unsaved or await self._gives_up():
            self.unsaved.clear()
            self.dismiss(by)

    async def _gives_up(self) -> bool:
        choices = [("stay", "Stay (F8 copies the letter)"), ("leave", "Leave without it")]
        question = "What you wrote could not be saved"
        return await self.app.push_screen_wait(Choose(question, choices)) == "leave"
