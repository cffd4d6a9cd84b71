"""Shared by digest, statistics and handover: a page in three formats, for the terminal, a file or colleagues."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from fbtui.cli.exit_codes import REFUSED
from fbtui.cli.output import answer, refused, say
from fbtui.export.files import whole_file
from fbtui.services.desk import Desk
from fbtui.services.watch.delivery import Note
from fbtui.services.watch.digest import FORMATS


class Wanted(NamedTuple):
    """What the page options say."""

    format: str
    output: Path | None
    force: bool
    send: bool


def page_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format`, `-o`, `--force` and `--send`; `Wanted(**options)` holds them."""
    for option in (
        click.option(
            "--send",
            is_flag=True,
            help="Send it to the recipients in [watch] of the configuration.",
        ),
        click.option(
            "--force", "--replace", "force", is_flag=True, help="Replace the file if it exists."
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path), help="Write it to this file."
        ),
        click.option("--format", type=click.Choice(FORMATS), default="txt", show_default=True),
    ):
        verb = option(verb)
    return verb


def hand_out(
    desk: Desk, subject: str, page: Callable[[str], str], wanted: Wanted, *, as_json: bool
) -> int | None:
    """Write, send or print the page; with `as_json` the caller has printed its document.

    An e-mail carries the text, with another format attached. Returns the exit code.
    """
    text = page(wanted.format)
    if wanted.output is not None:
        with whole_file(wanted.output, wanted.force) as file:
            file.write(text.encode("utf-8", "replace"))
    if wanted.send:
        is_text = wanted.format == "txt"
        plain, attached = page("txt"), None if is_text else (wanted.format, text)
        outcome = desk.watching.deliver(Note(subject, plain, attached))
        if refused(outcome):
            return REFUSED
        if not as_json:
            answer(outcome, as_json=False)
    elif wanted.output is None and not as_json:
        say(text.rstrip("\n"))
    return None
