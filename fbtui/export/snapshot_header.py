"""The head of a snapshot: when, by whom, filter, sort and counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Row = Mapping[str, object]
Rows = Iterable[Row]
Columns = Sequence[str]
Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SnapshotHeader:
    """The head of a frozen queue: when, by whom, filter, sort and counts.

    `made_at` is aware (UTC); `filter` is the chips in words, "" for everything; `by_stars` maps
    1-5 to rows, `by_status` a status to rows; `personal`: it contains buyers' addresses.
    Raises ValueError for a `made_at` without a zone.
    """

    made_at: datetime
    made_by: str
    version: str
    filter: str
    sort: str
    rows: int
    by_stars: dict[int, int]
    by_status: dict[str, int]
    accounts: list[str]
    personal: bool
    title: str = "Feedback queue"

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise ValueError("made_at needs a time zone: a snapshot is read elsewhere")

    @property
    def stamp(self) -> str:
        """`made_at` in UTC as ISO 8601 to the second: 2026-03-04T09:30:00Z."""
        return self.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def counts(self) -> str:
        """All counts in words: "3 rows; 2 with 1 star, 1 with 3 stars; 3 open"."""
        parts = [_counted(self.rows, "row"), self.stars_in_words, self.status_in_words]
        return "; ".join(part for part in parts if part)

    @property
    def stars_in_words(self) -> str:
        """The rows of each star, lowest first: "2 with 1 star, 1 with 3 stars"."""
        stars = sorted(self.by_stars.items())
        return ", ".join(f"{rows:,} with {_counted(star, 'star')}" for star, rows in stars)

    @property
    def status_in_words(self) -> str:
        """The rows of each status: "2 open, 1 done"."""
        return ", ".join(f"{rows:,} {status}" for status, rows in self.by_status.items())

    def document(self) -> dict[str, object]:
        """The head for JSON; keys of `by_stars` become text."""
        return {
            "made_at": self.stamp,
            "made_by": self.made_by,
            "version": self.version,
            "filter": self.filter,
            "sort": self.sort,
            "rows": self.rows,
            "by_stars": {str(star): rows for star, rows in sorted(self.by_stars.items())},
            "by_status": self.by_status,
            "accounts": self.accounts,
            "personal": self.personal,
        }

    def lines(self) -> list[tuple[str, str]]:
        """The head for people: (label, words), without empty entries."""
        entries = [
            ("Made", self.made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")),
            ("By", self.made_by),
            ("Account", ", ".join(self.accounts)),
            ("Filter", self.filter or "everything"),
            ("Sort", self.sort),
            ("Rows", f"{self.rows:,}"),
            ("Stars", self.stars_in_words),
            ("Status", self.status_in_words),
            ("Buyers’ addresses", "included: personal data" if self.personal else "left out"),
            ("Program", f"fbtui {self.version}"),
        ]
        return [(label, words) for label, words in entries if words]


def heading(column: str) -> str:
    """A column's heading: "order_id" becomes "Order ID"."""
    return re.sub(r"\bid\b", "ID", column.replace("_", " ").capitalize())


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
