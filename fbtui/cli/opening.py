"""Opening the desk as it is configured; without click, which the workstation does not need."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from fbtui.config import Config, agent_name, data_folder
from fbtui.services.desk import Desk, open_desk
from fbtui.understanding.reader import Reading

PATIENCE = 30.0  # seconds to wait for another writer; a keypress waits far less


class Opening(NamedTuple):
    """How the workstation was asked for: no command, only the options of all commands."""

    db: Path | None
    agent: str | None
    read_only: bool


def opening_of(words: list[str]) -> Opening | None:
    """What these words ask for if they are only `--db FILE`, `--as NAME`, `--read-only`; else None."""
    given: dict[str, str] = {}
    read_only, words = False, list(words)
    while words:
        name, equals, value = words.pop(0).partition("=")
        if name == "--read-only" and not equals:
            read_only = True
        elif name in ("--db", "--as") and (equals or words):
            given[name] = value if equals else words.pop(0)
        else:
            return None
    path = given.get("--db") or os.environ.get("FBTUI_DB")
    return Opening(Path(path) if path else None, given.get("--as"), read_only)


def desk_path(asked: Path | None) -> Path:
    """The desk's file: `--db`, FBTUI_DB, or the platform's data folder."""
    return asked if asked is not None else data_folder() / "desk.db"


def open_configured(
    db: Path | None,
    agent: str | None,
    config: Config,
    *,
    read_only: bool,
    patience: float = PATIENCE,
    reader: Reading | None = None,
) -> Desk:
    """The desk, opened with the configured limits and agent name."""
    return open_desk(
        desk_path(db),
        agent_name(agent, config),
        limits=config.limits,
        shops=config.accounts,
        smtp=config.smtp,
        amazon=config.amazon,
        watch=config.watch,
        translate_command=config.translate_command,
        read_only=read_only,
        patience=patience,
        reader=reader,
        seller_central=config.seller_central,
    )
