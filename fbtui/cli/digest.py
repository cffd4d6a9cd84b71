"""`fbtui digest`: recent events and open work, for people who do not open fbtui."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, Literal

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.exit_codes import REFUSED
from fbtui.cli.output import refused, say_json
from fbtui.cli.page import Wanted, hand_out, page_options
from fbtui.cli.span import SpanOrLast
from fbtui.domain.times import timestamp
from fbtui.domain.watch.digest import Digest
from fbtui.services.desk import Desk

_A_DAY = timedelta(days=1)


@click.command("digest")
@click.option(
    "--since",
    type=SpanOrLast(),
    default="24h",
    show_default=True,
    help="How far back: 24h, 7d, or `last` for what came since the last digest that said so.",
)
@page_options
@click.option("--unless-quiet", is_flag=True, help="Send nothing when nothing happened.")
@at_desk
def command(
    desk: Desk,
    as_json: bool,
    since: timedelta | Literal["last"],
    unless_quiet: bool,
    **options: Any,
) -> int | None:
    """Summarise new and overdue feedback, closing windows, falling stats, Amazon's answers, troubled products.

    An e-mail carries the text; --format html or md is attached to it. A command gets
    the format you ask for. With `--since last` no hour is left out, however seldom or late it is called;
    the first one covers 24 hours.
    """
    digests, wanted, now = desk.watching.digests, Wanted(**options), desk.context.clock()
    begin = (digests.last() or now - _A_DAY) if since == "last" else now - since
    digest = digests.digest(begin, now)
    if as_json:
        say_json(_document(digest))
    if wanted.send and unless_quiet and not digest.sections:
        if wanted.output is None:
            return None
        wanted = wanted._replace(send=False)
    page = partial(digests.written, digest)
    code = hand_out(desk, f"fbtui: {digest.headline}", page, wanted, as_json=as_json)
    if since == "last" and not code and refused(digests.remember(digest)):
        return REFUSED
    return code


def _document(digest: Digest) -> dict[str, object]:
    sections = [each._asdict() | {"lines": list(each.lines)} for each in digest.sections]
    return {
        "since": timestamp(digest.since),
        "made_at": timestamp(digest.made_at),
        "headline": digest.headline,
        "sections": sections,
    }
