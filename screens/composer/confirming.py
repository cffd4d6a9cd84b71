"""Makes a letter final: review, confirmation, and the next step after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.letters.letter import KIND_WORDS
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.letters.check import why_unchecked
from screens.composer.copying import PAGE_OF
from screens.composer.letter_pane import LetterPane
from screens.composer.review import BY_HAND, BY_SMTP, Review, Reviewed, Way
from screens.dialogs.choose import Choose
from screens.outbox import send_queued
from screens.room import Left

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen

_NOTHING_LEFT = ""  # the step of a feedback whose playbook is at its end


class Closing:
    """Makes letters final, only as the agent has seen them in the review."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen, self._desk = screen, screen.desk

    async def review(self) -> None:
        """Show the letter exactly as it goes out; confirm with a different key. Ask for a missing subject."""
        screen, pane = self._screen, self._screen.letters.writing
        if self._lacks_only_a_subject(pane):
            await screen.inserts.subject()
        screen.drafts.save()
        if not screen.drafts.are_saved:
            return
        reviewed = pane.closed or self._to_review(pane)
        if isinstance(reviewed, Refused):
            screen.status.say(reviewed)
            return
        way = await screen.ask(Review(reviewed, self._ways(reviewed)))
        if way:
            await self._confirm(reviewed, way)

    async def record_deleted(self) -> None:
        question = "You have deleted the posted reply in Seller Central?"
        deleted = "Yes, it is deleted. Amazon allows no second reply: this is final"
        choices = [("no", "No, leave it"), ("yes", deleted)]
        if await self._screen.ask(Choose(question, choices)) == "yes":
            outcome = self._desk.letters.confirm_deleted(self._screen.feedback_id)
            self._screen.status.say(outcome)
            self._screen.show()

    def _to_review(self, pane: LetterPane) -> Reviewed | Refused:
        """The saved draft with its findings, or why it is not ready for review."""
        letters = self._desk.letters
        written = letters.about(self._screen.feedback_id)
        if isinstance(written, Refused):
            return written
        draft = written.draft(pane.kind)
        if draft is None:
            how = "takes what is proposed" if pane.is_proposing else "begins with a template"
            return Refused(f"The {KIND_WORDS[pane.kind]} is empty; Ctrl+T {how}.")
        if draft.text != pane.text:
            return Refused("The draft was changed in another window; leave and open it again.")
        if why := letters.why_not_final(draft):
            return Refused(why)
        found = letters.check.of_letter(written.feedback, draft)
        link = self._desk.context.link(PAGE_OF[pane.kind], written.feedback)
        return found if isinstance(found, Refused) else Reviewed(written, draft, found, link)

    def _lacks_only_a_subject(self, pane: LetterPane) -> bool:
        left = self._desk.letters.room_left(pane.kind, pane.text)
        fits = left is None or left >= 0
        return pane.kind == "email" and fits and bool(pane.text.strip()) and not pane.subject

    def _ways(self, reviewed: Reviewed) -> list[Way]:
        """By SMTP if a configured server can take it, and always by hand."""
        kind, feedback = reviewed.letter.kind, reviewed.written.feedback
        by_smtp = kind == "email" and self._desk.outbox.why_not(feedback) is None
        return [BY_SMTP, BY_HAND[kind]] if by_smtp else [BY_HAND[kind]]

    async def _confirm(self, reviewed: Reviewed, way: str) -> None:
        draft, unchecked = reviewed.letter, why_unchecked(reviewed.findings) is not None
        feedback_id, saved = self._screen.feedback_id, (draft.text, draft.version)
        seen = reviewed.written.letters
        if way == BY_SMTP.name:
            recorded = self._desk.outbox.queue(feedback_id, *saved, unchecked=unchecked, seen=seen)
            if isinstance(recorded, Done):
                send_queued(self._screen.app, self._desk)
        else:
            recorded = self._desk.letters.confirm(
                feedback_id, draft.kind, *saved, unchecked=unchecked, seen=seen
            )
        self._screen.status.say(recorded)
        self._screen.show()
        if isinstance(recorded, Done):
            await self._go_on(recorded)

    async def _go_on(self, recorded: Done) -> None:
        """Go to the next step of this feedback, or else to the next feedback."""
        screen, message = self._screen, recorded.message
        step = self._step()
        kind = next((kind for kind in KIND_WORDS if kind == step and not screen.is_series), None)
        if kind and not screen.letters.of(kind).frozen:
            screen.letters.turn_to(screen.letters.of(kind))
            screen.inserts.propose()
            screen.status.say(f"{message} Next here: the {KIND_WORDS[kind]}.")
            return
        if step == "removal" and not screen.is_series:
            asked = await self._ask_for_removal()
            message = asked.why if isinstance(asked, Refused) else f"{message} {asked.message}"
            if isinstance(asked, Done) and self._step() == step:  # left: no other letter is wanted
                await screen.drafts.leave_or_ask(Left(said=asked.message))
                return
        if self._step() == _NOTHING_LEFT:
            finished = self._desk.triage.finish([screen.feedback_id])
            message += " Nothing is left to do: done." if isinstance(finished, Done) else ""
        if feedback := self._desk.inbox.get(screen.feedback_id):  # it is read below the next one
            message = f"Order {feedback.order_id}: {message[:1].lower()}{message[1:]}"
        await screen.drafts.leave_or_ask(Left(1, message))

    def _step(self) -> str:
        feedback = self._desk.inbox.get(self._screen.feedback_id)
        return feedback.step if feedback else _NOTHING_LEFT

    async def _ask_for_removal(self) -> Outcome:
        from screens.removal_dialogs.request_dialog import ask_for_removals

        return await ask_for_removals(self._screen, self._desk, [self._screen.feedback_id])
