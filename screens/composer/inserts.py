"""Puts templates, subjects, attachments and externally edited text into letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.letters.letter import KIND_WORDS, Kind
from fbtui.domain.outcome import Refused
from fbtui.services.letters.subjects import subjects
from fbtui.services.letters.templates import Filled
from fbtui.terminal.cleaned import clean_line
from screens.composer.editor import written_in_editor
from screens.composer.letter_pane import LetterPane
from screens.composer.picker import TemplatePicker
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.paths import PathSuggester, typed_path

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen


class Inserts:
    """Changes letters; refuses for frozen ones."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen, self._desk = screen, screen.desk

    def propose(self) -> None:
        """Propose the best template in each empty letter, from a thread: the first reading is slow."""

        def read() -> None:
            self._desk.templates.all()
            self._screen.call_later(self._propose)

        self._screen.run_worker(read, thread=True, group="templates")

    async def template(self) -> None:
        """Take the proposed template, or else pick one with a preview of the letter."""
        pane = self._screen.letters.writing
        feedback = self._desk.inbox.get(self._screen.feedback_id)
        if feedback is None or self._is_closed(pane):
            return
        if (best := self._best(pane, feedback)) is not None:
            self._take(pane, best, replaces=True)
            return
        picker = TemplatePicker(
            f"Templates for the {KIND_WORDS[pane.kind]}",
            self._desk.templates.offered(feedback, pane.kind),
            partial(self._desk.templates.fill, feedback=feedback),
        )
        filled = await self._screen.ask(picker)
        if filled is not None and (how := await self._how_to_take(pane)):
            self._take(pane, filled, replaces=how == "replace")

    def prefill(self, kind: Kind, name: str) -> None:
        """Begin an empty letter with a template; if `name` is a kind, with the best one of that kind."""
        pane = self._screen.letters.of(kind)
        feedback = self._desk.inbox.get(self._screen.feedback_id)
        if feedback is None or self._is_closed(pane):
            return
        if pane.text.strip():
            self._screen.status.say("Your draft is as you left it; Ctrl+T offers the templates.")
            return
        named = self._desk.templates.choose(feedback, kind, name)
        filled = named if isinstance(named, Refused) else self._desk.templates.fill(named, feedback)
        if isinstance(filled, Refused):
            self._screen.status.say(filled)
        else:
            self._take(pane, filled, replaces=True)

    async def subject(self) -> None:
        email = self._screen.letters.email
        if self._is_closed(email):
            return
        offered = subjects()
        if isinstance(offered, Refused):
            self._screen.status.say(offered)
            return
        choices = [(subject, clean_line(subject)) for subject in offered]
        chosen = await self._screen.ask(Choose("Subject of the e-mail", choices, email.subject))
        if chosen is not None:
            email.entitle(chosen)
            self._screen.drafts.save()

    async def attach(self) -> None:
        """Attach a file to the e-mail, or remove one."""
        screen = self._screen
        if self._is_closed(screen.letters.email):
            return
        screen.drafts.save()
        name = await self._file_to_remove()
        if name:
            screen.status.say(self._desk.attachments.detach(screen.feedback_id, name))
        elif name is not None:
            await self._attach_another()
        screen.follow()

    def edit_outside(self) -> None:
        """Open the letter in the agent's own editor, which has the terminal until it ends."""
        pane = self._screen.letters.writing
        if self._is_closed(pane):
            return
        self._screen.drafts.save()  # before leaving the terminal, so that its message hides no other
        written = written_in_editor(self._screen.app, pane.text)
        if isinstance(written, Refused):
            self._screen.status.say(written)
        elif written != pane.text:
            pane.rewrite(written)
            self._screen.drafts.save()
            self._screen.status.say("Taken over from your editor.")

    def _is_closed(self, pane: LetterPane) -> bool:
        """Whether a letter cannot be changed; shows why."""
        if pane.closed is not None:
            self._screen.status.say(pane.closed)
        return pane.closed is not None

    def _propose(self) -> None:
        feedback = self._desk.inbox.get(self._screen.feedback_id)
        for pane in self._screen.letters.both:
            if feedback and (best := self._best(pane, feedback)) is not None:
                pane.propose(best.text)
        self._screen.check.check_at_pause()

    def _best(self, pane: LetterPane, feedback: Feedback) -> Filled | None:
        """The best template for a letter that is to be written and still empty."""
        if not pane.wants_beginning:
            return None
        named = self._desk.templates.choose(feedback, pane.kind, pane.kind)
        filled = named if isinstance(named, Refused) else self._desk.templates.fill(named, feedback)
        return filled if isinstance(filled, Filled) else None

    async def _how_to_take(self, pane: LetterPane) -> str | None:
        """Replace an unchanged template; ask before replacing text that the agent wrote."""
        if pane.untouched or not pane.text.strip():
            return "replace"
        choices = [
            ("replace", "Put it in the place of what is written (Ctrl+Z takes it back)"),
            ("insert", "Insert it at the cursor"),
            ("cancel", "Leave the letter as it is"),
        ]
        how = await self._screen.ask(Choose("There is something written already", choices))
        return None if how == "cancel" else how

    def _take(self, pane: LetterPane, filled: Filled, *, replaces: bool) -> None:
        pane.take(filled.text, filled.name, replaces=replaces)
        if pane.kind == "email" and not pane.subject:
            pane.entitle(filled.subject)
        self._screen.drafts.save()
        self._screen.status.say(f"From “{clean_line(filled.title)}”: make it personal.")

    async def _file_to_remove(self) -> str | None:
        """The name of a file to remove, "" to attach another, None after Esc."""
        written = self._screen.read()
        files = written.attached(written.draft("email")) if written else []
        if not files:
            return ""
        off = [(file.name, f"Take off {clean_line(file.words)}") for file in files]
        question = Choose("Files of the e-mail", [("", "Attach another file …"), *off])
        return await self._screen.ask(question)

    async def _attach_another(self) -> None:
        """Ask until a file can be attached, or the agent leaves."""

        def why_not(typed: str) -> str | None:
            if not typed.strip():
                return "Type the path of a file; Esc leaves."
            done = attachments.attach(screen.feedback_id, typed_path(typed))
            screen.status.say("" if isinstance(done, Refused) else done)
            return done.why if isinstance(done, Refused) else None

        screen, attachments = self._screen, self._desk.attachments
        most = self._desk.context.limits.attachment_megabytes
        hint = f"→ completes the path · at most {most} MB in total · Esc leaves"
        question = "Attach which file to the e-mail?"
        await screen.ask(Ask(question, hint, suggester=PathSuggester(), why_not=why_not))
