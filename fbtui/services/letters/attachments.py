"""Files attached to the agent's e-mail: copied into the desk, listed, removed."""

from __future__ import annotations

import mimetypes
import os
import sqlite3
import stat
from hashlib import sha256
from pathlib import Path

from fbtui.domain.letters.attachments import MEGABYTE, Attachment, cleaned_name, why_not_attached
from fbtui.domain.letters.letter import Letter
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.letters import attachments, letters
from fbtui.store.locks import CannotWrite


class Attachments:
    """Attaches files to the agent's own e-mail draft, starting one if needed."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @as_outcome
    def attach(self, feedback_id: int, path: Path) -> Outcome:
        """Copy the file at `path` into the draft, so that the reviewed file is the one sent."""
        limit = self._context.limits.attachment_megabytes
        file = _read(path, limit * MEGABYTE)
        if isinstance(file, Refused):
            return file
        with self._context.database.writing() as connection:
            draft = self._draft(connection, feedback_id)
            there = attachments.of_letter(connection, draft)
            name = cleaned_name(path.name, [each.name for each in there])
            if why := why_not_attached(name, len(file), sum(x.size for x in there), limit):
                raise CannotWrite(why)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            number = attachments.add(
                connection, draft.id, name, kind, sha256(file).hexdigest(), file
            )
            self._record(connection, "attached", feedback_id, number)
        return Done(f"Attached: {name}.")

    @as_outcome
    def detach(self, feedback_id: int, name: str) -> Outcome:
        """Remove a file from the draft, by its name there."""
        with self._context.database.writing() as connection:
            own = letters.own_draft(connection, feedback_id, "email", self._context.agent)
            there = attachments.of_letter(connection, own) if own else []
            file = next((each for each in there if each.name == name), None)
            if file is None or own is None:
                raise CannotWrite(f"No file {name} is attached to your e-mail.")
            attachments.remove(connection, file)
            self._record(connection, "detached", feedback_id, file.id)
            if len(there) == 1 and not own.text.strip() and not own.subject:
                letters.discard_draft(connection, feedback_id, "email", self._context.agent)
        return Done(f"No longer attached: {name}.")

    def content(self, attachment: Attachment) -> bytes:
        return attachments.content(self._context.database.reading, attachment.id)

    def _draft(self, connection: sqlite3.Connection, feedback_id: int) -> Letter:
        agent, now = self._context.agent, self._context.clock()
        if rows.by_id(connection, feedback_id) is None:
            raise CannotWrite("That feedback is no longer on the desk; nothing was attached.")
        own = letters.own_draft(connection, feedback_id, "email", agent)
        if own is None:
            letters.save_draft(connection, feedback_id, "email", agent, "", "", now)
            own = letters.own_draft(connection, feedback_id, "email", agent)
        assert own is not None  # it has just been written
        return own

    def _record(
        self, connection: sqlite3.Connection, act: str, feedback_id: int, number: int
    ) -> None:
        now, agent = self._context.clock(), self._context.agent
        group = log.begin_group(connection, now, agent, act, undoable=False)
        log.record(connection, group, now, agent, act, feedback_id, {}, {"attachment": number})


def _read(path: Path, most: int) -> bytes | Refused:
    """The bytes of a plain file, at most `most` + 1; never waits for a pipe or device."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return Refused(f"{path} is not a plain file.")
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        return Refused(f"{path} cannot be read: {why}.")
