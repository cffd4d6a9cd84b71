"""Fixtures for intake: write a source and read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from fbtui.intake.inspection import FileSummary, survey
from fbtui.intake.row_parser import read
from fbtui.intake.rows import Item, Joined, OrderRow, RefusedLine, ReportRow
from fbtui.intake.source import PastedText

TODAY = date(2026, 5, 1)


@dataclass(frozen=True)
class Taken:
    """The result of reading one source."""

    understood: FileSummary
    items: list[Item]

    @property
    def rows(self) -> list[ReportRow]:
        return [item for item in self.items if isinstance(item, ReportRow)]

    @property
    def orders(self) -> list[OrderRow]:
        return [item for item in self.items if isinstance(item, OrderRow)]

    @property
    def refused(self) -> list[RefusedLine]:
        return [item for item in self.items if isinstance(item, RefusedLine)]

    @property
    def joined(self) -> list[Joined]:
        return [item for item in self.items if isinstance(item, Joined)]

    @property
    def accounted(self) -> int:
        """All accounted physical lines; each must appear exactly once."""
        seen = self.understood
        return len({item.line for item in self.items}) + seen.blank + seen.headers + seen.furniture


Take = Callable[..., Taken]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Read bytes (as a file) or a string (as pasted text)."""

    def taken(content: bytes | str, **options: str) -> Taken:
        source: Path | PastedText
        if isinstance(content, bytes):
            source = tmp_path / "report.txt"
            source.write_bytes(content)
        else:
            source = PastedText(content)
        understood = survey(source, today=TODAY, **options)  # type: ignore[arg-type]
        return Taken(understood, list(read(understood)))

    return taken
