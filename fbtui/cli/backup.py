"""`fbtui backup`: a complete copy of the desk while others work."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import answer
from fbtui.services.backup import back_up
from fbtui.services.desk import Desk


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@at_desk
def command(desk: Desk, as_json: bool, file: Path, force: bool) -> None:
    """Copy the desk into FILE: one consistent moment, checked, readable only by you.

    Others can keep working. The copy is a desk itself (`fbtui --db FILE` opens it), and it
    holds buyers' addresses: guard it as you guard the desk. To restore, close every fbtui on the desk, move
    desk.db, desk.db-wal and desk.db-shm aside, then copy FILE to desk.db.
    """
    answer(back_up(desk.context, file, over=force), as_json=as_json, file=str(file))
