"""The final word on a letter: copied, reviewed, confirmed; and what is next after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.letters.letter import KIND_WORDS
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.letters.check import why_unchecked
from fbtui.terminal.cleaned import clean
from fbtui.terminal.clipboard import copy
from screens.composer.letter_pane import WHOLE, LetterPane
from screens.composer.review import BY_HAND, BY_SMTP, Review, Reviewed, Way
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.outbox import send_queued

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen


class Closing:
    """Nothing becomes final that the agent has not seen exactly as it is."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen, self._desk = screen, screen.desk

    async def copy(self) -> None:
        """Send the letter to the clipboard; what does not fit there is shown whole."""
        self._screen.drafts.save()  # now, so that its word does not cover the next one
        text = self._screen.letters.writing.text
        sent: Outcome = copy(self._screen.app, text)
        self._screen.status.say(sent)
        if isinstance(sent, Refused) and text:
            how = "Select it with the mouse (Shift held in most terminals)"
            await self._screen.ask(Page(how, clean(text, WHOLE)))

    async def review(self) -> None:
        """Show exactly what goes out; a different key confirms."""
        screen, pane = self._screen, self._screen.letters.writing
        screen.drafts.save()
        if not screen.drafts.are_saved:
            return
        reviewed = pane.closed or self._to_review(pane)
        if isinstance(reviewed, Refused):
            screen.status.say(reviewed)
            return
        way = await screen.ask(Review(reviewed, self._ways(reviewed)))
        if way:
            await self._settle(reviewed, way)

    async def record_deleted(self) -> None:
        question = "You have deleted the posted reply in Seller Central?"
        deleted = "Yes, it is deleted. Amazon allows no second reply: this is final"
        choices = [("no", "No, leave it"), ("yes", deleted)]
        if await self._screen.ask(Choose(question, choices)) == "yes":
            outcome = self._desk.letters.confirm_deleted(self._screen.feedback_id)
            self._screen.status.say(outcome)
            self._screen.show()

    def _to_review(self, pane: LetterPane) -> Reviewed | Refused:
        """The draft as it is kept, or why it is not ready to be looked at."""
        letters = self._desk.letters
        written = letters.about(self._screen.feedback_id)
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

    def _ways(self, reviewed: Reviewed) -> list[Way]:
        """By SMTP where a server is configured and can take it, always by hand."""
        kind, feedback = reviewed.letter.kind, reviewed.written.feedback
        by_smtp = kind == "email" and self._desk.outbox.why_not(feedback) is None
        return [BY_SMTP, BY_HAND[kind]] if by_smtp else [BY_HAND[kind]]

    async def _settle(self, reviewed: Reviewed, way: str) -> None:
        draft, known = reviewed.letter, why_unchecked(reviewed.findings) is not None
        what = self._screen.feedback_id, draft.text, draft.version
        if way == BY_SMTP.name:
            recorded = self._desk.outbox.queue(*what, unchecked=known)
            if isinstance(recorded, Done):
                send_queued(self._screen.app, self._desk)
        else:
            recorded = self._desk.letters.confirm(what[0], draft.kind, *what[1:], unchecked=known)
        self._screen.status.say(recorded)
        self._screen.show()
        if isinstance(recorded, Done):
            await self._what_next()

    async def _what_next(self) -> None:
        """After something final: what the playbook wants next, or done and on to the next."""
        screen, feedback = self._screen, self._desk.inbox.get(self._screen.feedback_id)
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
        chosen = await screen.ask(Choose("Recorded. And this feedback?", choices, likely))
        if chosen == "write" and kind:
            screen.letters.turn_to(screen.letters.of(kind))
        elif chosen == "ask":
            await self._ask_for_removal()
        elif chosen in ("done", "next"):
            await self._go_on(is_done=chosen == "done")

    async def _go_on(self, *, is_done: bool) -> None:
        """On to the next feedback; this one is done, or stays open."""
        if is_done:
            self._screen.status.say(self._desk.triage.finish([self._screen.feedback_id]))
        await self._screen.drafts.leave_or_ask(1)

    async def _ask_for_removal(self) -> None:
        """The request, like the letter before it, ends in the question what is next."""
        from screens.removals.request_dialog import (
            ask_for_removals,  # like the outbox: not for each letter
        )

        screen = self._screen
        screen.status.say(await ask_for_removals(screen, self._desk, [screen.feedback_id]))
        screen.show()
        await self._what_next()
