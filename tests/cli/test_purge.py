"""`fbtui purge` lists what it will remove, asks, and warns that it is final."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from fbtui.services import desk as wiring
from fbtui.store import connecting

Make = Callable[..., Any]


@pytest.fixture
def later(fbtui: Make, report: Make, row: Make, monkeypatch: pytest.MonkeyPatch) -> Make:
    """The command line, forty days after an import of three feedbacks with addresses."""
    assert fbtui("import", report(row(1), row(2), row(3)), "--marketplace", "US").code == 0
    assert fbtui("letter", "draft", "114-8766213-0000001", stdin="Dear buyer").code == 0
    in_forty_days = {"clock": lambda: datetime.now(UTC) + timedelta(days=40)}
    settings = {**(wiring.open_desk.__kwdefaults__ or {}), **in_forty_days}
    monkeypatch.setattr(wiring.open_desk, "__kwdefaults__", settings)
    return fbtui


def addresses(fbtui: Make, folder: Path) -> int:
    out = folder / "now.csv"
    assert fbtui("export", "-o", out, "--force", "--personal").code == 0
    return out.read_text().count("@marketplace.amazon.com")


def test_a_dry_run_counts_and_removes_nothing(later: Make, tmp_path: Path) -> None:
    said = later("purge", "--dry-run")
    assert said.code == 0
    assert "3 feedback without a step since" in said.out
    assert "3 of them not done" in said.out
    assert "       3  buyers' addresses\n" in said.out
    document = json.loads(later("purge", "--dry-run", "--json").out)
    assert document["removed"]["addresses"] == 3
    assert (document["dry_run"], document["days"], document["removed"]["drafts"]) == (True, 30, 1)
    assert later("purge", "--older-than", "8w").out == "Nothing personal is older than 56 days.\n"
    assert addresses(later, tmp_path) == 3


def test_it_asks_and_says_that_it_is_final(
    later: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = later("purge")
    assert (answer.code, "say --yes" in answer.err) == (2, True)
    assert addresses(later, tmp_path) == 3
    asked: list[str] = []

    def no(question: str, **_: Any) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(click, "confirm", no)
    monkeypatch.setattr("fbtui.cli.purge._somebody_is_here", lambda: True)
    answer = later("purge")
    assert (answer.code, answer.out.splitlines()[-1]) == (1, "Nothing was removed.")
    assert "cannot be undone" in asked[0] and "Backups" in asked[0]
    assert addresses(later, tmp_path) == 3


def test_with_yes_it_is_done_and_logged(later: Make, tmp_path: Path) -> None:
    answer = later("purge", "--yes", "--older-than", "30d")
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "Removed.")
    assert addresses(later, tmp_path) == 0
    assert "removed what is personal and was kept long enough: 30 days, 1 drafts, 3 addresses" in (
        later("log", "--limit", 1).out
    )
    assert json.loads(later("purge", "--yes", "--json").out)["removed"]["addresses"] == 0


def test_the_configuration_says_how_long(
    later: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(nobody_home))
    (nobody_home / "config.toml").write_text("[limits]\nretention_days = 60\n")
    assert later("purge", "--dry-run").out == "Nothing personal is older than 60 days.\n"


@pytest.mark.parametrize("age", ["0d", "30", "-3d", "d", "1y", "99999d"])
def test_an_invalid_age_is_wrong_use(fbtui: Make, age: str) -> None:
    assert fbtui("purge", "--older-than", age, "--dry-run").code == 2


def test_a_locked_write_ahead_log_is_reported_and_the_next_run_finishes(
    later: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY", 50)
    desk_file = tmp_path / "desk.db"
    holder = sqlite3.connect(desk_file)
    holder.execute("BEGIN")
    holder.execute("SELECT count(*) FROM log").fetchone()
    (tmp_path / f".{desk_file.name}-litestream").mkdir()
    done = later("purge", "--yes")
    assert (done.code, "run this again" in done.err) == (1, True)
    assert "Litestream" in done.out
    assert json.loads(later("purge", "--yes", "--json").out)["log_emptied"] is False
    holder.close()
    assert later("purge", "--yes").code == 0
    assert not Path(f"{desk_file}-wal").exists() or not Path(f"{desk_file}-wal").stat().st_size
    assert "Litestream" in later("doctor").out
