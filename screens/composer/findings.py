"""What the policy check found in a letter: a line each, below the text, one of them gone to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from fbtui.terminal.cleaned import clean_line

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding

_LOW = 30  # lines of a terminal below which the list is short
_LONGEST_QUOTE = 40
SIGNS = {"block": "✗", "warn": "▲"}
STYLES = {"block": "$text-error", "warn": "$text-warning"}


class FindingList(Static):
    """Shows findings; draws only when they change. The one gone to is marked and in sight."""

    @dataclass
    class Clicked(Message):
        """The agent clicked a finding."""

        finding: Finding

    def __init__(self) -> None:
        super().__init__("", classes="findings", markup=False)
        self.findings: list[Finding] = []  # what blocks comes first
        self._at = -1
        self._rows: list[int] = []  # which finding each row shows

    def show(self, findings: Sequence[Finding]) -> bool:
        """Show these; whether they are others than before."""
        in_order = sorted(findings, key=lambda each: each.severity != "block")
        if in_order == self.findings:
            return False
        self.findings, self._at = in_order, -1
        self._draw()
        return True

    def step(self, by: int) -> tuple[int, Finding] | None:
        """Go to the next one, round and round: its number from 1, and it."""
        if not self.findings:
            return None
        beside = self._at + by if self._at >= 0 else 0
        self._at = beside % len(self.findings)
        self._draw()
        return self._at + 1, self.findings[self._at]

    def on_click(self, event: events.Click) -> None:
        event.stop()  # the pane would take it for a click below its text
        if event.y < len(self._rows):
            self._at = self._rows[event.y]
            self._draw()
            self.post_message(self.Clicked(self.findings[self._at]))

    def _draw(self) -> None:
        most = 3 if self.app.size.height < _LOW else 6
        first = max(0, min(self._at, len(self.findings) - most))
        shown = range(first, min(first + most, len(self.findings)))
        lines = [(nth, line) for nth in shown for line in self._lines(nth)]
        self._rows = [nth for nth, _ in lines]
        self.display = bool(lines)
        self.update(Content("\n").join(line for _, line in lines))

    def _lines(self, nth: int) -> list[Content]:
        """One line; the one gone to says its rule in full, its words being selected in the text."""
        finding = self.findings[nth]
        if nth != self._at:
            return [Content.assemble(" ", as_line(finding, with_rule=True))]
        says = f"{SIGNS[finding.severity]} {finding.code}: {clean_line(finding.says)}"
        first, *others = wrap(says, max(self.size.width - 2, _LONGEST_QUOTE)) or [""]
        style = STYLES[finding.severity]
        return [
            Content.assemble(("→", "bold"), (first, style)),
            *(Content.styled(f"   {each}", style) for each in others),
        ]


def as_line(finding: Finding, *, with_rule: bool) -> Content:
    """`✗ link “www.example.com”  Links and web addresses are not allowed …`."""
    quote = clean_line(finding.quote.replace("\n", "⏎"), _LONGEST_QUOTE)
    return Content.assemble(
        (f"{SIGNS[finding.severity]} {finding.code} ", STYLES[finding.severity]),
        (f"“{quote}”  ", ""),
        (clean_line(finding.says) if with_rule else "", "$text-muted"),
    )


def verdict(findings: Sequence[Finding]) -> str:
    """How many block and warn: `✗ 1 blocks · ▲ 2 warn`; "✓ nothing found" for none."""
    blocking = sum(each.severity == "block" for each in findings)
    warning = len(findings) - blocking
    parts = [
        f"{sign} {count} {word}{'s' if count == 1 else ''}"
        for sign, count, word in (("✗", blocking, "block"), ("▲", warning, "warn"))
        if count
    ]
    return " · ".join(parts) or "✓ nothing found"
