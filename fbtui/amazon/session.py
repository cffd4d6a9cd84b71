"""A signed-in session of one account: its token, and calls that never leak a secret in errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from fbtui.amazon.calls import Http, Reply
from fbtui.domain.sync.failed_calls import FailedCall, failed_call, failed_sign_in

_EARLY = timedelta(minutes=1)  # stop using a token in its last minute


class Credentials(NamedTuple):
    """The sign-in data of an account."""

    client_id: str
    client_secret: str
    refresh_token: str

    def __repr__(self) -> str:
        return "Credentials(…)"


class Session:
    """Calls for one account at one Amazon endpoint."""

    def __init__(
        self,
        http: Http,
        account: str,
        credentials: Credentials,
        *,
        endpoint: str,
        sign_in: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._http, self._account, self._credentials = http, account, credentials
        self._endpoint, self._sign_in, self._clock = endpoint, sign_in, clock
        self._token, self._until = "", clock()

    def call(
        self,
        what: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        document: Mapping[str, Any] | None = None,
    ) -> dict[str, Any] | FailedCall:
        """The body of a usable response. `what` begins the message of a FailedCall."""
        if failed := self._signed_in():
            return failed
        reply = self._http.ask(
            method, self._endpoint + path, token=self._token, query=query, document=document
        )
        if isinstance(reply, FailedCall):
            return reply._replace(message=f"{what}: {reply.message}")
        if reply.status in (401, 403):
            self._token = ""
        if failed := failed_call(what, reply.status, reply.body):
            return self._without_secrets(failed)
        return reply.body or {}

    def fetch(self, url: str, at_most: int) -> tuple[int, bytes] | FailedCall:
        return self._http.fetch(url, at_most)

    def _signed_in(self) -> FailedCall | None:
        if self._token and self._clock() < self._until:
            return None
        reply = self._http.ask(
            "POST",
            self._sign_in,
            form={
                "grant_type": "refresh_token",
                "refresh_token": self._credentials.refresh_token,
                "client_id": self._credentials.client_id,
                "client_secret": self._credentials.client_secret,
            },
        )
        if isinstance(reply, FailedCall):
            return reply._replace(message=f"sign-in: {reply.message}", cause="sign-in")
        if failed := failed_sign_in(reply.status, reply.body, self._account):
            return self._without_secrets(failed)
        self._keep(reply)
        return None

    def _keep(self, reply: Reply) -> None:
        body = reply.body or {}
        lasts = body.get("expires_in")
        seconds = lasts if isinstance(lasts, int) and 0 < lasts <= 86_400 else 3600
        self._token = str(body["access_token"])
        self._until = self._clock() + timedelta(seconds=seconds) - _EARLY

    def _without_secrets(self, failed: FailedCall) -> FailedCall:
        """Remove secrets: Amazon may echo what it was sent."""
        said = failed.message
        for secret in (*self._credentials[1:], self._token):
            if secret:
                said = said.replace(secret, "(secret)")
        return failed._replace(message=said)
