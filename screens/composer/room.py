"""The composer: one feedback, its two letters, and everything up to the final word."""

from __future__ import annotations

from textual import work

from fbtui.domain.letters import KIND_WORDS, Kind, Letter
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.playbook import WAIT
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean
from fbtui.terminal.clipboard import copy
from screens.bindings import bindings
from screens.composer.inserts import Inserts
from screens.composer.live_check import LiveCheck
from screens.composer.pane import WHOLE, LetterPane
from screens.composer.review import BY_HAND, BY_SMTP, Review, Reviewed, Way
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.outbox import send_queued

_DRAWN = 0.2  # seconds after which the room is drawn and its layout settled
_LIVE = 1.0  # seconds between two looks for what colleagues write


class ComposerScreen(LiveCheck, Inserts):
    """Answers with 0, or with 1 / -1 for the next or previous feedback of the queue."""

    BINDINGS = bindings("composer", first="*")

    def __init__(self, desk: Desk, feedback_id: int, kind: Kind, prefill: str = "") -> None:
        """`prefill`: a template (`amazon_declined`), or `kind` again for the best one that fits.

        It begins an empty letter; a draft stays as it is.
        """
        super().__init__(desk, feedback_id)
        self._first, self._prefill = kind, prefill

    def on_mount(self) -> None:
        self._show()
        self.turn_to(self.pane(self._first))
        if self._prefill:
            self.prefill(self._first, self._prefill)
        if (feedback := self.desk.inbox.get(self.feedback_id)) is not None:
            self.set_timer(_DRAWN, lambda: self.warm_up(feedback))
        self.set_interval(_LIVE, self.look_for_others)

    def _show(self) -> None:
        if (written := self.written()) is not None:
            self.unsaved |= self.show_letters(written)
            self.look_over()

    def action_copy_letter(self) -> None:
        self.save()  # now, so that its word does not cover the next one
        self._copied(self.writing.text)

    @work
    async def _copied(self, text: str) -> None:
        sent: Outcome = copy(self.app, text)
        self.status.say(sent)
        if isinstance(sent, Refused) and text:
            await self.app.push_screen_wait(
                Page("Select it with the mouse (Shift held in most terminals)", clean(text, WHOLE))
            )

    @work
    async def action_review(self) -> None:
        """Show exactly what goes out; a different key confirms."""
        self.save()
        pane = self.writing
        if self.unsaved or self.is_frozen(pane):
            return
        reviewed = self._to_review(pane)
        if isinstance(reviewed, Refused):
            self.status.say(reviewed)
            return
        way = await self.app.push_screen_wait(Review(reviewed, self._ways(reviewed)))
        if way:
            await self._settle(reviewed.letter, way)

    def _ways(self, reviewed: Reviewed) -> list[Way]:
        """By SMTP where a server is configured and can take it, always by hand."""
        kind, feedback = reviewed.letter.kind, reviewed.written.feedback
        by_smtp = kind == "email" and self.desk.outbox.why_not(feedback) is None
        return [BY_SMTP, BY_HAND[kind]] if by_smtp else [BY_HAND[kind]]

    def _to_review(self, pane: LetterPane) -> Reviewed | Refused:
        """The draft as it is kept, or why it is not ready to be looked at."""
        letters = self.desk.letters
        written = letters.about(self.feedback_id)
        if isinstance(written, Refused):
            return written
        draft = written.draft(pane.kind)
        if draft is None:
            return Refused(f"The {KIND_WORDS[pane.kind]} is empty; Ctrl+T offers templates.")
        if draft.text != pane.text:
            return Refused("The draft was changed in another window; leave and open it again.")
        if why := letters.why_not_final(draft):
            return Refused(why)
        found = letters.check.of_letter(written.feedback, draft)
        return found if isinstance(found, Refused) else Reviewed(written, draft, found)

    async def _settle(self, draft: Letter, way: str) -> None:
        self._kept.pop(draft.kind, None)  # the next letter may say the same
        what = self.feedback_id, draft.text, draft.version
        if way == BY_SMTP.name:
            recorded = self.desk.outbox.queue(*what)
            if isinstance(recorded, Done):
                send_queued(self.app, self.desk)
        else:
            recorded = self.desk.letters.confirm(what[0], draft.kind, *what[1:])
        self.status.say(recorded)
        self._show()
        if isinstance(recorded, Done):
            await self._what_next()

    async def _what_next(self) -> None:
        """After something final: what the playbook wants next, or done and on to the next."""
        feedback = self.desk.inbox.get(self.feedback_id)
        step = feedback.step if feedback else ""
        choices = [
            ("done", "Done, and on to the next"),
            ("next", "Leave it open, and on to the next"),
            ("stay", "Stay here"),
        ]
        kind = next((kind for kind in KIND_WORDS if kind == step), None)
        if kind:
            choices.insert(0, ("write", f"Next here: the {KIND_WORDS[kind]}"))
        elif step == "removal":
            choices.insert(0, ("ask", "Next here: ask for the removal"))
        likely = "next" if step == WAIT else choices[0][0]
        chosen = await self.app.push_screen_wait(
            Choose("Recorded. And this feedback?", choices, likely)
        )
        if chosen == "write" and kind:
            self.turn_to(self.pane(kind))
        if chosen == "ask":
            await self._ask_for_removal()
        if chosen == "done":
            self.status.say(self.desk.triage.finish([self.feedback_id]))
        if chosen in ("done", "next"):
            self.leave_with(1)

    async def _ask_for_removal(self) -> None:
        """The request, like the letter before it, ends in the question what is next."""
        from screens.removals.asking import ask_for_removals  # like the outbox: not for each letter

        self.status.say(await ask_for_removals(self.app, self.desk, [self.feedback_id]))
        self._show()
        await self._what_next()

    @work
    async def action_deleted(self) -> None:
        sure = await self.app.push_screen_wait(
            Choose(
                "You have deleted the posted reply in Seller Central?",
                [
                    ("no", "No, leave it"),
                    ("yes", "Yes, it is deleted. Amazon allows no second reply: this is final"),
                ],
            )
        )
        if sure == "yes":
            self.status.say(self.desk.letters.confirm_deleted(self.feedback_id))
            self._show()
