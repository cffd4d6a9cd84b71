"""`fbtui sync` as cron calls it: its output and exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fbtui.store.locks import alone_at
from tests.amazon.stand_in import HEADER, Amazon

Make = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("configured")


@pytest.fixture
def amazon() -> Iterator[Amazon]:
    made = Amazon(lambda: datetime.now(UTC))
    yield made
    made.close()


@pytest.fixture
def configured(own_folder: Path, amazon: Amazon, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NORTH_TOKEN", "needle-token")
    monkeypatch.setenv("SECRET", "needle-secret")
    file = own_folder / "config.toml"
    file.write_text(
        f"""[amazon]
client_id = "amzn1.application"
client_secret_env = "SECRET"
endpoint = "{amazon.address}"
sign_in = "{amazon.address}/auth/o2/token"
[[accounts]]
name = "North"
marketplaces = ["US"]
refresh_token_env = "NORTH_TOKEN"
"""
    )
    return file


def test_a_run_reports_its_work_and_exits_with_1_while_a_report_is_pending(
    fbtui: Make, amazon: Amazon
) -> None:
    due = json.loads(fbtui("sync", "--dry-run", "--json").out)
    assert [(each["kind"], each["last"]) for each in due] == [("feedback", None), ("health", None)]
    assert not amazon.calls
    first = fbtui("sync", "--only", "feedback")
    assert first.code == 1 and "asked: requested; Amazon is making it; next" in first.out
    waits = fbtui("sync", "--json")
    assert waits.code == 1
    reports = json.loads(waits.out)["reports"]
    assert [(each["kind"], each["state"]) for each in reports] == [
        ("feedback", "asked"),
        ("health", "asked"),
    ]
    status = fbtui("sync", "--status")
    assert status.code == 0 and "North US  Feedback report (API): asked" in status.out
    assert "Nothing is due." in fbtui("sync", "--dry-run").out
    assert "Feedback report (API): asked" in fbtui("health", "requests").out
    assert not amazon.over


def test_exit_code_3_calls_for_a_person(
    fbtui: Make, amazon: Amazon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NORTH_TOKEN")
    told = fbtui("sync")
    assert (
        told.code == 3
        and "waits for a person: Account North's refresh token is not in NORTH_TOKEN" in told.out
    )
    assert fbtui("sync", "--status").code == 3
    monkeypatch.setenv("NORTH_TOKEN", "needle-token")
    assert fbtui("sync", "--again").code == 1
    assert amazon.made("createReport") == 2


def test_while_another_program_fetches_it_waits_for_its_next_turn(
    fbtui: Make, tmp_path: Path, amazon: Amazon
) -> None:
    with alone_at(tmp_path / "desk.db", "sync"):
        answer = fbtui("sync")
    assert (answer.code, "Another program is fetching" in answer.err) == (1, True)
    assert not amazon.calls


def test_one_refresh_token_is_for_one_region(fbtui: Make, configured: Path) -> None:
    text = configured.read_text()
    configured.write_text(text.replace('["US"]', '["US", "DE"]'))
    told = fbtui("sync")
    assert told.code == 3 and "an [[accounts]] table of its own" in told.err


def test_without_the_extra_or_configuration_it_says_what_to_do(
    fbtui: Make, configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    missing = fbtui("sync")
    assert missing.code == 2 and "fbtui[amazon]" in missing.err
    assert fbtui("sync", "--status").code == 0
    configured.write_text("")
    assert fbtui("sync").code == 2


def test_a_report_in_the_queue_within_one_call(
    fbtui: Make, amazon: Amazon, row: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fbtui.domain.sync import fetch

    monkeypatch.setattr(fetch, "_MADE_WITHIN", fetch.timedelta())
    amazon.rows = lambda _: (HEADER + row(1) + "\n").encode()
    told = fbtui("sync", "--only", "feedback", "--only", "orders")
    assert told.code == 0 and "fetched, 1 row: 1 new" in told.out
    assert "North na  0 orders found; 1 that Amazon no longer knows" in told.out
    assert "114-8766213-0000001" in fbtui("list").out
