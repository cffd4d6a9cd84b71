"""`fbtui template`: list, show and check templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.exit_codes import NO, REFUSED
from fbtui.cli.groups import InOrder
from fbtui.cli.output import complain, say, say_json
from fbtui.cli.table import Cell, Cells, Column, print_table
from fbtui.domain.letters.template_choice import NamedTemplate
from fbtui.domain.letters.templates import Template
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.services.desk import Desk
from fbtui.services.letters.template_check import blocked_by_policy
from fbtui.services.letters.templates import (
    own_folder,
    read_template,
    read_templates,
    templates_with,
)


@click.group("template", cls=InOrder)
def command() -> None:
    """Templates for replies and e-mails. Yours in the configuration folder replace shipped ones of the same name."""


@command.command("list")
@click.option("--kind", type=click.Choice(["reply", "email"]), help="Only these.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
def list_templates(kind: str | None, as_json: bool) -> None:
    """List every template and its purpose."""
    found = [x for x in templates_with(own_folder()).values() if kind in (None, x.kind)]
    if as_json:
        say_json([_document(named) for named in found])
        return
    print_table(_COLUMNS, map(_cells, found))


_COLUMNS = (
    Column("Name"),
    Column("Own", gives_way=1),
    Column("Stars"),
    Column("Lanes", gives_way=2),
    Column("What it is for", takes_rest=True),
)


def _cells(named: NamedTemplate) -> Cells:
    own = "own" if named.own else ""
    if isinstance(named.template, Refused):
        return named.name, own, "", "", Cell(f"✗ {named.template.why}", "red")
    header = named.template.header
    stars = f"{header.stars[0]}-{header.stars[-1]}★"
    return named.name, own, stars, ", ".join(header.lanes) or "any lane", header.title


@command.command("show")
@click.argument("name")
@click.argument("order_id", required=False)
@of_orders
@at_desk
def show(desk: Desk, as_json: bool, name: str, order_id: str | None, **where: str) -> None:
    """Show the template NAME as written, or filled in for the feedback on ORDER_ID."""
    named = templates_with(own_folder()).get(name)
    if named is None:
        raise RefusedInput(f"There is no template {name}; `fbtui template list` names them.")
    if isinstance(named.template, Refused):
        raise RefusedInput(f"{name}: {named.template.why}")
    header, text = named.template.header, named.template.body
    subject = header.subject
    if order_id is not None:
        filled = desk.templates.fill(named, one(desk, order_id, **where))
        if isinstance(filled, Refused):
            raise RefusedInput(filled.why)
        subject, text = filled.subject, filled.text
    if as_json:
        say_json({**_document(named), "subject": subject, "text": text})
    else:
        say(f"Subject: {subject}\n\n{text}" if subject else text)


@command.command("check")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
def check(path: Path | None) -> None:
    """Check the templates in PATH: a file, or a folder with replies/ and emails/ in it.

    Without PATH those of the configuration folder are checked. Exit code 3 for an unusable template (an
    unknown name, a loop, a placeholder), 1 when the policy check blocks its text.
    """
    folder = path or own_folder()
    found = [read_template(folder)] if folder.is_file() else read_templates(folder, own=True)
    wrong = [named for named in found if isinstance(named.template, Refused)]
    for named in wrong:
        complain(f"{named.name}: {named.template.why}")  # type: ignore[union-attr]
    blocked = list(_blocked(found))
    for line in blocked:
        say(line)
    if not wrong and not blocked:
        say(f"{len(found)} templates in {folder}: no mistake")
    click.get_current_context().exit(REFUSED if wrong else NO if blocked else 0)


def _blocked(found: list[NamedTemplate]) -> Iterator[str]:
    for named in found:
        if isinstance(named.template, Template):
            for finding in blocked_by_policy(named.template):
                yield f"{named.name}: {finding.code}: “{finding.quote}”: {finding.says}"


def _document(named: NamedTemplate) -> dict[str, Any]:
    document: dict[str, Any] = {"name": named.name, "kind": named.kind, "own": named.own}
    if isinstance(named.template, Refused):
        return document | {"mistake": named.template.why}
    header = named.template.header
    return document | {
        "title": header.title,
        "lanes": list(header.lanes),
        "stars": list(header.stars),
        "language": header.language,
        "subject": header.subject,
    }
