"""Translates comments with the agent's own command, and only on request."""

from __future__ import annotations

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Done, Outcome, Refused

_NONE = "No translate_command is set in config.toml; nothing was sent anywhere."
_LONGEST = 20_000  # characters of a translation


class Translation:
    """Remembers translations in memory while the program runs; they are stored nowhere."""

    def __init__(self, command: str = "") -> None:
        self._command = command
        self._known: dict[str, str] = {}  # by comment

    def why_not(self, feedback: Feedback) -> str | None:
        """Why a comment cannot be translated; None if it can."""
        if not self._command:
            return _NONE
        return None if feedback.comment.strip() else "There is no comment to translate."

    def known(self, feedback: Feedback) -> str:
        """The translation made earlier, "" for none. Untrusted text: clean before showing."""
        return self._known.get(feedback.comment, "")

    def translate(self, feedback: Feedback) -> Outcome:
        """Hand the comment to the command, from any thread; `message` is untrusted text like `known`.

        The command gets only the comment: no order, no address. It may take a minute.
        """
        if why := self.why_not(feedback):
            return Refused(why)
        from fbtui.services.own_commands import run_command  # not for the first frame

        text = run_command("translate_command", self._command, feedback.comment)
        if isinstance(text, Refused):
            return text
        if not text.strip():
            return Refused("translate_command wrote nothing; run it by hand.")
        self._known[feedback.comment] = text.strip()[:_LONGEST]
        return Done(self.known(feedback))
