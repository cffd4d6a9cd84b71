"""What is put into letters: templates, subjects, files."""

from __future__ import annotations

from functools import partial

from textual import work

from fbtui.domain.letters import KIND_WORDS, Kind
from fbtui.domain.outcome import Refused
from fbtui.services.subjects import subjects
from fbtui.services.templates import Filled
from fbtui.terminal.cleaned import clean_line
from screens.composer.drafts import Drafts
from screens.composer.pane import LetterPane
from screens.composer.picker import TemplatePicker
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.paths import PathSuggester, typed_path


class Inserts(Drafts):
    """Ctrl+T, F6 and Ctrl+F."""

    @work
    async def action_template(self) -> None:
        pane = self.writing
        feedback = self.desk.inbox.get(self.feedback_id)
        if feedback is None or self.is_frozen(pane):
            return
        picker = TemplatePicker(
            f"Templates for the {KIND_WORDS[pane.kind]}",
            self.desk.templates.offered(feedback, pane.kind),
            partial(self.desk.templates.fill, feedback=feedback),
        )
        picked = await self.app.push_screen_wait(picker)
        if picked is not None:
            self._take(pane, picked.filled, replaces=picked.replaces)

    def prefill(self, kind: Kind, name: str) -> None:
        """Begin an empty letter with a template, or with the best one (`name` is then its kind)."""
        pane, feedback = self.pane(kind), self.desk.inbox.get(self.feedback_id)
        if feedback is None or self.is_frozen(pane):
            return
        if pane.text.strip():
            self.status.say("Your draft is as you left it; Ctrl+T offers the templates.")
            return
        named = self.desk.templates.choose(feedback, kind, name)
        filled = named if isinstance(named, Refused) else self.desk.templates.fill(named, feedback)
        if isinstance(filled, Refused):
            self.status.say(filled)
        else:
            self._take(pane, filled, replaces=True)

    def _take(self, pane: LetterPane, filled: Filled, *, replaces: bool) -> None:
        pane.take(filled.text, filled.name, replaces=replaces)
        if pane.kind == "email" and not pane.subject:
            pane.subject = filled.subject
            pane.entitle()
        self.unsaved.add(pane.kind)
        self.save()
        self.status.say(f"From the template {clean_line(filled.name)}: make it personal.")

    @work
    async def action_subject(self) -> None:
        if self.is_frozen(self.email):
            return
        offered = subjects()
        if isinstance(offered, Refused):
            self.status.say(offered)
            return
        choices = [(subject, clean_line(subject)) for subject in offered]
        chosen = await self.app.push_screen_wait(
            Choose("Subject of the e-mail", choices, self.email.subject)
        )
        if chosen is not None:
            self.email.subject = chosen
            self.email.entitle()
            self.unsaved.add("email")
            self.save()

    @work
    async def action_attach(self) -> None:
        """Attach a file to the e-mail, or take one off again."""
        if self.is_frozen(self.email):
            return
        self.save()
        name = await self._file_to_take_off()
        if name is None:
            return
        if name:
            self.status.say(self.desk.attachments.detach(self.feedback_id, name))
        elif typed := await self._asked_for_file():
            path = typed_path(typed)
            self.status.say(self.desk.attachments.attach(self.feedback_id, path))
        if (written := self.written()) is not None:
            self.tell(written)

    async def _file_to_take_off(self) -> str | None:
        """The name of a file to take off, "" to attach another one, None after Esc."""
        written = self.written()
        files = written.attached(written.draft("email")) if written else []
        if not files:
            return ""
        off = [(file.name, f"Take off {clean_line(file.words)}") for file in files]
        question = Choose("Files of the e-mail", [("", "Attach another file …"), *off])
        return await self.app.push_screen_wait(question)

    async def _asked_for_file(self) -> str | None:
        most = self.desk.seat.limits.attachment_megabytes
        hint = f"→ completes the path · at most {most} MB in total · Esc leaves"
        return await self.app.push_screen_wait(
            Ask("Attach which file to the e-mail?", hint, suggester=PathSuggester())
        )
