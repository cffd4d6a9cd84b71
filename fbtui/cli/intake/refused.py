"""`fbtui refused`: past imports, and their refused lines to correct and import again."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import say, say_json
from fbtui.cli.table import Cell, Cells, Column, print_table
from fbtui.domain.outcome import RefusedInput
from fbtui.export.files import whole_file
from fbtui.intake.rows import RefusedLine
from fbtui.services.desk import Desk
from fbtui.services.intake.intake import Intake
from fbtui.store.intake.imports import Import


@click.command("refused")
@click.argument("number", type=int, required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write the lines to this file.",
)
@at_desk
def command(desk: Desk, as_json: bool, number: int | None, output: Path | None) -> None:
    """List the imports, or the refused lines of import NUMBER with their reasons."""
    intake = desk.intake()
    if number is None:
        _imports(intake, as_json)
        return
    if number not in {each.id for each in intake.latest(1_000_000)}:
        raise RefusedInput(f"There is no import {number}; `fbtui refused` lists them.")
    lines = intake.refused_lines(number)
    if output:
        _write(output, lines)
        say(f"{len(lines):,} lines written to {output}; mend them and import the file.")
    elif as_json:
        say_json([line._asdict() for line in lines])
    else:
        for line in lines:
            say(f"line {line.line}: {line.reason}\n    {line.text}")
        say(f"{len(lines):,} refused")


def _imports(intake: Intake, as_json: bool) -> None:
    taken = intake.latest(1000)
    if as_json:
        say_json([each.model_dump(mode="json") for each in taken])
        return
    if taken:
        print_table(_COLUMNS, map(_cells, taken))
    else:
        say("Nothing has been imported yet.")


_COLUMNS = (
    Column("No.", is_number=True),
    Column("At"),
    Column("By", gives_way=3),
    Column("Kind", gives_way=2),
    Column("Account", gives_way=1),
    Column("Rows"),
    Column("File", takes_rest=True, gives_way=4),
)


def _cells(each: Import) -> Cells:
    rows = f"{each.rows:,} row{'s' * (each.rows != 1)}"
    words = f"{rows}: {each.new:,} new, {each.changed:,} changed, {each.unchanged:,} unchanged"
    return (
        str(each.id),
        f"{each.at:%Y-%m-%d %H:%M}",
        each.agent,
        each.kind,
        f"{each.account} {each.marketplace}".strip(),
        Cell(f"{words}, {each.refused:,} refused", "yellow" if each.refused else ""),
        each.name,
    )


def _write(path: Path, lines: list[RefusedLine]) -> None:
    if not lines:
        raise RefusedInput("That import refused no line; nothing was written.")
    with whole_file(path) as out:
        for line in lines:
            out.write(line.text.encode("utf-8", "surrogateescape") + b"\n")
