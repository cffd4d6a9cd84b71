"""HTTP with bounds: no redirect is followed, no body is larger or slower than it may be, no secret is said."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx2

from fbtui.domain.sync.application import is_trusted
from fbtui.domain.sync.trouble import Trouble

_LARGEST_ANSWER = 8 << 20  # bytes of an answer in JSON
_SLOWEST = 10  # times the patience with one answer that a whole body may take
# Nothing is packed on the way: what is unpacked is counted (see document).
_HEADERS = {"accept-encoding": "identity", "user-agent": "fbtui (Language=Python)"}


class Reply(NamedTuple):
    """An answer; `body` is None when it is no JSON object."""

    status: int
    body: dict[str, Any] | None


class Http:
    """Connections for one run. Close it."""

    def __init__(self, patience: float) -> None:
        """`patience`: seconds for each answer."""
        self._slowest = patience * _SLOWEST
        timeout = httpx2.Timeout(patience, connect=min(patience, 10))
        # Proxies of the environment are used, as every program of the host does.
        self._client = httpx2.Client(timeout=timeout, follow_redirects=False, headers=_HEADERS)

    def ask(
        self,
        method: str,
        url: str,
        *,
        token: str = "",
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        document: Mapping[str, Any] | None = None,
    ) -> Reply | Trouble:
        """One call and its answer, whatever its status; Trouble when there was none."""
        headers = {"accept": "application/json"}
        if token:
            headers["x-amz-access-token"] = token
        request = self._client.build_request(
            method, url, headers=headers, params=query, data=form, json=document
        )
        got = self._read(request, _LARGEST_ANSWER)
        if isinstance(got, Trouble):
            return got
        status, content = got
        return Reply(status, _object(content))

    def fetch(self, url: str, at_most: int) -> tuple[int, bytes] | Trouble:
        """Status and bytes of a document; no token goes with it."""
        if not (url.startswith("https://") or is_trusted(url)):
            return Trouble("failed", "the document's address is not https; it was not fetched.")
        try:
            request = self._client.build_request("GET", url)
        except (httpx2.InvalidURL, ValueError):
            return Trouble("failed", "the document's address cannot be used.")
        return self._read(request, at_most)

    def close(self) -> None:
        self._client.close()

    def _read(self, request: httpx2.Request, at_most: int) -> tuple[int, bytes] | Trouble:
        """What an error says could hold an address with its signature: only its kind is told."""
        until, content = time.monotonic() + self._slowest, bytearray()
        try:
            answer = self._client.send(request, stream=True)
            try:
                for chunk in answer.iter_raw():
                    content += chunk
                    if len(content) > at_most:
                        return Trouble("failed", "the answer is larger than it may be.")
                    if time.monotonic() > until:
                        return Trouble("later", "the answer came too slowly.")
            finally:
                answer.close()
        except httpx2.TimeoutException:
            return Trouble("later", "no answer in time.")
        except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            return Trouble("later", f"no answer ({type(error).__name__}).")
        return answer.status_code, bytes(content)


def _object(content: bytes) -> dict[str, Any] | None:
    """A JSON object in UTF-8, which Amazon does not declare; None for anything else."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
