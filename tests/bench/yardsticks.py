"""What fbtui is measured against: `python -m tests.bench.yardsticks empty|table|executemany`."""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path

COLUMNS = ("date", "rating", "comments", "response", "order_id", "rater_email")


def empty() -> None:
    """A Textual app with nothing in it."""
    from textual.app import App

    App[None]().run()


def table(report: str, rows: str) -> None:
    """Textual's own table with the first rows of a report."""
    from textual.app import App, ComposeResult
    from textual.widgets import DataTable

    class Table(App[None]):
        def compose(self) -> ComposeResult:
            yield DataTable(cursor_type="row")

        def on_mount(self) -> None:
            with Path(report).open(encoding="utf-8") as file:
                lines = [next(file).rstrip("\n").split("\t") for _ in range(int(rows) + 1)]
            shown = self.query_one(DataTable)
            shown.add_columns(*lines[0])
            shown.add_rows(lines[1:])

    Table().run()


def executemany(report: str, database: str) -> None:
    """The same rows as text, nothing checked; for machines without SQLite's own shell."""
    connection = sqlite3.connect(database)
    connection.execute(f"CREATE TABLE report ({', '.join(f'{name} TEXT' for name in COLUMNS)})")
    with Path(report).open(encoding="utf-8", newline="") as file, connection:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        connection.executemany("INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)", rows)


if __name__ == "__main__":
    {"empty": empty, "table": table, "executemany": executemany}[sys.argv[1]](*sys.argv[2:])
