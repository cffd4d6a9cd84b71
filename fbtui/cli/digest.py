"""`fbtui digest`: recent events and open work, for people who do not open fbtui."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import REFUSED, answer, refused, say, say_json
from fbtui.cli.span import Span
from fbtui.domain.times import timestamp
from fbtui.domain.watch.digest import Digest
from fbtui.services.desk import Desk
from fbtui.services.watch.delivery import Note
from fbtui.services.watch.digest import FORMATS


@click.command("digest")
@click.option("--since", type=Span(), default="24h", show_default=True, help="How far back.")
@click.option("--format", type=click.Choice(FORMATS), default="txt", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@click.option("--replace", is_flag=True, help="Replace the file if it exists.")
@click.option(
    "--send", is_flag=True, help="Send it to the recipients in [watch] of the configuration."
)
@click.option("--unless-quiet", is_flag=True, help="Send nothing when nothing happened.")
@at_desk
def command(
    desk: Desk,
    as_json: bool,
    since: timedelta,
    format: str,
    output: Path | None,
    replace: bool,
    send: bool,
    unless_quiet: bool,
) -> int | None:
    """Summarise new and overdue feedback, closing windows, falling stats, Amazon's answers, troubled products.

    An e-mail carries the text; --format html or md is attached to it. A command gets
    the format you ask for.
    """
    digest = desk.watching.digests.digest(desk.context.clock() - since)
    if as_json:
        say_json(_document(digest))
    text = desk.watching.digests.written(digest, format)
    if output is not None:
        _save(text, output, over=replace)
    if send:
        if unless_quiet and not digest.sections:
            return None
        plain = text if format == "txt" else desk.watching.digests.written(digest, "txt")
        formatted = None if format == "txt" else (format, text)
        outcome = desk.watching.deliver(Note(f"fbtui: {digest.headline}", plain, formatted))
        if refused(outcome):
            return REFUSED
        if not as_json:
            answer(outcome, as_json=False)
    elif output is None and not as_json:
        say(text.rstrip("\n"))
    return None


def _save(text: str, path: Path, *, over: bool) -> None:
    from fbtui.export.files import whole_file

    with whole_file(path, over) as file:
        file.write(text.encode("utf-8", "replace"))


def _document(digest: Digest) -> dict[str, object]:
    sections = [each._asdict() | {"lines": list(each.lines)} for each in digest.sections]
    return {
        "since": timestamp(digest.since),
        "made_at": timestamp(digest.made_at),
        "headline": digest.headline,
        "sections": sections,
    }
