"""Runs the policy check after a pause in typing, never on a key itself."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean_line
from screens.composer.findings import name_of, verdict
from screens.composer.letter_pane import LetterPane

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding
    from screens.composer.room import ComposerScreen

_DRAWN = 0.2  # seconds until the room is drawn and laid out
_WARM_AGAIN = 0.1  # seconds between checks whether the rules are loaded
_EMPTY = "Ctrl+T offers templates"  # for an empty letter
_PROPOSED = "Ctrl+T takes it · again: others"
_READING = "… still being read"  # after the findings of the rules alone
_PAUSE = 0.35  # seconds without a key before a letter is checked


class LiveCheck:
    """Checks a letter when typing pauses."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen, self._check = screen, screen.desk.letters.check
        self._pausing: Timer | None = None
        self._last_key = 0.0

    def begin(self) -> None:
        """Once the room is drawn, import the libraries of the check and check the letters."""
        self._screen.set_timer(_DRAWN, self._warm_up)

    def await_pause(self) -> None:
        """A key was typed: wait for a pause."""
        self._last_key = monotonic()
        if self._pausing is None:
            self._pausing = self._screen.set_timer(_PAUSE, self._paused)

    def check_at_pause(self) -> None:
        """Check at once, or at the next pause if somebody is typing."""
        if self._pausing is None:
            self.check_letters()

    def check_letters(self) -> None:
        """Check the letters that have changed, with the rules alone until the libraries are loaded."""
        feedback = self._screen.desk.inbox.get(self._screen.feedback_id)
        if feedback is None:
            return
        is_warm = self._check.is_warm
        for pane in self._screen.letters.both:
            if pane.frozen or pane.checked == pane.text:
                continue
            if is_warm or not pane.text.strip():
                self._check_fully(pane, feedback)
            else:
                self._check_by_rules(pane, feedback)

    def go(self, by: int) -> None:
        """Go to the words of the next finding, wrapping around."""
        pane = self._screen.letters.writing
        self.check_letters()
        step = pane.findings.step(by)
        if step is None:
            nothing = "Nothing was found in this letter." if pane.checked else "Not checked yet."
            self._screen.status.say(nothing)
            return
        nth, finding = step
        self._go_to(pane, finding, f"{nth} of {len(pane.findings.findings)} ")

    def go_to(self, finding: Finding) -> None:
        """Go to the words of a finding."""
        for pane in self._screen.letters.both:
            if finding in pane.findings.findings:
                self._go_to(pane, finding, "")

    def _warm_up(self) -> None:
        feedback = self._screen.desk.inbox.get(self._screen.feedback_id)
        if feedback is not None:
            self._check.warm_up()
            self._poll_until_warm()

    def _poll_until_warm(self) -> None:
        """Poll until the check can run, and the rules can explain the lane of the feedback."""
        screen = self._screen
        if screen.about.lacks_reason and screen.desk.context.rulebook.are_read:
            screen.follow()
        self.check_at_pause()
        if screen.about.lacks_reason or not self._check.is_warm:
            screen.set_timer(_WARM_AGAIN, self._poll_until_warm)

    def _paused(self) -> None:
        """Check, or wait for the rest of the pause: cheaper than a new timer for each key."""
        left = _PAUSE - (monotonic() - self._last_key)
        self._pausing = self._screen.set_timer(left, self._paused) if left > 0 else None
        if self._pausing is None:
            self.check_letters()

    def _check_by_rules(self, pane: LetterPane, feedback: Feedback) -> None:
        """Show the findings of the rules alone, while the model is being loaded."""
        found = self._check.findings_of_rules(feedback, pane.kind, pane.text) or []
        pane.judge(found, f"{verdict(found)} {_READING}" if found else f"policy check {_READING}")

    def _check_fully(self, pane: LetterPane, feedback: Feedback) -> None:
        pane.checked = pane.text
        if not pane.text.strip():
            pane.judge([], "" if pane.standing else _PROPOSED if pane.area.placeholder else _EMPTY)
            return
        found = self._check.findings(
            *(feedback, pane.kind, pane.text),
            template=pane.template,
            untouched=pane.untouched,
        )
        if isinstance(found, Refused):
            self._screen.status.say(found)
            pane.judge([], "▲ policy check: not made")
        else:
            pane.judge(found)

    def _go_to(self, pane: LetterPane, finding: Finding, which: str) -> None:
        pane.select(finding)
        self._screen.status.say(f"{which}{name_of(finding)}: {clean_line(finding.says)}")
