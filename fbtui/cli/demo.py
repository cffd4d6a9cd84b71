"""`fbtui demo`: the workstation on a temporary sample desk."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

import click

from fbtui.cli.workstation import no_terminal, run
from fbtui.config import agent_name, config_folder, load
from fbtui.domain.outcome import RefusedInput
from fbtui.services.demo.desk import lay_demo_desk
from fbtui.services.desk import open_desk
from fbtui.understanding.reader_process import ReaderBeside


@click.command("demo")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    help="Make the sample desk here and keep it; open nothing.",
)
@click.option("--as", "agent", help="Who you are.")
def command(keep: Path | None, agent: str | None) -> int:
    """Open the workstation on a sample desk of several hundred invented feedbacks.

    It lives in a temporary folder and is removed when you leave.
    """
    config = load()
    name = agent_name(agent, config)
    if keep is not None:
        if keep.exists():
            raise RefusedInput(
                f"{keep} is there already; a sample desk is laid into a new file only."
            )
        desk = open_desk(keep, name, limits=config.limits, seller_central=config.seller_central)
        lay_demo_desk(desk)
        desk.close()
        click.echo(f"A sample desk is at {keep}: fbtui --db {keep}")
        return 0
    if (missing := no_terminal()) is not None:
        return missing
    with tempfile.TemporaryDirectory(prefix="fbtui-demo-") as folder:
        desk = open_desk(
            Path(folder) / "demo.db",
            name,
            limits=config.limits,
            seller_central=config.seller_central,
            reader=ReaderBeside(config_folder()),
            translate_command=config.translate_command,
        )
        lay_demo_desk(desk)
        gc.collect()  # whatever is alive when the rooms open lives until the end
        return run(desk, config)
