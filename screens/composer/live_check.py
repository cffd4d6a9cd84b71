"""The policy check while one writes: after a pause in typing, never on the key itself."""

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

_DRAWN = 0.2  # seconds after which the room is drawn and its layout settled
_WARM_AGAIN = 0.1  # seconds between two looks whether check and rules are there
_EMPTY = "Ctrl+T offers templates"  # of a letter in which there is nothing to check
_PROPOSED = "Ctrl+T takes it · again: others"
_READING = "… still being read"  # behind what the rules alone have found
_PAUSE = 0.35  # seconds without a key before a letter is looked over


class LiveCheck:
    """Looks a letter over when the hands rest."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen, self._check = screen, screen.desk.letters.check
        self._pausing: Timer | None = None
        self._last_key = 0.0

    def begin(self) -> None:
        """Once the room is drawn: import what the check needs, and look the letters over."""
        self._screen.set_timer(_DRAWN, self._warm_up)

    def await_pause(self) -> None:
        """A key was typed just now."""
        self._last_key = monotonic()
        if self._pausing is None:
            self._pausing = self._screen.set_timer(_PAUSE, self._rested)

    def look_over_at_rest(self) -> None:
        """At once, unless somebody types: then the pause is waited for."""
        if self._pausing is None:
            self.look_over()

    def look_over(self) -> None:
        """Check what has changed, once the libraries are there."""
        feedback = self._screen.desk.inbox.get(self._screen.feedback_id)
        if feedback is None:
            return
        is_warm = self._check.is_warm
        for pane in self._screen.letters.both:
            if pane.frozen or pane.checked == pane.text:
                continue
            if is_warm or not pane.text.strip():
                self._look_over(pane, feedback)
            else:
                self._look_first(pane, feedback)

    def go(self, by: int) -> None:
        """To the words of the next finding, round and round."""
        pane = self._screen.letters.writing
        self.look_over()
        step = pane.findings.step(by)
        if step is None:
            nothing = "Nothing was found in this letter." if pane.checked else "Not checked yet."
            self._screen.status.say(nothing)
            return
        nth, finding = step
        self._go_to(pane, finding, f"{nth} of {len(pane.findings.findings)} ")

    def go_to(self, finding: Finding) -> None:
        """To the words of this one."""
        for pane in self._screen.letters.both:
            if finding in pane.findings.findings:
                self._go_to(pane, finding, "")

    def _warm_up(self) -> None:
        feedback = self._screen.desk.inbox.get(self._screen.feedback_id)
        if feedback is not None:
            self._check.warm_up()
            self._await_warmth()

    def _await_warmth(self) -> None:
        """Look again until the check can begin, and the rules can say why the feedback is here."""
        screen = self._screen
        if screen.about.lacks_reason and screen.desk.context.rulebook.are_read:
            screen.follow()
        self.look_over_at_rest()
        if screen.about.lacks_reason or not self._check.is_warm:
            screen.set_timer(_WARM_AGAIN, self._await_warmth)

    def _rested(self) -> None:
        """A timer for each key would cost more than this one, which looks again."""
        left = _PAUSE - (monotonic() - self._last_key)
        self._pausing = self._screen.set_timer(left, self._rested) if left > 0 else None
        if self._pausing is None:
            self.look_over()

    def _look_first(self, pane: LetterPane, feedback: Feedback) -> None:
        """What the rules find at once, while what reads the meaning is on its way."""
        found = self._check.first_look(feedback, pane.kind, pane.text) or []
        pane.judge(found, f"{verdict(found)} {_READING}" if found else f"policy check {_READING}")

    def _look_over(self, pane: LetterPane, feedback: Feedback) -> None:
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
