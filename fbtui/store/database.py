"""One database file: how it is opened, and the one lane through which everything is written."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fbtui.domain.outcome import RefusedInput
from fbtui.store.connecting import BUSY, FileState, connect, connect_to_read, state_of
from fbtui.store.filesystem import why_not_here
from fbtui.store.locks import CannotWrite, desk_mode, open_lock, take_turn
from fbtui.store.migrations import SCHEMA_VERSION, migrate

_FOREIGN = "it is not an fbtui desk"
_UPGRADE = 60.0  # seconds to wait for another program that is making or upgrading the desk


ReadingError = sqlite3.Error  # what a damaged desk, or a disk that fails, raises while it is read


class Database:
    """A connection that belongs to the thread that made it, and the write lane of its file."""

    def __init__(self, path: Path, *, read_only: bool = False, patience: float = 2.0) -> None:
        """Open or make the file at `path`. `patience`: seconds to wait for another writer.

        Raises RefusedInput when the file cannot be used: not a desk, newer than this program,
        on a network file system, no permission.
        """
        self.path, self.read_only, self.patience = path, read_only, patience
        self.is_new = False  # whether this very opening made the file
        try:
            self._prepare_file()
            self.reading, self._as_it_was = self._connect()
            self._stop_before_another_program()
            if not read_only:
                _prepare_for_writing(self.reading)
            self._bring_up_to_date()
        except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
            raise RefusedInput(
                f"The desk {path} cannot be opened: {error_text(error)}{_may_read(path, read_only)}."
            ) from error
        except CannotWrite as why:
            raise RefusedInput(str(why)) from why

    def _connect(self) -> tuple[sqlite3.Connection, FileState]:
        return connect_to_read(self.path) if self.read_only else (connect(self.path), ())

    def sibling(self) -> Database:
        """The same desk for another thread: its own connection."""
        return Database(self.path, read_only=self.read_only, patience=self.patience)

    def close(self) -> None:
        self.reading.close()

    def version_of_data(self) -> int:
        """A number that changes when another connection has committed (PRAGMA data_version)."""
        if self._as_it_was and self._as_it_was != state_of(self.path):
            self.reading.close()
            self.reading, self._as_it_was = self._connect()
            return -1  # what was read before is no longer so
        return int(self.reading.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def writing(self, patience: float | None = None) -> Iterator[sqlite3.Connection]:
        """One transaction in the lane: all of it is committed, or none. No I/O, no await inside.

        `patience`: seconds to wait for another writer, where this one act has less than the desk's.
        Raises CannotWrite with a plain sentence; whatever else is raised inside rolls back too.
        """
        if self.read_only:
            raise CannotWrite("The desk is open read-only; nothing was changed.")
        with self._lane(self.patience if patience is None else patience):
            try:
                self.reading.execute("BEGIN IMMEDIATE")
                if why := self._newer():
                    raise CannotWrite(why)
                yield self.reading
                self.reading.execute("COMMIT")
            except sqlite3.OperationalError as error:
                self._roll_back()
                raise CannotWrite(_failed(error)) from error
            except BaseException:
                self._roll_back()
                raise

    def keep_temporaries_in_memory(self) -> None:
        """From now on this connection's staged rows never spill into a file."""
        self.reading.execute("PRAGMA temp_store=MEMORY")

    def settle(self) -> None:
        """After a large write: bring the log file back into the desk, as far as readers allow.

        It does not wait for them: a checkpoint that waits for a reader keeps all writers out.
        """
        # What was committed is committed: that the log stays long for now is no failure of the act.
        self.reading.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):
            self.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.reading.execute(f"PRAGMA busy_timeout = {BUSY}")

    def empty_log(self) -> bool:
        """Write the desk anew, bring the whole log file back into it and cut it to nothing.

        False when a reader holds it or the disk refuses: what was committed stays committed.
        """
        try:
            # `secure_delete` wipes rows that go; a page that was split keeps a copy of rows that moved.
            with self._lane(self.patience):
                self.reading.execute("VACUUM")
            return not self.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except (sqlite3.OperationalError, CannotWrite):
            return False

    def owns(self, path: Path) -> bool:
        """Whether `path` is a file of this desk, which nothing may ever be written over."""
        own = {
            f"{self.path.resolve()}{ending}"
            for ending in ("", "-wal", "-shm", ".lane", ".senders", ".reader", ".sync")
        }
        return str(path.parent.resolve() / path.name) in own

    def _roll_back(self) -> None:
        # After a full disk or an I/O error SQLite may have rolled back by itself.
        if self.reading.in_transaction:
            self.reading.execute("ROLLBACK")

    @contextmanager
    def _lane(self, patience: float) -> Iterator[None]:
        """A file lock in front of SQLite's own: writers queue instead of colliding."""
        try:
            descriptor = open_lock(self.path, "lane")
        except OSError as error:
            raise CannotWrite(
                f"The desk could not be written ({error_text(error)}: {self.path}.lane); nothing was changed."
            ) from error
        try:
            take_turn(descriptor, patience)
            yield
        finally:
            os.close(descriptor)

    def _prepare_file(self) -> None:
        if self.path.is_dir():
            raise RefusedInput(a_folder(self.path))
        if self.read_only:
            if not self.path.exists():
                raise RefusedInput(f"There is no desk at {self.path} to open read-only.")
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if why := why_not_here(self.path.parent):
            raise RefusedInput(f"The desk cannot live in {self.path.parent}: {why}")
        # Made here so that it has the right mode from its first byte. The live file is never
        # opened again by this process: closing it would drop SQLite's locks.
        if not self.path.exists():
            os.close(
                os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, desk_mode(self.path))
            )
            self.path.chmod(desk_mode(self.path))
            self.is_new = True

    def _stop_before_another_program(self) -> None:
        """Tables of somebody else are neither migrated nor taken for a newer desk's."""
        names = {name for (name,) in self.reading.execute("SELECT name FROM sqlite_master")}
        if names and "feedback_count" not in names:
            raise RefusedInput(f"The desk {self.path} cannot be opened: {_FOREIGN}.")

    def _bring_up_to_date(self) -> None:
        version = _schema_version(self.reading)
        if version < SCHEMA_VERSION:
            if self.read_only:
                raise RefusedInput(
                    f"The desk {self.path} is of an older version; open it once without --read-only."
                )
            with self._lane(_UPGRADE):
                migrate(self.reading)
        if why := self._newer():
            raise RefusedInput(why)

    def _newer(self) -> str | None:
        version = _schema_version(self.reading)
        if version <= SCHEMA_VERSION:
            return None
        return (
            f"The desk {self.path} was upgraded by a newer fbtui (schema {version}, this one knows "
            f"{SCHEMA_VERSION}); upgrade this program."
        )


