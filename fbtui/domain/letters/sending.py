"""Sending e-mail: allowed recipients, results of an attempt, retries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from fbtui.domain import marketplaces
from fbtui.domain.letters.letter import State
from fbtui.domain.record import Record
from fbtui.patterns import pattern

IN_OUTBOX: tuple[State, ...] = ("queued", "sending", "unknown", "failed")
UNDECIDED: tuple[State, ...] = ("queued", "sending", "unknown")
"""While an e-mail is in one of these states, a second one on the same feedback would repeat it."""

DeliveryStatus = Literal["sent", "failed", "unknown", "later", "unreachable"]
"""How an attempt ended. `later`: certainly not accepted, worth another try. `unreachable`: the server
is at fault, not the letter, so no other letter is tried. `unknown`: it cannot be known."""

DELIVERY_STATUS_WORDS: dict[DeliveryStatus, str] = {
    "sent": "sent",
    "failed": "failed",
    "unknown": "it is unknown whether it left",
    "later": "not taken for now",
    "unreachable": "not sent",
}

_BOX = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_ALIAS_BOX = rf"{_BOX}(?:\+[A-Za-z0-9._-]+)?"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_SENDER = pattern(rf"[A-Za-z0-9._+-]+@{_HOST}(?:\.{_HOST})+")
_AN_ADDRESS = pattern(r"<?[^\s<>@]+@[^\s<>@]+>?")
_LONGEST_ANSWER = 160
_TELLING = 8  # from this many characters, the part before the @ identifies its owner


class DeliveryResult(NamedTuple):
    """The result of one attempt, with the reason in one sentence without any address."""

    fate: DeliveryStatus
    message: str


class OutgoingMail(Record):
    """An e-mail in the outbox. `agent` wrote it; `by` acted on it last, at `at`.

    `attempts` counts the connections made for it; `said` is the result of the last one.
    """

    letter_id: int
    feedback_id: int
    order_id: str
    account: str
    marketplace: str
    agent: str
    subject: str
    state: State
    message_id: str
    attempts: int
    said: str
    by: str
    at: datetime
    next_try: datetime


class SendProgress(NamedTuple):
    """A sender's progress: the nth of so many; `fate` is None while it is being sent."""

    nth: int
    of: int
    order_id: str
    fate: DeliveryStatus | None
    message: str


@dataclass(frozen=True, slots=True)
class SendSummary:
    """The result of one pass through the outbox; `stopped` says why it ended early, or is "".

    `later` will be tried again; `waiting` were not due yet.
    """

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    later: int = 0
    waiting: int = 0
    stopped: str = ""

    @property
    def all_sent(self) -> bool:
        return not (self.failed or self.unknown or self.later or self.stopped)

    @property
    def message(self) -> str:
        counts = (
            (self.sent, "sent"),
            (self.failed, "failed"),
            (self.unknown, "of unknown fate: check whether it left, then settle it"),
            (self.later, "not sent for now, to be tried again"),
            (self.waiting, "waiting for its next try"),
        )
        nothing = "none was sent" if self.stopped else "nothing to send"
        counted = "; ".join(f"{n} {words}" for n, words in counts if n) or nothing
        return " ".join(filter(None, (f"E-mails: {counted}.", self.stopped)))


def is_buyers_alias(address: str, marketplace: str) -> bool:
    """Whether the address is a buyer's alias at that marketplace (docs/domain/reports.md)."""
    place = marketplaces.MARKETPLACES.get(marketplace)
    if place is None or len(address) > 254:
        return False
    domain = re.escape(place.mail_domain)
    return re.fullmatch(rf"{_ALIAS_BOX}@(?:m\.)?{domain}", address, re.IGNORECASE) is not None


def is_sender(address: str) -> bool:
    """Whether the text is one plain address that e-mail can be sent from."""
    return len(address) <= 254 and _SENDER.fullmatch(address) is not None


def next_try(attempts: int, now: datetime, waits: Sequence[int]) -> datetime | None:
    """When to retry a temporarily refused e-mail; None after the last of the `waits` (minutes)."""
    return now + timedelta(minutes=waits[attempts - 1]) if attempts <= len(waits) else None


def describe_answer(code: int, answer: bytes, recipient: str = "") -> str:
    """The server's answer on one line, without an address or the buyer's part of one."""
    text = " ".join(answer.decode("utf-8", "replace").split())
    text = _AN_ADDRESS.sub("(address)", text)
    box = recipient.partition("@")[0]
    if len(box) >= _TELLING:
        text = re.sub(re.escape(box), "(address)", text, flags=re.IGNORECASE)
    return f"{code} {text}"[:_LONGEST_ANSWER].rstrip()
