"""`fbtui import`: import files, each completely or not at all."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
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
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.intake.inspection import FileSummary
from fbtui.services.desk import utc_now
from fbtui.services.intake.intake import AnyPreview, Intake, understand
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
    read_as = {"kind": kind, **_settings(given)}
    taken = list[tuple[Path, AnyPreview]]()
    with contextlib.ExitStack() as stack:
        paths = [stack.enter_context(_on_disk(file)) for file in files]
        surveyed = dict[Path, FileSummary | None]()
        may_make = partial(_survey, surveyed, () if dry_run else paths, read_as)
        desk = stack.enter_context(asked_desk(db, agent, may_make))
        intake = desk.intake()
        for file, path in zip(files, paths, strict=True):
            answer = _import(intake, path, {**read_as, "understood": surveyed.get(path)}, dry_run)
            if not refused(answer) and isinstance(answer, AnyPreview):
                taken.append((file, answer))
                if not as_json:
                    say(summary(answer, taken=not dry_run))
        if taken and desk.is_new and not (as_json or dry_run):
            say(desk.new_words)
        if taken and not (dry_run or read_later):
            read_what_came(desk)
    if as_json and taken:
        documents = [_document(preview, file, dry_run) for file, preview in taken]
        say_json(documents[0] if len(files) == 1 else documents)
    in_vain = [file for file, preview in taken if _is_refused_whole(preview)]
    for file in in_vain:
        kept = "" if dry_run else "; `fbtui refused` lists them with their reasons"
        complain(f"{called(file)}: every row was refused{kept}.")
    if 0 < len(taken) < len(files):
        complain(f"{len(taken)} of {len(files)} files were taken, the others not at all.")
    if len(taken) < len(files) or in_vain:
        raise click.exceptions.Exit(REFUSED)


def _settings(given: dict[str, str]) -> dict[str, str | None]:
    """Whose the rows are and how they are encoded; the configuration says what the options do not."""
    config = load()
    return {
        "account": given["account"] or config.account or None,
        "marketplace": given["marketplace"] or config.marketplace or None,
        "encoding": given["encoding"] or None,
    }


def _survey(
    surveyed: dict[Path, FileSummary | None], paths: Iterable[Path], read_as: dict[str, Any]
) -> bool:
    """Whether any file can be imported, so that a desk may be made; the import itself uses its survey."""
    for path in paths:
        with contextlib.suppress(RefusedInput):
            surveyed[path] = understand(path, today=utc_now().date(), **read_as)
            return True
    return False


def _import(
    intake: Intake, path: Path, read_as: dict[str, Any], dry_run: bool
) -> AnyPreview | Refused:
    with progress("rows read") as report:
        preview = intake.prepare(path, progress=report, **read_as)
    return preview if dry_run or isinstance(preview, Refused) else intake.take(preview)


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
