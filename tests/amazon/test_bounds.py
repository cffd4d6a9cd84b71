"""No response can exhaust memory, redirect us, or hold us up."""

from __future__ import annotations

import gzip
import tomllib
from datetime import date
from typing import Any

import pytest

from fbtui.amazon.calls import Http
from fbtui.amazon.document import unpacked
from fbtui.config import Config
from fbtui.domain.sync.application import Application
from fbtui.domain.sync.failed_calls import FailedCall, next_wait
from tests.amazon.stand_in import Amazon


def test_a_packed_document_is_unpacked_within_limits() -> None:
    text = b"Date\tRating\n" * 1000
    assert unpacked(gzip.compress(text), "GZIP") == text
    assert unpacked(gzip.compress(text), None) == text
    assert unpacked(text, None) == text
    assert unpacked(gzip.compress(text) + gzip.compress(b"more"), "GZIP") == text + b"more"
    bomb = gzip.compress(b"\0" * 10_000_000)
    for content, algorithm, fate in (
        (bomb, "GZIP", "failed"),
        (gzip.compress(text * 60)[:-9], "GZIP", "later"),
        (text, "GZIP", "later"),
        (text, "ZSTD", "person"),
    ):
        found = unpacked(content, algorithm, at_most=1_000_000)
        assert isinstance(found, FailedCall) and found.fate == fate


def test_a_response_is_limited_and_never_redirects(amazon: Amazon) -> None:
    http = Http(patience=60)
    amazon.documents = {"1": (b"x" * 100_000, None)}
    large = http.fetch(f"{amazon.address}/doc/1", at_most=50_000)
    assert isinstance(large, FailedCall) and "larger" in large.message
    assert http.fetch(f"{amazon.address}/doc/1", at_most=200_000) == (200, b"x" * 100_000)
    for address in (
        "http://example.com/doc",
        "file:/etc/passwd",
        "https://\0",
        "ftp://127.0.0.1",
    ):
        refused = http.fetch(address, 10)
        assert isinstance(refused, FailedCall), address
    http.close()
    amazon.close()
    http = Http(patience=60)
    gone = http.fetch(f"{amazon.address}/doc/1?signature=needle", 10)
    assert isinstance(gone, FailedCall) and "needle" not in gone.message and gone.fate == "later"
    http.close()


def test_waits_double_to_an_hour() -> None:
    waits = [next_wait(nth).total_seconds() for nth in range(1, 10)]
    assert waits[:3] == [60, 120, 240] and waits[-1] == 3600 and waits == sorted(waits)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ('[amazon]\nclient_id = "a"\nclient_secret = "b"', "never goes into this file"),
        ('[amazon]\nclient_id = "a"', "one of them"),
        (
            '[amazon]\nclient_id="a"\nclient_secret_env="B"\nendpoint="https://amazon.com.evil"',
            "under",
        ),
        (
            '[amazon]\nclient_id="a"\nclient_secret_env="B"\nsign_in="http://api.amazon.com"',
            "https",
        ),
        ('[[accounts]]\nname = "N"\nrefresh_token = "c"', "never goes into this file"),
        ('[[accounts]]\nname = "N"\nrefresh_token_env = "C"', "which reports are fetched"),
    ],
)
def test_the_configuration_holds_no_secret_and_sends_none_elsewhere(file: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Config.model_validate(tomllib.loads(file))


def test_a_secret_about_to_expire_is_reported_in_time() -> None:
    given: Any = {"client_id": "a", "client_secret_env": "B", "secret_since": date(2026, 1, 1)}
    application = Application(**given)
    assert not application.secret_trouble(date(2026, 5, 1))
    assert "in 20 days" in application.secret_trouble(date(2026, 6, 10))
    assert "by now" in application.secret_trouble(date(2026, 8, 1))
