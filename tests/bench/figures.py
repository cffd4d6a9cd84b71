"""What is measured, and on what: one figure a line, with the bar it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from tests.bench.programs import FBTUI, YARDSTICK, OnTerminal

TABLE_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `bar` and `moonshot` bound `value` from above."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    moonshot: float | None = None
    beside: str = ""  # what the value was made of

    @property
    def reached(self) -> str:
        if self.moonshot is not None and self.value <= self.moonshot:
            return "moonshot"
        if self.bar is None:
            return ""
        return "bar" if self.value <= self.bar else "missed"

    @property
    def shown(self) -> str:
        return f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.2f}"

    def __str__(self) -> str:
        bar, moon = (f"{x:g}" if x is not None else "" for x in (self.bar, self.moonshot))
        figure = f"{self.shown:>9} {self.unit:5} {bar:>7} {moon:>7}"
        return f"{self.what:52} {figure}  {self.reached:8}  {self.beside}"

    def as_row(self) -> str:
        """The figure as a row of the table in `docs/speed.md`."""
        bounds = " / ".join(f"{x:g}" for x in (self.bar, self.moonshot) if x is not None)
        return f"| {self.what} | {self.shown} {self.unit} | {bounds} | {self.reached} | {self.beside} |"


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder to work in, a report and its desk, read by the reader."""

    folder: Path
    report: Path
    desk: Path
    times: int  # how often short things are measured
    minutes: float = 1.0  # of work in all rooms

    def workstation(self, *more: str, desk: Path | None = None, line: float = 0.0) -> OnTerminal:
        """Opened by somebody who has never been here: no place to go back to."""
        command = (*FBTUI, "--db", str(desk or self.desk), "--as", f"bench {time_ns()}", *more)
        return OnTerminal(command, self.folder, line=line)

    def table(self) -> OnTerminal:
        """Textual's own table with the first rows of the report."""
        return OnTerminal((*YARDSTICK, "table", str(self.report), str(TABLE_ROWS)), self.folder)
