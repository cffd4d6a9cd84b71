"""Letters: the public reply and the e-mail to the buyer, from draft to final."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fbtui.domain.letters.length import length
from fbtui.domain.limits import Limits
from fbtui.domain.outcome import Refused
from fbtui.domain.record import Record

Kind = Literal["reply", "email"]
State = Literal["draft", "queued", "sending", "sent", "failed", "unknown", "posted", "deleted"]
"""`queued` to `unknown`: an e-mail in the outbox, frozen; a person must settle `unknown`."""
EMAIL_STATES: dict[str, str] = {
    "queued": "An e-mail waits in the outbox",
    "sending": "An e-mail is being sent",
    "failed": "An e-mail did not leave",
    "unknown": "Whether an e-mail left is unknown",
}
KIND_WORDS: dict[Kind, str] = {"reply": "public reply", "email": "e-mail"}


class Letter(Record):
    """One letter on one feedback. Final states never change; `text` is as the agent wrote it.

    `template` names the template it started from ("" for none); `untouched`: no word of it was changed.
    """

    id: int
    feedback_id: int
    kind: Kind
    agent: str
    subject: str
    text: str
    state: State
    updated_at: datetime
    version: int
    template: str = ""
    untouched: bool = False


def most_characters(kind: Kind, limits: Limits) -> int | None:
    """The maximum length of a letter; None if the kind has no limit.

    An e-mail must have *fewer* than its limit (docs/domain/procedure.md: "less than 4,000 characters").
    """
    if kind == "email":
        return limits.email_characters - 1
    return limits.reply_characters or None


def room_left(text: str, kind: Kind, limits: Limits) -> int | None:
    """Characters left, negative when over the limit; None if the kind has no limit."""
    most = most_characters(kind, limits)
    return None if most is None else most - length(text)


def why_not_final(text: str, subject: str, kind: Kind, left: int | None) -> str | None:
    """Why a draft cannot be confirmed yet, in one sentence; None if it can."""
    if not text.strip():
        return f"The {KIND_WORDS[kind]} is empty."
    if left is not None and left < 0:
        return f"The {KIND_WORDS[kind]} is {-left:,} characters too long."
    if kind == "email" and not subject:
        return "The e-mail has no subject yet."
    return None


def may_write_reply(
    letters: list[Letter], response: str, *, had_response: bool = False, is_gone: bool = False
) -> Refused | None:
    """Whether a reply may be written: it can be posted only once, and not again after deletion.

    `response` is the reply in the last report; `had_response`: an earlier report had another one;
    `is_gone`: the feedback was struck or removed. Source: docs/domain/letters.md (public reply).
    """
    for letter in letters:
        if letter.kind == "reply" and letter.state == "deleted":
            return Refused("The reply was deleted in Seller Central; Amazon allows no second one.")
        if letter.kind == "reply" and letter.state == "posted":
            return Refused(
                "The reply is posted; Amazon lets nobody change it. It can only be deleted."
            )
    if is_gone:
        return Refused("This feedback was struck or removed: a reply would be hidden with it.")
    if response.strip():
        return Refused("A reply is already posted (it came with the report); it cannot be changed.")
    if had_response:
        return Refused(
            "An earlier report carried a reply that is gone: it was deleted; Amazon allows no second one."
        )
    return None


def contradicted_reply(letters: list[Letter], response: str) -> str:
    """The reply recorded as posted if Amazon's report has another one; "" if they agree.

    A report may wrap lines differently: only the words count.
    """
    for letter in letters:
        if letter.kind == "reply" and letter.state == "posted":
            differs = response.strip() and response.split() != letter.text.split()
            return letter.text if differs else ""
    return ""
