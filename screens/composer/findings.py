"""What the policy check found in a letter: each thing once, below the text, one of them gone to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from fbtui.terminal.cleaned import clean_line

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding

_LONGEST_QUOTE = 40
_LEAST = 3  # lines of the list, however low the terminal
SIGNS = {"block": "✗", "warn": "▲"}
STYLES = {"block": "$text-error", "warn": "$text-warning"}
CLEAN = "✓ policy check: clean"
# What the codes are called on the screen, where that is not the code itself with blanks.
_NAMES = {
    "personal_detail": "personal data",
    "email_address": "e-mail address",
    "phone": "telephone number",
    "unfilled": "placeholder left",
    "html": "HTML",
    "personal_touch": "not personal",
}
_SAID_BY_ANOTHER = ("personal_detail",)  # a telephone number is one thing to mend


class Told(NamedTuple):
    """One thing that was found, and every place where it stands."""

    finding: Finding
    places: tuple[Finding, ...]


def told_once(findings: Sequence[Finding]) -> list[Told]:
    """Each thing once, what blocks first."""
    in_order = sorted(findings, key=lambda each: each.severity != "block")
    places = {(each.start, each.end) for each in findings if each.code not in _SAID_BY_ANOTHER}
    same: dict[tuple[str, str, str], list[Finding]] = {}
    for each in in_order:
        if each.code not in _SAID_BY_ANOTHER or (each.start, each.end) not in places:
            key = each.severity, each.code, each.quote.casefold()
            same.setdefault(key, []).append(each)
    return [Told(found[0], tuple(found)) for found in same.values()]


def name_of(finding: Finding) -> str:
    return _NAMES.get(finding.code, finding.code.replace("_", " "))


class FindingList(Static):
    """Shows findings; draws only when they change. The one gone to is marked and in sight."""

    @dataclass
    class Clicked(Message):
        """The agent clicked a finding."""

        finding: Finding

    def __init__(self, room: Callable[[], int]) -> None:
        """`room`: the lines that the list may take."""
        super().__init__("", classes="findings", markup=False)
        self._room, self._told = room, list[Told]()
        self._at = self._place = -1
        self._rows: list[int] = []  # which of them each row shows

    @property
    def findings(self) -> list[Finding]:
        """Every place, in the order in which one goes to them."""
        return [place for told in self._told for place in told.places]

    def show(self, findings: Sequence[Finding]) -> bool:
        """Show these; whether they are others than before."""
        told = told_once(findings)
        if told == self._told:
            return False
        self._told, self._at, self._place = told, -1, -1
        self.draw()
        return True

    def step(self, by: int) -> tuple[int, Finding] | None:
        """Go to the next place, round and round: its number from 1, and it."""
        places = [(at, place) for at, told in enumerate(self._told) for place in told.places]
        if not places:
            return None
        self._place = (self._place + by if self._place >= 0 else 0) % len(places)
        self._at, finding = places[self._place]
        self.draw()
        return self._place + 1, finding

    def on_click(self, event: events.Click) -> None:
        event.stop()  # the pane would take it for a click below its text
        if event.y < len(self._rows):
            self._at = self._rows[event.y]
            self._place = sum(len(told.places) for told in self._told[: self._at])
            self.draw()
            self.post_message(self.Clicked(self._told[self._at].finding))

    def draw(self) -> None:
        """As many as there is room for; how many more there are is said."""
        room, count = max(self._room(), _LEAST), len(self._told)
        most = count if count <= room else room - 1
        first = max(0, min(self._at, count - most))
        shown = range(first, min(first + most, count))
        lines = [(nth, line) for nth in shown for line in self._lines(nth)]
        self._rows = [nth for nth, _ in lines]
        more = [Content.styled(f"   {count - most} more (F5)", "$text-muted")] * (count > most)
        self.display = bool(lines)
        self.update(Content("\n").join([*(line for _, line in lines), *more]))

    def _lines(self, nth: int) -> list[Content]:
        """One line; the one gone to says its rule in full, its words being selected in the text."""
        told = self._told[nth]
        if nth != self._at:
            return [Content.assemble(" ", as_line(told))]
        finding = told.finding
        says = f"{SIGNS[finding.severity]} {name_of(finding)}: {clean_line(finding.says)}"
        first, *others = wrap(says, max(self.size.width - 2, _LONGEST_QUOTE)) or [""]
        style = STYLES[finding.severity]
        return [
            Content.assemble(("→", "bold"), (first, style)),
            *(Content.styled(f"   {each}", style) for each in others),
        ]


def as_line(told: Told) -> Content:
    """`✗ link “www.example.com” ×2  Links and web addresses are not allowed …`."""
    finding, times = told.finding, len(told.places)
    quote = clean_line(finding.quote.replace("\n", "⏎"), _LONGEST_QUOTE)
    return Content.assemble(
        (f"{SIGNS[finding.severity]} {name_of(finding)} ", STYLES[finding.severity]),
        (f"“{quote}”", ""),
        (f" ×{times}" if times > 1 else "", "bold"),
        (f"  {clean_line(finding.says)}", "$text-muted"),
    )


def verdict(findings: Sequence[Finding]) -> str:
    """How much there is to do: `✗ 1 problem to fix · ▲ 2 warnings`."""
    told = told_once(findings)
    blocking = sum(each.finding.severity == "block" for each in told)
    parts = [
        f"{sign} {count} {word}{'' if count == 1 else 's'}{rest}"
        for sign, count, word, rest in (
            ("✗", blocking, "problem", " to fix"),
            ("▲", len(told) - blocking, "warning", ""),
        )
        if count
    ]
    return " · ".join(parts) or CLEAN
