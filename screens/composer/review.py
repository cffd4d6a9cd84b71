"""The review before a letter becomes final: exactly what goes out, confirmed with a different key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from fbtui.domain.letters.letter import KIND_WORDS, Kind, Letter
from fbtui.domain.outcome import Refused
from fbtui.domain.times import format_moment
from fbtui.services.letters.check import why_blocked, why_unchecked
from fbtui.services.letters.correspondence import Correspondence
from fbtui.terminal.cleaned import clean, clean_line
from screens.bindings import bindings, keys_of
from screens.clipboard import as_link, copy_to_clipboard
from screens.composer.copying import PAGE_OF, PAGE_WORDS
from screens.composer.findings import CLEAN, STYLES, as_line, grouped, verdict
from screens.composer.letter_area import OF_WHOLE_LETTER
from screens.composer.letter_pane import WHOLE
from screens.confirmation_guard import ConfirmationGuard
from screens.key_bursts import SeesEveryKey
from screens.life import Dialog
from screens.parts.key_line import KeyLine

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding

# The SOP's notes on seller responses (section 1), in its order.
_REPLY_NOTES = (
    "It has no numerical effect on your feedback score.",
    "Once posted it can be removed, but never changed; after removal no second one is possible.",
    "This is not the place to talk with the buyer: settle conflicts by e-mail.",
    "If the feedback is suppressed later, this reply is suppressed with it.",
    "Amazon uses it to improve overall performance.",
)
_EMAIL_NOTES = (
    "Amazon replaces your address and forwards the message; it keeps a copy and may review it.",
)
_NOTES: dict[Kind, tuple[str, ...]] = {"reply": _REPLY_NOTES, "email": _EMAIL_NOTES}


class Way(NamedTuple):
    """A way to make a letter final: `does` says what confirming records or starts.

    `note` is shown below it; `by_hand` means that the agent needs the text on the clipboard.
    """

    name: str
    does: str
    note: str
    by_hand: bool


_POST = "fbtui cannot post it for you: paste it there yourself first."
_SEND = "Nothing is sent from here: paste it into Amazon's form and send it there first."
BY_HAND: dict[Kind, Way] = {
    "reply": Way(
        "by hand", "it is posted in Seller Central: record it, frozen for ever", _POST, True
    ),
    "email": Way("by hand", "you have sent it: record it, frozen for ever", _SEND, True),
}
BY_SMTP = Way(
    "smtp",
    "send it by SMTP: it goes into the outbox, frozen, and out at once",
    "From your registered address; the outbox (M) says what became of it.",
    False,
)
_BLOCKED = "✗ Blocked: e goes back to the letter, where F5 jumps to what blocks."
_UNREAD = "▲ Its meaning was not checked: read it yourself, then u allows confirming."
_KEYS = ("y", "b")  # for the first and second way


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The saved draft with its correspondence and findings."""

    written: Correspondence
    letter: Letter
    findings: Sequence[Finding]
    link: str  # the page where it is posted or sent by hand