def a_folder(path: Path) -> str:
    """The sentence about a folder that was named as the desk."""
    return f"{path} is a folder: name the desk's file in it, such as {path / 'desk.db'}."


def _prepare_for_writing(connection: sqlite3.Connection) -> None:
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=1")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # The first switch of a new file needs it alone; several programs may start at once.
    for _ in range(50):
        try:
            if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError:
            time.sleep(0.02)
    raise sqlite3.OperationalError("it could not be switched to write-ahead logging")


def _schema_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _failed(error: sqlite3.OperationalError) -> str:
    """What became of the transaction, in one sentence."""
    # Then the whole commit lies in the log file, and whether the next start finds it is up to the disk.
    if getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_FSYNC":
        return f"The disk did not confirm the change ({error_text(error)}); look whether it is there, then try again."
    return f"The desk could not be written ({error_text(error)}); nothing was changed."


def _may_read(path: Path, read_only: bool) -> str:
    """What to say besides to who opened a desk for writing and may only read it."""
    if read_only or not path.is_file() or not os.access(path, os.R_OK):
        return ""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return ""
    return "; you may only read it: open it with --read-only (fbtui --read-only …)"


def error_text(error: Exception) -> str:
    """What went wrong with the desk's file, in plain words."""
    if isinstance(error, UnicodeDecodeError):
        return "a text in it is damaged"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    words = str(error)
    return _FOREIGN if "not a database" in words else words
