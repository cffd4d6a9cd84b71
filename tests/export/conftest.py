"""An invented queue, and a fixture that writes a snapshot of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbtui.export.snapshot import Format, SnapshotHeader, write_snapshot

COLUMNS = ("order_id", "date", "stars", "comment", "response", "tags")

Freeze = Callable[[Format, Sequence[str]], Path]


def row(number: int, comment: str) -> Mapping[str, object]:
    return {
        "order_id": f"114-8766213-{number:07d}",
        "date": "2026-03-01",
        "stars": number % 3 + 1,
        "comment": comment,
        "response": None,
        "tags": ["refund", "call back"],
        "rater_email": "q3x7k2m9p4w8v1z@marketplace.amazon.com",
    }


def head(rows: int, **changed: object) -> SnapshotHeader:
    facts: dict[str, object] = {
        "made_at": datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
        "made_by": "mara",
        "version": "1.2.3",
        "filter": "1–2 ★ · overdue",
        "sort": "priority",
        "rows": rows,
        "by_stars": {3: 1, 1: rows - 1},
        "by_status": {"open": rows},
        "accounts": ["Nordlicht Home"],
        "personal": False,
    }
    return SnapshotHeader(**{**facts, **changed})  # type: ignore[arg-type]


def clean(text: str) -> str:
    """A minimal stand-in for the terminal's cleaner."""
    return "".join(
        char if char in "\n\t" or char.isprintable() else "\ufffd"
        for char in text.replace("\r\n", "\n")
    )


@pytest.fixture
def freeze(tmp_path: Path) -> Freeze:
    """Write a snapshot of a queue with these comments; returns the file."""

    def freezes(format: Format, comments: Sequence[str], *, headed: bool = False) -> Path:
        path = tmp_path / f"queue.{format}"
        rows = [row(number, comment) for number, comment in enumerate(comments)]
        told = head(len(rows))
        written = write_snapshot(path, format, told, COLUMNS, rows, clean=clean, headed=headed)
        assert written == len(rows)
        return path

    return freezes


@pytest.fixture
def queue_head() -> Callable[..., SnapshotHeader]:
    return head


@pytest.fixture
def queue_row() -> Callable[[int, str], Mapping[str, object]]:
    return row


@pytest.fixture
def cleaner() -> Callable[[str], str]:
    return clean
