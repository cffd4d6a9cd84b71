"""Backups: a checked copy of the desk while others work."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.export.files import whole_path
from fbtui.services.context import Context, why_not_there
from fbtui.store import backup

_DAMAGED = "{path} was not written, the copy would not be whole ({error}): run `fbtui doctor`."


def back_up(context: Context, target: Path, *, over: bool = False) -> Outcome:
    """Copy the desk as of now; the copy is checked before it gets its name."""
    if why := why_not_there(context, target):
        return Refused(why)
    try:
        with whole_path(target, over) as part:
            backup.copy_into(context.database.reading, part)
            feedback, acts = backup.rows_of_whole(part)
    except RefusedInput as why:
        return Refused(str(why))
    except sqlite3.Error as error:
        return Refused(_DAMAGED.format(path=target, error=error))
    return Done(f"{target}: {feedback:,} feedback and {acts:,} acts, whole; only you can read it.")