class Review(SeesEveryKey, Dialog[str]):
    """Returns the name of the confirmed way; "" for none.

    A blocking finding leaves no way. If the letter could not be fully checked, the agent must
    acknowledge that first, with another key.
    """

    CSS_PATH = "composer.tcss"
    BINDINGS = bindings("review")

    def __init__(self, reviewed: Reviewed, ways: Sequence[Way]) -> None:
        super().__init__()
        self._reviewed = reviewed
        self._blocked = why_blocked(list(reviewed.findings))
        self._to_know = None if self._blocked else why_unchecked(reviewed.findings)
        self._ways = [] if self._blocked else list(ways)
        self._final = ConfirmationGuard(self, self._say)
        self._said = Static("", id="review-said", markup=False)
        self._how = Static(Content.assemble(*self._ways_content()), id="review-ways", markup=False)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="review"):
            yield Static(self._content(), markup=False)
        yield self._how
        yield self._said
        yield KeyLine()

    def on_mount(self) -> None:
        if self._ways and self._ways[0].by_hand:
            self.action_copy()
        self.call_after_refresh(self._final.begin)

    def see(self, key: events.Key) -> None:
        self._final.see(key)
        if (self._blocked or self._to_know) and key.key in keys_of(self, ("review.confirm",)):
            self._say(_BLOCKED if self._blocked else _UNREAD)  # the key is disabled: say why

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a second way only if there is one; disable confirming while a finding blocks."""
        if action == "confirm" and parameters == (1,) and len(self._ways) < 2:
            return False
        if action == "know":
            return self._to_know is not None
        if action == "confirm" and (self._blocked or self._to_know):
            return None
        return super().check_action(action, parameters)

    def action_confirm(self, nth: int) -> None:
        self._final.take(lambda: self.dismiss(self._ways[nth].name))

    def action_know(self) -> None:
        """The agent has read the unchecked letter: allow confirming."""
        self._to_know = None
        self._say("")
        self._how.update(Content.assemble(*self._ways_content()))
        self.refresh_bindings()

    def action_edit(self) -> None:
        self._final.stop()
        self.dismiss("")

    def action_copy(self) -> None:
        self._carry("The letter", self._reviewed.letter.text)

    def action_copy_order(self) -> None:
        order = self._reviewed.written.feedback.order_id
        self._carry(f"Order {order}", order)

    def action_copy_link(self) -> None:
        page = PAGE_OF[self._reviewed.letter.kind]
        self._carry(f"Link to the {PAGE_WORDS[page]}", self._reviewed.link)

    def _carry(self, what: str, text: str) -> None:
        sent = copy_to_clipboard(self.app, what, text)
        self._say(f"✗ {sent.why}" if isinstance(sent, Refused) else sent.message)

    def _say(self, words: str) -> None:
        self._said.update(clean_line(words))

    def _content(self) -> Content:
        written, letter = self._reviewed.written, self._reviewed.letter
        order = clean_line(written.feedback.order_id)
        return Content.assemble(
            (f"Review of the {KIND_WORDS[letter.kind]} on order {order}\n\n", "bold $text-primary"),
            (_envelope(written, letter), "$text-muted"),
            _marked(letter.text, self._reviewed.findings),
            "\n\n",
            *self._found(),
            *((f"• {note}\n", "$text-muted") for note in _NOTES[letter.kind]),
        )

    def _found(self) -> Iterator[Content]:
        for group in grouped(self._reviewed.findings):
            yield Content.assemble(as_line(group), "\n")
        if not self._reviewed.findings:
            yield Content.styled(f"{CLEAN}\n", "$text-success")
        yield Content("\n")

    def _ways_content(self) -> Iterator[tuple[str, str | Style]]:
        if self._blocked:
            yield ("✗  It cannot go out like this: correct what blocks.\n", "bold $text-error")
        elif self._reviewed.findings:  # they are below the letter, perhaps out of view
            yield (f"{verdict(self._reviewed.findings)}: PgDn, below the letter\n", "$text-warning")
        for letter in self._reviewed.written.final_of_others(self._reviewed.letter.kind)[-1:]:
            when = format_moment(letter.updated_at)
            who, what = clean_line(letter.agent), f"{KIND_WORDS[letter.kind]} as {letter.state}"
            yield (f"▲  {who} has recorded an {what}, {when}\n", "bold $text-warning")
        if self._to_know:
            yield (f"u  I have read it myself. {self._to_know}\n", "bold $text-warning")
        for key, way in zip(_KEYS, self._ways if not self._to_know else (), strict=False):
            yield (f"{key}  {way.does}\n", "bold $text-warning")
            yield (f"   {way.note}\n", "$text-muted")
            if way.by_hand:
                yield (f"   o  {clean_line(self._reviewed.written.feedback.order_id)}\n   l  ", "")
                yield as_link(self._reviewed.link)
                yield ("\n", "")
        yield ("e  back to the letter", "")


def _envelope(written: Correspondence, letter: Letter) -> str:
    """From, To in full, subject and attachments of an e-mail; "" for a reply."""
    if letter.kind == "reply":
        return ""
    lines = [
        f"From: {clean_line(written.sender.words)}",
        f"To: {clean_line(written.feedback.rater_email) or 'the buyer, in Seller Central'}",
        f"Subject: {clean_line(letter.subject)}",
        *(f"Attached: {clean_line(file.words)}" for file in written.attached(letter)),
    ]
    return "\n".join(lines) + "\n\n"


def _marked(text: str, findings: Sequence[Finding]) -> Content:
    """The letter as it goes out, with findings underlined."""
    shown = Content(clean(text, WHOLE))
    if shown.plain != text:  # the offsets would be wrong
        return shown
    for finding in findings:
        if finding.code not in OF_WHOLE_LETTER:
            shown = shown.stylize(
                f"underline {STYLES[finding.severity]}", finding.start, finding.end
            )
    return shown
