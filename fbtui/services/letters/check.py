"""The check on a letter: Amazon's policy, and the personal touch (docs/domain/letters.md)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

from fbtui.config import config_folder
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.letters.letter import Kind, Letter
from fbtui.domain.letters.personal_touch import SAME_BEFORE, lacks_personal_touch
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.services.context import Context
from fbtui.store.letters import letters
from fbtui.understanding.encoder import why_no_model
from fbtui.understanding.reader_process import ReaderBeside

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding, LetterContext, Policy

# Needs every lookup table: the lists of domains and of numbering plans.
_WARMING = "Write to someone@example.com or example.com, or call +1 202 555 0147. Leave a review."
_LONGEST_QUOTE = 60
UNCHECKED = "not_checked"  # the code of the finding
HEAD = "letters"


class LetterCheck:
    """Reads the policy once, on first use; its libraries are slow to import."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._policy: Policy | None = None
        self._is_ready = self._has_rules = False
        self._warming: Thread | None = None

    def findings(
        self,
        feedback: Feedback,
        kind: Kind,
        text: str,
        *,
        subject: str = "",
        template: str = "",
        untouched: bool = False,
    ) -> list[Finding] | Refused:
        """All findings in reading order; refused if the team's policy.toml has a mistake.

        Findings in the subject come last, as an empty span at the end of the text.
        """
        try:
            found = self._by_policy(feedback, kind, text)
            if subject:
                found += [
                    _of_subject(finding, text) for finding in self._in_subject(feedback, subject)
                ]
        except RefusedInput as mistake:
            return Refused(str(mistake))
        if kind == "reply" and text.strip():
            connection, agent = self._context.database.reading, self._context.agent
            before = letters.last_posted(connection, agent, SAME_BEFORE)
            found += lacks_personal_touch(text, template, untouched, before)
        return found

    def findings_of_rules(self, feedback: Feedback, kind: Kind, text: str) -> list[Finding] | None:
        """The findings of the rules, without the model; None while the rules are loading."""
        from fbtui.domain.letters.policy import check

        if self._policy is None or not self._has_rules:
            return None
        without_meaning = replace(self._policy, read_passages=None)
        found = check(text, kind, without_meaning, self._letter_context(feedback))
        return [finding for finding in found if finding.code != UNCHECKED]

    def of_letter(self, feedback: Feedback, letter: Letter) -> list[Finding] | Refused:
        return self.findings(
            feedback,
            letter.kind,
            letter.text,
            subject=letter.subject,
            template=letter.template,
            untouched=letter.untouched,
        )

    @property
    def is_warm(self) -> bool:
        """Whether a check now takes milliseconds; if not, starts warming up."""
        if self._is_ready and not self._reader_is_cold():
            return True
        self.warm_up()
        return False

    def warm_up(self) -> None:
        """Load everything a first check needs, in a daemon thread."""
        if self._warming is None or not self._warming.is_alive():
            self._warming = Thread(target=self._warm, daemon=True)
            self._warming.start()

    def load_rules(self) -> None:
        """Load what the rules need, for a thread, without the model.

        A mistake in the team's policy.toml is reported by the check itself.
        """
        from fbtui.domain.letters.policy import check

        with suppress(RefusedInput):
            without_meaning = replace(self._rules(), read_passages=None)
            check(_WARMING, "reply", without_meaning, self._letter_context(None))
            self._has_rules = True

    def _warm(self) -> None:
        self.load_rules()
        with suppress(RefusedInput):
            self._by_policy(None, "reply", _WARMING)
            if not why_no_model():
                self._context.reader.guesses(HEAD, [_WARMING])
        self._is_ready = True

    def _reader_is_cold(self) -> bool:
        reader = self._context.reader
        return isinstance(reader, ReaderBeside) and not (reader.is_warm or why_no_model())

    def _in_subject(self, feedback: Feedback, subject: str) -> list[Finding]:
        found = self._by_policy(feedback, "email", subject)
        return [finding for finding in found if finding.severity == "block"]

    def _by_policy(self, feedback: Feedback | None, kind: Kind, text: str) -> list[Finding]:
        from fbtui.domain.letters.policy import check

        return check(text, kind, self._rules(), self._letter_context(feedback))

    def _rules(self) -> Policy:
        from fbtui.services.letters.policy import load_policy

        if self._policy is None:
            reader = None if why_no_model() else self._context.reader
            self._policy = load_policy(config_folder(), reader)
        return self._policy

    def _letter_context(self, feedback: Feedback | None) -> LetterContext:
        from fbtui.domain.letters.policy import LetterContext

        return LetterContext(
            order_id=feedback.order_id if feedback else "",
            marketplace=feedback.marketplace if feedback else "",
            limits=self._context.limits,
        )


def why_unchecked(findings: Sequence[Finding]) -> str | None:
    """The warning that the agent must accept before confirming; None if everything was checked."""
    return next((finding.says for finding in findings if finding.code == UNCHECKED), None)


def why_blocked(findings: list[Finding]) -> str | None:
    """Why a letter with these findings cannot be confirmed; None if nothing blocks it."""
    blocking = [finding for finding in findings if finding.severity == "block"]
    if not blocking:
        return None
    more = f" ({len(blocking) - 1} more)" if len(blocking) > 1 else ""
    quote = " ".join(blocking[0].quote.split())
    quote = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
    return f"It cannot go out: “{quote}”: {blocking[0].says}{more}"


def _of_subject(finding: Finding, text: str) -> Finding:
    return replace(finding, start=len(text), end=len(text), says=f"In the subject: {finding.says}")
