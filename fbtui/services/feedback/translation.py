"""Translates a comment with the agent's own command, and only on request."""

from __future__ import annotations

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.own_commands import run_command

_NONE = "No translate_command is set in config.toml; nothing was sent anywhere."
_LONGEST = 20_000  # characters of a translation


def translated(feedback: Feedback, command: str) -> Outcome:
    """The comment translated by the command; `said` is untrusted text: clean before showing.

    The command gets only the comment: no order, no address.
    """
    if not command:
        return Refused(_NONE)
    if not feedback.comment.strip():
        return Refused("There is no comment to translate.")
    text = run_command("translate_command", command, feedback.comment)
    if isinstance(text, Refused):
        return text
    if not text.strip():
        return Refused("translate_command wrote nothing; run it by hand.")
    return Done(text.strip()[:_LONGEST])
