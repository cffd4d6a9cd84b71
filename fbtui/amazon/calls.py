"""HTTP with limits: no redirects, bounded size and time of bodies, no secrets in messages."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import httpx2

from fbtui.domain.sync.application import is_trusted
from fbtui.domain.sync.failed_calls import FailedCall

_LARGEST_ANSWER = 8 << 20  # bytes of a JSON response
_SLOWEST = 10  # a whole body may take this many times the timeout
# No compression in transit: sizes are limited after unpacking (see document).
_HEADERS = {"accept-encoding": "identity", "user-agent": "fbtui (Language=Python)"}


class Reply(NamedTuple):
    """A response; `body` is None unless it is a JSON object."""

    status: int
    body: dict[str, Any] | None


class Http:
    """Connections for one run; call `close` afterwards."""

    def __init__(self, patience: float) -> None:
        """`patience`: seconds for each response."""
        self._slowest = patience * _SLOWEST
        self._timeout = httpx2.Timeout(patience, connect=min(patience, 10))
        self._opened: httpx2.Client | None = None

    @property
    def _client(self) -> httpx2.Client:
        """Opened by the first call: most runs have nothing due."""
        if self._opened is None:
            # Proxies from the environment are used, like those of any program on the host.
            self._opened = httpx2.Client(
                verify=_certificates(),
                timeout=self._timeout,
                follow_redirects=False,
                headers=_HEADERS,
            )
        return self._opened

    def ask(
        self,
        method: str,
        url: str,
        *,
        token: str = "",
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        document: Mapping[str, Any] | None = None,
    ) -> Reply | FailedCall:
        """Make one call and return the response, whatever its status, or a FailedCall without a response."""
        headers = {"accept": "application/json"}
        if token:
            headers["x-amz-access-token"] = token
        request = self._client.build_request(
            method, url, headers=headers, params=query, data=form, json=document
        )
        got = self._read(request, _LARGEST_ANSWER)
        if isinstance(got, FailedCall):
            return got
        status, content = got
        return Reply(status, _object(content))

    def fetch(self, url: str, at_most: int) -> tuple[int, bytes] | FailedCall:
        """Status and bytes of a document, requested without a token."""
        if not (url.startswith("https://") or is_trusted(url)):
            return FailedCall("failed", "the document's address is not https; it was not fetched.")
        try:
            request = self._client.build_request("GET", url)
        except (httpx2.InvalidURL, ValueError):
            return FailedCall("failed", "the document's address cannot be used.")
        return self._read(request, at_most)

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def _read(self, request: httpx2.Request, at_most: int) -> tuple[int, bytes] | FailedCall:
        """An error's text could contain a signed URL, so only its kind is reported."""
        until, content = time.monotonic() + self._slowest, bytearray()
        try:
            answer = self._client.send(request, stream=True)
            try:
                for chunk in answer.iter_raw():
                    content += chunk
                    if len(content) > at_most:
                        return FailedCall("failed", "the answer is larger than it may be.")
                    if time.monotonic() > until:
                        return FailedCall("later", "the answer came too slowly.")
            finally:
                answer.close()
        except httpx2.TimeoutException:
            return FailedCall("later", "no answer in time.")
        except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            return FailedCall("later", f"no answer ({type(error).__name__}).")
        return answer.status_code, bytes(content)


@cache
def _certificates() -> ssl.SSLContext:
    """The trusted certificates, read once: that takes longer than a run with nothing due."""
    return httpx2.create_ssl_context()


def _object(content: bytes) -> dict[str, Any] | None:
    """A JSON object in UTF-8 (Amazon declares no charset); None for anything else."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
