"""The composer: one feedback, its two letters, and everything up to the final word."""

from __future__ import annotations

from functools import partial

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, Static

from fbtui.domain.letters import KIND_WORDS, Kind, why_not_final
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.desk import Desk
from fbtui.services.letters import Correspondence
from fbtui.services.subjects import subjects
from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.clipboard import copy
from screens.bindings import bindings
from screens.composer.editor import written_in_editor
from screens.composer.pane import WHOLE, LetterPane
from screens.composer.review import Review
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.preview import Seen, whole
from screens.status import StatusLine

_LIVE = 1.0  # seconds between two looks for what colleagues write
_SAVE_AFTER = 0.5  # seconds; a draft is never more than one behind


class ComposerScreen(Screen[int]):
    """Answers with 0, or with 1 / -1 for the next or previous feedback of the queue."""

    CSS_PATH = "composer.tcss"
    AUTO_FOCUS = ""  # None would mean the App's: always the reply
    BINDINGS = bindings("composer", priority=True)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (Textual's own form)

    status = query_one("StatusLine", StatusLine)

    def __init__(self, desk: Desk, feedback_id: int, kind: Kind) -> None:
        super().__init__()
        self._desk, self._feedback_id, self._first = desk, feedback_id, kind
        self.reply = LetterPane("reply", partial(desk.letters.room_left, "reply"))
        self.email = LetterPane("email", partial(desk.letters.room_left, "email"))
        self._unsaved: set[Kind] = set()
        self._saving: Timer | None = None
        self._version = desk.inbox.version_of_data()

    def compose(self) -> ComposeResult:
        with Horizontal(id="composing"):
            with VerticalScroll(id="about", can_focus=False):
                yield Static("", id="feedback", markup=False)
            yield self.reply
            yield self.email
        yield StatusLine()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self._show()
        self._turn_to(self._pane(self._first))
        self.set_interval(_LIVE, self._look_for_others)

    def _look_for_others(self) -> None:
        """What a colleague writes or does about this feedback appears while one writes."""
        version = self._desk.inbox.version_of_data()
        if version != self._version:
            self._version = version
            written = self._desk.letters.about(self._feedback_id)
            if not isinstance(written, Refused):
                self.query_one("#feedback", Static).update(self._about(written))

    def _turn_to(self, pane: LetterPane) -> None:
        """Write on in a pane."""
        self._unfold(pane)
        pane.area.focus()

    def _unfold(self, pane: LetterPane) -> None:
        """Where the screen is narrow, only one is unfolded."""
        for each in (self.reply, self.email):
            each.set_class(each is pane, "-current")

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        self._unfold(self._focused)

    def on_unmount(self, _: events.Unmount) -> None:
        self._keep()  # the status line is gone by now

    def on_letter_pane_edited(self, event: LetterPane.Edited) -> None:
        self._unsaved.add(event.kind)
        if self._saving is None:
            self._saving = self.set_timer(_SAVE_AFTER, self._save)

    def action_next_pane(self) -> None:
        self._turn_to(self.reply if self._focused is self.email else self.email)

    def action_save(self) -> None:
        if not self._unsaved:
            self.status.say("Everything is saved.")
        self._save()

    def action_leave(self) -> None:
        self._leave_with(0)

    def action_neighbour(self, by: int) -> None:
        self._leave_with(by)

    def action_copy_letter(self) -> None:
        self._save()  # now, so that its word does not cover the next one
        self._copied(self._focused.text)

    @work
    async def action_subject(self) -> None:
        if self.email.frozen:
            return
        choices = [(subject, subject) for subject in subjects()]
        chosen = await self.app.push_screen_wait(
            Choose("Subject of the e-mail", choices, self.email.subject)
        )
        if chosen is not None:
            self.email.subject = chosen
            self.email.entitle()
            self._unsaved.add("email")
            self._save()

    @work
    async def action_editor(self) -> None:
        pane = self._focused
        if pane.frozen:
            self.status.say(Refused(f"The {KIND_WORDS[pane.kind]} is {pane.frozen}."))
            return
        self._save()  # before the terminal is given away, and so that its word covers no other
        written = written_in_editor(self.app, pane.text)
        if isinstance(written, Refused):
            self.status.say(written)
        elif written != pane.text:
            pane.show(written, pane.subject)
            self._unsaved.add(pane.kind)
            self._save()
            self.status.say("Taken over from your editor.")

    @work
    async def action_review(self) -> None:
        """Show exactly what goes out; a different key confirms."""
        self._save()
        pane = self._focused
        written = self._desk.letters.about(self._feedback_id)
        if isinstance(written, Refused) or pane.frozen:
            self.status.say(
                written if isinstance(written, Refused) else Refused(f"It is {pane.frozen}.")
            )
            return
        left = self._desk.letters.room_left(pane.kind, pane.text)
        if why := why_not_final(pane.text, pane.subject, pane.kind, left):
            self.status.say(Refused(why))
            return
        if await self.app.push_screen_wait(
            Review(written.feedback, pane.kind, pane.subject, pane.text)
        ):
            recorded = self._desk.letters.confirm(self._feedback_id, pane.kind, pane.text)
            self.status.say(recorded)
            self._show()
            if isinstance(recorded, Done):
                await self._what_next()

    async def _what_next(self) -> None:
        """After something final most feedback is done: one key for that and the next."""
        choices = [
            ("done", "Done, and on to the next"),
            ("next", "Leave it open, and on to the next"),
            ("stay", "Stay here"),
        ]
        chosen = await self.app.push_screen_wait(Choose("Recorded. And this feedback?", choices))
        if chosen == "done":
            self.status.say(self._desk.triage.finish([self._feedback_id]))
        if chosen in ("done", "next"):
            self._leave_with(1)

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
            self.status.say(self._desk.letters.confirm_deleted(self._feedback_id))
            self._show()

    @property
    def _focused(self) -> LetterPane:
        return self.email if self.focused is self.email.area else self.reply

    def _pane(self, kind: Kind) -> LetterPane:
        return self.reply if kind == "reply" else self.email

    def _show(self) -> None:
        written = self._desk.letters.about(self._feedback_id)
        if isinstance(written, Refused):
            self.status.say(written)
            return
        self.query_one("#feedback", Static).update(self._about(written))
        for pane in (self.reply, self.email):
            draft = written.draft(pane.kind)
            final = [] if draft else written.final(pane.kind)
            frozen = _frozen(written, pane.kind)
            if self._desk.seat.database.read_only:
                frozen = frozen or "read-only desk"
            came = (
                written.feedback.response
                if pane.kind == "reply" and not final and not draft
                else ""
            )
            shown = draft or (final[-1] if final and frozen else None)
            pane.show(
                shown.text if shown else came if frozen else "",
                shown.subject if shown else "",
                frozen,
            )
            if draft and pane.text != draft.text:  # it came with characters that are not shown
                self._unsaved.add(pane.kind)

    def _about(self, written: Correspondence) -> Content:
        feedback, seat, final = written.feedback, self._desk.seat, written.final("email")
        whole_of_it = whole(
            Seen(
                feedback,
                self._desk.timeline.of(feedback),
                final,
                seat.clock(),
                seat.limits,
                self._desk.lanes.look(feedback),
                self._desk.cases.reply_hidden(feedback.id),
            )
        )
        others = [*written.drafts_of_others("reply"), *written.drafts_of_others("email")]
        drafts = "".join(
            f"{clean_line(x.agent)} is writing this {KIND_WORDS[x.kind]}:\n{clean(x.text)}\n\n"
            for x in others
        )
        return Content.assemble((drafts, "$text-warning"), whole_of_it) if drafts else whole_of_it

    def _save(self) -> None:
        """Keep what is unsaved; where the desk is busy, try again a moment later."""
        kept = self._keep()
        self._saving = None
        self.status.say(kept)
        if isinstance(kept, Refused):
            self._saving = self.set_timer(_SAVE_AFTER, self._save)

    def _keep(self) -> Outcome:
        """Keep each unsaved letter, whatever becomes of the other."""
        answer: Outcome = Done("")
        for kind in sorted(self._unsaved):
            pane = self._pane(kind)
            kept = self._desk.letters.keep(self._feedback_id, kind, pane.subject, pane.text)
            if isinstance(kept, Refused):
                answer = Refused(f"Not saved yet: {kept.why}")
                continue
            self._unsaved.discard(kind)
            answer = answer if isinstance(answer, Refused) else kept
        return answer

    @work
    async def _leave_with(self, by: int) -> None:
        """Leave when everything is kept; what cannot be kept is lost only by the agent's own choice."""
        self._save()
        if not self._unsaved or await self._gives_up():
            self._unsaved.clear()
            self.dismiss(by)

    async def _gives_up(self) -> bool:
        choices = [("stay", "Stay (F8 copies the letter)"), ("leave", "Leave without it")]
        question = "What you wrote could not be saved"
        return await self.app.push_screen_wait(Choose(question, choices)) == "leave"

    @work
    async def _copied(self, text: str) -> None:
        sent: Outcome = copy(self.app, text)
        self.status.say(sent)
        if isinstance(sent, Refused) and text:
            await self.app.push_screen_wait(
                Page("Select it with the mouse (Shift held in most terminals)", clean(text, WHOLE))
            )


def _frozen(written: Correspondence, kind: Kind) -> str:
    """Why a letter can no longer be changed; "" when it can. E-mails may follow one another."""
    if kind == "email" or written.reply_closed is None:
        return ""
    posted = any(letter.state == "posted" for letter in written.final("reply"))
    deleted = not posted and not written.feedback.response
    return "deleted, no second one is possible" if deleted else "posted, frozen"
