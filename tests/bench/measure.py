"""Measures fbtui beside its peers: `python -m tests.bench.measure [PART ...] [--rows N] [--desk PATH]`.

All parts when none is named; `--help` lists them. Times of one machine say little; what counts is a
ratio measured in one run, or milliseconds and bytes against a bar. docs/speed.md says what was found.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.aged import aged
from tests.bench.desks import lay
from tests.bench.figures import Bench, Figure
from tests.bench.keyboard import keys
from tests.bench.line import slow_line
from tests.bench.make_report import make_report
from tests.bench.peers import peers
from tests.bench.quiet import idle, memory
from tests.bench.starts import commands, first_frame
from tests.bench.taking_in import beside_import, routing, take_in

PARTS: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "frame": first_frame,
    "commands": commands,
    "keys": keys,
    "idle": idle,
    "memory": memory,
    "line": slow_line,
    "import": take_in,
    "busy": beside_import,
    "aged": aged,
    "route": routing,
    "peers": peers,
}
_NO_DESK = {"import", "route", "peers"}


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    parts = given.parts or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="fbtui-bench-") as name:
        folder = Path(name)
        report, desk = given.report or folder / "report.txt", given.desk or folder / "desk.db"
        if given.report is None:
            make_report(report, given.rows)
        if given.desk is None and set(parts) - _NO_DESK:
            lay(report, desk)
        for part in parts:
            yield from PARTS[part](Bench(folder, report, desk, given.times, given.minutes))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ", ".join(PARTS)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=names)
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the report (200,000)")
    parser.add_argument("--times", type=int, default=7, help="how often short things are measured")
    parser.add_argument("--minutes", type=float, default=1.0, help="of work in all rooms (1)")
    parser.add_argument("--report", type=Path, help="this report instead of an invented one")
    parser.add_argument("--desk", type=Path, help="this desk, made by tests.bench.desks, instead")
    parser.add_argument("--markdown", action="store_true", help="rows for docs/speed.md")
    given = parser.parse_args()
    for figure in measure(given):
        print(figure.as_row() if given.markdown else figure, flush=True)


if __name__ == "__main__":
    main()
