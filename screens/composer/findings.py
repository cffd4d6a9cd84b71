"""The findings of the policy check, listed below a letter: each once, with one of them current."""

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
_LEAST = 3  # lines of the list, at least
GLYPHS = {"block": "✗", "warn": "▲"}
STYLES = {"block": "$text-error", "warn": "$text-warning"}
CLEAN = "✓ policy check: clean"
# Names of codes on the screen, if not the code itself with blanks.
_NAMES = {
    "personal_detail": "personal data",
    "email_address": "e-mail address",
    "phone": "telephone number",
    "unfilled": "placeholder left",
    "html": "HTML",
    "personal_touch": "not personal",
}
_COVERED = ("personal_detail",)  # dropped if another finding has the same place: one thing to fix


class FindingGroup(NamedTuple):
    """One finding, and every place where it occurs."""

    finding: Finding
    places: tuple[Finding, ...]


def grouped(findings: Sequence[Finding]) -> list[FindingGroup]:
    """Equal findings as one group; blocking ones first."""
    in_order = sorted(findings, key=lambda each: each.severity != "block")
    places = {(each.start, each.end) for each in findings if each.code not in _COVERED}
    same: dict[tuple[str, str, str], list[Finding]] = {}
    for each in in_order:
        if each.code not in _COVERED or (each.start, each.end) not in places:
            key = each.severity, each.code, each.quote.casefold()
            same.setdefault(key, []).append(each)
    return [FindingGroup(found[0], tuple(found)) for found in same.values()]


def name_of(finding: Finding) -> str:
    return _NAMES.get(finding.code, finding.code.replace("_", " "))


class FindingList(Static):
    """Shows findings; draws only when they change. The current one is marked and in view."""

    @dataclass
    class Clicked(Message):
        """The agent clicked a finding."""

        finding: Finding

    def __init__(self, room: Callable[[], int]) -> None:
        """`room` returns the lines that the list may take."""
        super().__init__("", classes="findings", markup=False)
        self._room, self._groups = room, list[FindingGroup]()
        self._at = self._place = -1
        self._rows: list[int] = []  # the group that each row shows

    @property
    def findings(self) -> list[Finding]:
        """Every place, in the order of the list."""
        return [place for group in self._groups for place in group.places]

    def show(self, findings: Sequence[Finding]) -> bool:
        """Show these findings; returns whether they changed."""
        groups = grouped(findings)
        if groups == self._groups:
            return False
        self._groups, self._at, self._place = groups, -1, -1
        self.draw()
        return True

    def step(self, by: int) -> tuple[int, Finding] | None:
        """Go to the next place, wrapping around; returns its number, from 1, and the finding."""
        places = [(at, place) for at, group in enumerate(self._groups) for place in group.places]
        if not places:
            return None
        self._place = (self._place + by if self._place >= 0 else 0) % len(places)
        self._at, finding = places[self._place]
        self.draw()
        return self._place + 1, finding

    def on_click(self, event: events.Click) -> None:
        event.stop()  # the pane would treat it as a click below its text
        if event.y < len(self._rows):
            self._at = self._rows[event.y]
            self._place = sum(len(group.places) for group in self._groups[: self._at])
            self.draw()
            self.post_message(self.Clicked(self._groups[self._at].finding))

    def draw(self) -> None:
        """Draw as many as fit, and the number of the others."""
        room, count = max(self._room(), _LEAST), len(self._groups)
        most = count if count <= room else room - 1
        first = max(0, min(self._at, count - most))
        shown = range(first, min(first + most, count))
        lines = [(nth, line) for nth in shown for line in self._lines(nth)]
        self._rows = [nth for nth, _ in lines]
        more = [Content.styled(f"   {count - most} more (F5)", "$text-muted")] * (count > most)
        self.display = bool(lines)
        self.update(Content("\n").join([*(line for _, line in lines), *more]))

    def _lines(self, nth: int) -> list[Content]:
        """One line; the current one shows its rule in full instead of its words, which the text selects."""
        group = self._groups[nth]
        if nth != self._at:
            return [Content.assemble(" ", as_line(group))]
        finding = group.finding
        says = f"{GLYPHS[finding.severity]} {name_of(finding)}: {clean_line(finding.says)}"
        first, *others = wrap(says, max(self.size.width - 2, _LONGEST_QUOTE)) or [""]
        style = STYLES[finding.severity]
        return [
            Content.assemble(("→", "bold"), (first, style)),
            *(Content.styled(f"   {each}", style) for each in others),
        ]


def as_line(group: FindingGroup) -> Content:
    """`✗ link “www.example.com” ×2  Links and web addresses are not allowed …`."""
    finding, times = group.finding, len(group.places)
    quote = clean_line(finding.quote.replace("\n", "⏎"), _LONGEST_QUOTE)
    return Content.assemble(
        (f"{GLYPHS[finding.severity]} {name_of(finding)} ", STYLES[finding.severity]),
        (f"“{quote}”", ""),
        (f" ×{times}" if times > 1 else "", "bold"),
        (f"  {clean_line(finding.says)}", "$text-muted"),
    )


def verdict(findings: Sequence[Finding]) -> str:
    """The summary of the check: `✗ 1 problem to fix · ▲ 2 warnings`."""
    groups = grouped(findings)
    blocking = sum(group.finding.severity == "block" for group in groups)
    parts = [
        f"{glyph} {count} {word}{'' if count == 1 else 's'}{rest}"
        for glyph, count, word, rest in (
            ("✗", blocking, "problem", " to fix"),
            ("▲", len(groups) - blocking, "warning", ""),
        )
        if count
    ]
    return " · ".join(parts) or CLEAN
