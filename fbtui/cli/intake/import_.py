"""`fbtui import`: import files, each completely or not at all."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import asked_desk, desk_options
from fbtui.cli.exit_codes import REFUSED
from fbtui.cli.feedback.read import read_what_came
from fbtui.cli.input import blocks, called
from fbtui.cli.output import complain, refused, say, say_json
from fbtui.cli.progress import progress
from fbtui.config import load
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.inspection import FileSummary
from fbtui.services.desk import utc_now
from fbtui.services.intake.intake import AnyPreview, understand
from fbtui.services.intake.performance import HealthPreview
from fbtui.services.intake.summary import summary

_SAMPLE = ("line", "date", "stars", "comment", "response", "order_id")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True, path_type=Path))
@click.option("--account", default="", help="The seller account (default: the configuration's).")
@click.option("--marketplace", default="", help="US, DE, JP, …: settles dates like 3/4/26.")
@click.option(
    "--kind",
    type=click.Choice(["auto", "feedback", "orders", "health"]),
    default="auto",
    help="The kind of the files.",
)
@click.option(
    "--encoding",
    default="",
    help="The encoding, such as cp1250 (default: detected).",
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported; change nothing.")
@click.option(
    "--read-later", is_flag=True, help="Import the rows and leave the comments unread for now."
)
@desk_options
def command(
    as_json: bool,
    files: tuple[Path, ...],
    kind: str,
    dry_run: bool,
    read_later: bool,
    db: Path | None,
    agent: str | None,
    **given: str,
) -> None:
    """Import FILES into the desk (`-` is standard input).

    Feedback reports of every layout, rows pasted from the Feedback Manager page, orders files and
    tables with named columns; Amazon's performance reports (JSON, XML) and the text of the Account
    Health page. Importing a file again changes nothing.

    Then the comments are read. Ctrl+C may interrupt that: `fbtui read` or an open workstation continues.
    """
    config = load()
    whose = {
        "account": given["account"] or config.account or None,
        "marketplace": given["marketplace"] or config.marketplace or None,
        "encoding": given["encoding"] or None,
    }
    taken, in_vain = list[dict[str, Any]](), list[Path]()
    with contextlib.ExitStack() as stack:
        paths = [stack.enter_context(_on_disk(file)) for file in files]

        understood: dict[Path, FileSummary | None] = {}

        def makes_a_desk() -> bool:
            """Whether any file can be imported; the first survey is kept for the import itself."""
            today = utc_now().date()
            for path in () if dry_run else paths:
                with contextlib.suppress(RefusedInput):
                    understood[path] = understand(path, kind=kind, today=today, **whose)
                    return True
            return False

        desk = stack.enter_context(asked_desk(db, agent, makes_a_desk))
        intake = desk.intake()
        for file, path in zip(files, paths, strict=True):
            known = understood.get(path)
            with progress("rows read") as report:
                answer = intake.prepare(path, kind=kind, understood=known, progress=report, **whose)
            if isinstance(answer, AnyPreview) and not dry_run:
                answer = intake.take(answer)
            if not refused(answer) and isinstance(answer, AnyPreview):
                taken.append(_document(answer, file, dry_run))
                if _is_refused_whole(answer):
                    in_vain.append(file)
                if not as_json:
                    say(summary(answer, taken=not dry_run))
        if taken and desk.is_new and not (as_json or dry_run):
            say(desk.new_words)
        if taken and not (dry_run or read_later):
            read_what_came(desk)
    if as_json and taken:
        say_json(taken[0] if len(files) == 1 else taken)
    for file in in_vain:
        kept = "" if dry_run else "; `fbtui refused` lists them with their reasons"
        complain(f"{called(file)}: every row was refused{kept}.")
    if len(taken) < len(files):
        if taken:
            complain(f"{len(taken)} of {len(files)} files were taken, the others not at all.")
        raise click.exceptions.Exit(REFUSED)
    if in_vain:
        raise click.exceptions.Exit(REFUSED)


def _is_refused_whole(preview: AnyPreview) -> bool:
    counts = preview.counts
    return counts.refused > 0 and counts.refused == counts.rows


def _document(preview: AnyPreview, file: Path, dry_run: bool) -> dict[str, Any]:
    if isinstance(preview, HealthPreview):
        return _health_document(preview, file, dry_run)
    understood, counts = preview.understood, preview.counts
    return {
        "file": str(file),
        "kind": understood.kind,
        "account": preview.account,
        "marketplace": preview.marketplace or None,
        "layout": understood.layout,
        "columns": dict(understood.columns),
        "encoding": understood.encoding,
        "date_order": understood.date_order or None,
        "rows": counts.rows,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "refused": counts.refused,
        "joined": understood.joined,
        "refusals": [line._asdict() for line in preview.refusals],
        "sample": [{name: getattr(row, name) for name in _SAMPLE} for row in understood.sample],
        "notices": preview.notices,
        "cases": preview.followed._asdict(),
        "dry_run": dry_run,
    }


def _health_document(preview: HealthPreview, file: Path, dry_run: bool) -> dict[str, Any]:
    report = preview.file
    return {
        "file": str(file),
        "kind": "health",
        "account": report.account,
        "marketplace": report.marketplace or None,
        "layout": report.layout,
        "columns": {},
        "encoding": report.encoding,
        "date_order": None,
        **asdict(preview.counts),
        "rows": preview.counts.rows,
        "joined": 0,
        "refusals": [],
        "not_understood": [leaf._asdict() for leaf in report.report.not_understood],
        "notices": preview.notices,
        "dry_run": dry_run,
    }


@contextlib.contextmanager
def _on_disk(file: Path) -> Iterator[Path]:
    """A file is read twice, so piped input is saved to a temporary file that only we can read."""
    if str(file) != "-":
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="fbtui-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as out:
            out.writelines(blocks(file))
        yield path
