"""The policy check while one writes: after a pause in typing, never on the key itself."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from fbtui.domain.feedback import Feedback
from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line
from screens.composer.base import ComposerBase
from screens.composer.findings import FindingList
from screens.composer.pane import LetterPane

if TYPE_CHECKING:
    from fbtui.domain.policy import Finding

_WARM_AGAIN = 0.1  # seconds between two looks whether the check can begin
_EMPTY = "Ctrl+T offers templates"  # of a letter in which there is nothing to check
_PAUSE = 0.35  # seconds without a key before a letter is looked over


class LiveCheck(ComposerBase):
    """Looks a letter over when the hands rest."""

    def __init__(self, desk: Desk, feedback_id: int) -> None:
        super().__init__(desk, feedback_id)
        self._pausing: Timer | None = None
        self._waiting: Timer | None = None
        self._last_key = 0.0

    def warm_up(self, feedback: Feedback) -> None:
        """Import what the check needs, and look the letters over when it is there."""
        self.desk.letters.check.warm_up()
        self.look_over()

    def on_letter_pane_edited(self, _: LetterPane.Edited) -> None:
        self._last_key = monotonic()
        if self._pausing is None:
            self._pausing = self.set_timer(_PAUSE, self._rested)

    def _rested(self) -> None:
        """A timer for each key would cost more than this one, which looks again."""
        left = _PAUSE - (monotonic() - self._last_key)
        self._pausing = self.set_timer(left, self._rested) if left > 0 else None
        if self._pausing is None:
            self.look_over()

    def look_over(self) -> None:
        """Check what has changed; while the libraries are under way, wait for them."""
        if not self.desk.letters.check.is_warm:
            self._waiting = self._waiting or self.set_timer(_WARM_AGAIN, self._is_it_warm)
            return
        feedback = self.desk.inbox.get(self.feedback_id)
        if feedback is None:
            return
        for pane in self.panes:
            if not pane.frozen and pane.checked != pane.text:
                self._check(pane, feedback)

    def _is_it_warm(self) -> None:
        self._waiting = None
        self.look_over()

    def _check(self, pane: LetterPane, feedback: Feedback) -> None:
        pane.checked = pane.text
        if not pane.text.strip():
            pane.judge([], _EMPTY)
            return
        found = self.desk.letters.check.findings(
            *(feedback, pane.kind, pane.text),
            template=pane.template,
            untouched=pane.untouched,
        )
        if isinstance(found, Refused):
            self.status.say(found)
            pane.judge([], "▲ not checked")
        else:
            pane.judge(found)

    def action_finding(self, by: int) -> None:
        """To the words of the next finding, round and round."""
        pane = self.writing
        self.look_over()
        step = pane.findings.step(by)
        if step is None:
            nothing = "Nothing was found in this letter." if pane.checked else "Not checked yet."
            self.status.say(nothing)
            return
        nth, finding = step
        self._go_to(pane, finding, f"{nth} of {len(pane.findings.findings)} ")

    def on_finding_list_clicked(self, event: FindingList.Clicked) -> None:
        for pane in self.panes:
            if event.finding in pane.findings.findings:
                self._go_to(pane, event.finding, "")

    def _go_to(self, pane: LetterPane, finding: Finding, which: str) -> None:
        pane.select(finding)
        self.status.say(f"{which}{finding.severity}s: {clean_line(finding.says)}")
