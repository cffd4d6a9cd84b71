"""Failed calls: the reason in one sentence, and whether to try again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal, NamedTuple

Fate = Literal["later", "failed", "person"]
"""`later`: retried automatically. `failed`: this request is lost, the next round makes a new one.
`person`: someone must act first."""
Cause = Literal["", "rate", "sign-in"]

_LONGEST = 160
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_PATIENT = (408, 425, 429)
_REVOKED = "Amazon no longer takes the refresh token of account {account}: authorise the application again."
_ROTATED = "Amazon refuses client_id or client secret: it was rotated, or is older than 180 days."
_ROLES = {
    "reports": "Selling Partner Insights",
    "orders": "Inventory and Order Tracking",
}


class FailedCall(NamedTuple):
    """`wait`: seconds until a retry makes sense, if known; then it does not count as a failed try.

    `cause`: "rate" affects all calls of that operation, "sign-in" the whole account.
    """

    fate: Fate
    message: str
    wait: float | None = None
    cause: Cause = ""


def failed_call(what: str, status: int, body: Mapping[str, Any] | None) -> FailedCall | None:
    """The failure in an answer, None if it can be used. `body` is None if unreadable.

    Any 5xx counts, whatever its body: some are HTML, some have no "errors".
    """
    answered = f"{what}: Amazon answered {status}{_quoted(body)}"
    if status in _PATIENT or status >= 500 or 300 <= status < 400:
        return FailedCall("later", f"{answered}.", cause="rate" if status == 429 else "")
    if status == 401:
        return FailedCall("later", f"{answered}; the next try signs in again.")
    if status == 403:
        role = _ROLES["orders" if "order" in what else "reports"]
        return FailedCall(
            "person",
            f"{answered}: give the application the role {role} and authorise it again for this account.",
        )
    if status >= 400:
        return FailedCall("failed", f"{answered}.")
    if body is None:
        return FailedCall("later", f"{what}: Amazon's answer could not be read.")
    return None


def failed_sign_in(status: int, body: Mapping[str, Any] | None, account: str) -> FailedCall | None:
    """The same for the sign-in, which has its own error codes."""
    fate, said = _of_sign_in(status, body or {}, account)
    return FailedCall(fate, said, cause="sign-in") if said else None


def _of_sign_in(status: int, body: Mapping[str, Any], account: str) -> tuple[Fate, str]:
    error = str(body.get("error", ""))
    if error == "invalid_grant":
        return "person", _REVOKED.format(account=account)
    if error in ("invalid_client", "unauthorized_client"):
        return "person", _ROTATED
    if status in _PATIENT or status >= 500 or 300 <= status < 400:
        return "later", f"sign-in: Amazon answered {status}{_quoted(body)}."
    if status >= 400:
        return "person", f"sign-in: Amazon answered {status}{_quoted(body)}."
    readable = isinstance(body.get("access_token"), str)
    return "later", "" if readable else "sign-in: Amazon's answer could not be read."


def next_wait(attempts: int) -> timedelta:
    """The wait after the nth failed try: a minute, doubling up to an hour."""
    return timedelta(seconds=min(60 * 2 ** min(attempts - 1, 6), 3600))


def _quoted(body: Mapping[str, Any] | None) -> str:
    """Amazon's own words, on one line and without an address: ` (QuotaExceeded: You exceeded …)`."""
    body = body or {}
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if isinstance(first, Mapping):
        words = f"{first.get('code', '')}: {first.get('message', '')}"
    else:
        words = str(body.get("error_description") or body.get("error") or "")
    plain = " ".join(_ADDRESS.sub("(address)", words).split())[:_LONGEST].strip(": ")
    return f" ({plain})" if plain else ""
