"""Open the workstation: the only module of the command line that imports textual."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fbtui.cli.exit_codes import USAGE
from fbtui.cli.opening import open_configured
from fbtui.cli.output import complain
from fbtui.config import Config, config_folder, load, own_targets
from fbtui.services.desk import Desk
from fbtui.terminal.session import prepare_environment, why_no_terminal
from fbtui.understanding.reader_process import ReaderBeside

# While a thread reads the rules, each turn of the event loop waits this long for the interpreter; by
# default ten times as long, and keys typed right after the start fell behind.
_TURN = 0.0005  # seconds
# Seconds a keypress waits for other writers: for their turns, and for the first import of an empty desk.
_PATIENCE = 6.0


def open_workstation(db: Path | None, agent: str | None, read_only: bool) -> int:
    """Open the desk in this terminal; returns the exit code."""
    if (missing := no_terminal()) is not None:
        return missing
    config = load()
    beside = ReaderBeside(config_folder())
    desk = open_configured(
        db, agent, config, read_only=read_only, patience=_PATIENCE, reader=beside
    )
    return run(desk, config)


def no_terminal() -> int | None:
    """Print a hint and return exit code 2: there is no terminal to draw on."""
    why = why_no_terminal(os.environ, sys.__stdin__, sys.__stderr__)
    if why is None:
        return None
    complain(why)
    return USAGE


def run(desk: Desk, config: Config) -> int:
    """Run the workstation on an open desk until the agent leaves."""
    prepare_environment(os.environ)
    sys.setswitchinterval(_TURN)
    from fbtui.app import Workstation, suit_colours
    from fbtui.terminal.guarded import run_guarded

    try:
        if own_targets():
            _ = desk.health.targets  # report a mistake in them now rather than in a room
        app = Workstation(desk, config)
        suit_colours(app, config.theme)
        return run_guarded(app)
    finally:
        desk.close()
