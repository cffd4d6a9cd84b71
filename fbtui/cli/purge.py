"""`fbtui purge`: remove personal data after its retention period."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import Any

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.exit_codes import NO, OK, REFUSED
from fbtui.cli.output import complain, refused, say, say_json
from fbtui.domain.times import timestamp
from fbtui.services.desk import Desk
from fbtui.services.purge import Purge

_DAYS = {"d": 1, "w": 7}
_FINAL = "This cannot be undone. Backups, exports and replicas that were made before still hold it."
_HELD = (
    "The desk's write-ahead log could not be emptied and may still hold removed text (another program "
    "or a replica is reading, or the disk refused): run this again when nobody else is on the desk."
)
_COPIED = "{names} copies this desk: its replica keeps what was removed until you delete it there."


class Age(click.ParamType[int]):
    """`30d` or `4w` as days, at least one."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d{1,4})([dw])", str(value).strip().lower())
        if found is None or not int(found[1]):
            self.fail(f"{value!r}: say how old in days or weeks, as in 30d or 4w", param, ctx)
        return int(found[1]) * _DAYS[found[2]]


@click.command("purge")
@click.option("--older-than", "days", type=Age(), help="30d, 4w (default: the configuration's).")
@click.option("--dry-run", is_flag=True, help="Show what would be removed; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@at_desk
def command(desk: Desk, as_json: bool, days: int | None, dry_run: bool, yes: bool) -> int | None:
    """Permanently remove buyers' addresses, drafts and e-mails whose last step is older.

    Feedback, posted replies, notes, cases and the log stay, except e-mail addresses and telephone
    numbers in them. Importing a report with an address again brings it back until the next purge.
    Exit code 1 when the write-ahead log could not be emptied; the next run finishes it.
    """
    days = days or desk.context.limits.retention_days
    due = desk.purges.due(days)
    if not as_json:
        _tell(due)
    if dry_run:
        if as_json:
            say_json(_document(due, dry_run=True))
        return None
    if due.nothing:  # an earlier purge may not have finished
        return _ended(desk, replace(due, log_is_empty=desk.purges.finish()), as_json)
    if not (yes or _agrees()):
        say("Nothing was removed.")
        return NO
    done = desk.purges.purge(days)
    if refused(done) or not isinstance(done, Purge):
        return REFUSED
    return _ended(desk, done, as_json)


def _ended(desk: Desk, done: Purge, as_json: bool) -> int:
    copies = desk.purges.replicas()
    if as_json:
        say_json(_document(done, dry_run=False) | {"replicas": copies})
    elif not done.nothing:
        say("Removed.")
    if copies and not (as_json or done.nothing):
        say(_COPIED.format(names=", ".join(copies)))
    if done.log_is_empty:
        return OK
    complain(_HELD)
    return NO


def _agrees() -> bool:
    if not _somebody_is_here():
        raise click.UsageError("There is nobody to ask here: say --yes, or --dry-run to look.")
    return click.confirm(f"{_FINAL}\nRemove it?", err=True)


def _somebody_is_here() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _tell(due: Purge) -> None:
    if due.nothing:
        say(f"Nothing personal is older than {due.days} days.")
        return
    about = f"{due.feedback:,} feedback without a step since {timestamp(due.before)}"
    say(f"{about}, {due.unfinished:,} of them not done:")
    for _, words, count in due.rows:
        if count:
            say(f"{count:>8,}  {words}")


def _document(due: Purge, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "days": due.days,
        "before": timestamp(due.before),
        "feedback": due.feedback,
        "not_done": due.unfinished,
        "removed": {name: count for name, _, count in due.rows},
        "log_emptied": due.log_is_empty,
    }
