"""What the composer is made of: the feedback at the side, the two letters, and where one writes."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from fbtui.domain.attachments import size_words
from fbtui.domain.letters import KIND_WORDS, Kind
from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk
from fbtui.services.letters import Correspondence
from fbtui.terminal.cleaned import clean, clean_line
from screens.composer.pane import LetterPane
from screens.footer import RoomFooter
from screens.preview import Seen, masked, whole
from screens.status import StatusLine


class ComposerBase(Screen[int]):
    """The parts of the room; drafts, findings, insertions and the final word build on it."""

    CSS_PATH = "composer.tcss"
    AUTO_FOCUS = ""  # None would mean the App's: always the reply
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)

    status = query_one("StatusLine", StatusLine)

    def __init__(self, desk: Desk, feedback_id: int) -> None:
        super().__init__()
        self.desk, self.feedback_id = desk, feedback_id
        self.reply = LetterPane("reply", partial(desk.letters.room_left, "reply"))
        self.email = LetterPane("email", partial(desk.letters.room_left, "email"))
        self._version = desk.inbox.version_of_data()

    def compose(self) -> ComposeResult:
        with Horizontal(id="composing"):
            with VerticalScroll(id="about", can_focus=False):
                yield Static("", id="feedback", markup=False)
            yield self.reply
            yield self.email
        yield StatusLine()
        yield RoomFooter("F1")  # a question mark is typed here

    @property
    def panes(self) -> tuple[LetterPane, LetterPane]:
        return self.reply, self.email

    @property
    def writing(self) -> LetterPane:
        """The letter in which the agent writes."""
        return self.email if self.focused is self.email.area else self.reply

    def pane(self, kind: Kind) -> LetterPane:
        return self.reply if kind == "reply" else self.email

    def written(self) -> Correspondence | None:
        """All letters as they are on the desk; None, and a word, when the feedback is gone."""
        written = self.desk.letters.about(self.feedback_id)
        if isinstance(written, Refused):
            self.status.say(written)
            return None
        return written

    def is_frozen(self, pane: LetterPane) -> bool:
        """Whether a letter cannot be changed; says why."""
        if pane.frozen:
            self.status.say(Refused(f"The {KIND_WORDS[pane.kind]} is {pane.frozen}."))
        return bool(pane.frozen)

    def turn_to(self, pane: LetterPane) -> None:
        """Write on in a pane, at once: Textual's own `focus` comes later than the next key."""
        self._unfold(pane)
        self.app.stylesheet.update(pane)  # what is folded takes no focus
        self.set_focus(pane.area)

    def action_next_pane(self) -> None:
        self.turn_to(self.reply if self.writing is self.email else self.email)

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        self._unfold(self.writing)

    def _unfold(self, pane: LetterPane) -> None:
        """Where the screen is narrow, only one is unfolded."""
        for each in self.panes:
            each.set_class(each is pane, "-current")

    def look_for_others(self) -> None:
        """What a colleague writes or does about this feedback appears while one writes."""
        version = self.desk.inbox.version_of_data()
        if version != self._version:
            self._version = version
            written = self.desk.letters.about(self.feedback_id)
            if not isinstance(written, Refused):
                self.tell(written)

    def tell(self, written: Correspondence) -> None:
        """Bring the feedback at the side, and to whom the e-mail goes, up to date."""
        self.query_one("#feedback", Static).update(self._about(written))
        self.email.address(_address(written))

    def show_letters(self, written: Correspondence) -> set[Kind]:
        """Put the letters into their panes; which of them had characters that are not shown."""
        self.tell(written)
        changed = set[Kind]()
        for pane in self.panes:
            draft = written.draft(pane.kind)
            final = [] if draft else written.final(pane.kind)
            frozen = _frozen(written, pane.kind)
            if self.desk.seat.database.read_only:
                frozen = frozen or "read-only, as the desk is"
            came = written.feedback.response if pane.kind == "reply" and not final else ""
            shown = draft or (final[-1] if final and frozen else None)
            pane.show(shown, came if frozen else "", frozen)
            if draft and pane.text != draft.text:
                changed.add(pane.kind)
        return changed

    def _about(self, written: Correspondence) -> Content:
        feedback, seat = written.feedback, self.desk.seat
        final = [letter for letter in written.letters if letter.state != "draft"]
        whole_of_it = whole(
            Seen(
                feedback,
                self.desk.timeline.of(feedback),
                final,
                seat.clock(),
                seat.limits,
                self.desk.lanes.look(feedback),
                written.is_gone,
            )
        )
        others = [*written.drafts_of_others("reply"), *written.drafts_of_others("email")]
        if not others:
            return whole_of_it
        who = "".join(
            f"▲ {clean_line(x.agent)} is writing this {KIND_WORDS[x.kind]} too\n" for x in others
        )
        drafts = "".join(
            f"\n\n{clean_line(x.agent)}'s {KIND_WORDS[x.kind]} so far\n{clean(x.text)}"
            for x in others
        )
        return Content.assemble((who, "$text-warning"), whole_of_it, (drafts, "$text-warning"))


def _address(written: Correspondence) -> list[str]:
    """To, From and the files, with the buyer's address masked."""
    address = written.feedback.rater_email
    parts = [f"To {masked(address) if address else 'the buyer'}"]
    parts.append(f"From {clean_line(written.sender.words)}")
    if files := written.attached(written.draft("email")):
        names = ", ".join(clean_line(file.words) for file in files)
        total = size_words(sum(file.size for file in files))
        parts.append(f"{len(files)} attached: {names}" + (f" · {total}" if len(files) > 1 else ""))
    return parts


def _frozen(written: Correspondence, kind: Kind) -> str:
    """Why a letter can no longer be changed; "" when it can. E-mails may follow one another."""
    if kind == "email" or written.reply_closed is None:
        return ""
    states = {letter.state for letter in written.final("reply")}
    if written.is_gone:
        return "hidden with the feedback"
    deleted = "posted" not in states and not written.feedback.response
    return "deleted, no second one is possible" if deleted else "posted, frozen"
