"""The database file: opening it, and the single lock for writing it."""

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
from fbtui.store.locks import LOCKS, CannotWrite, desk_mode, open_lock, take_turn
from fbtui.store.migrations import SCHEMA_VERSION, migrate

_FOREIGN = "it is not an fbtui desk"
_UPGRADE = 60.0  # seconds to wait for another program that is creating or upgrading the desk

ReadingError = sqlite3.Error  # raised when reading a damaged desk or a failing disk


class Database:
    """A connection owned by the thread that made it, and the write lock of its file."""

    def __init__(self, path: Path, *, read_only: bool = False, patience: float = 2.0) -> None:
        """Open or create the file at `path`. `patience`: seconds to wait for another writer.

        Raises RefusedInput if the file cannot be used: not a desk, newer than this program,
        on a network file system, no permission.
        """
        self.path, self.read_only, self.patience = path, read_only, patience
        self.is_new = False  # whether this opening created the file
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
        """The same desk for another thread, with its own connection."""
        return Database(self.path, read_only=self.read_only, patience=self.patience)

    def close(self) -> None:
        self.reading.close()

    def version_of_data(self) -> int:
        """A number that changes when another connection commits (PRAGMA data_version)."""
        if self._as_it_was and self._as_it_was != state_of(self.path):
            self.reading.close()
            self.reading, self._as_it_was = self._connect()
            return -1  # earlier reads are outdated
        return int(self.reading.execute("PRAGMA data_version").fetchone()[0])

    @property
    def own_changes(self) -> int:
        """A number that grows with every row that this connection writes."""
        return self.reading.total_changes

    @contextmanager
    def writing(
        self, patience: float | None = None, *, last: bool = False
    ) -> Iterator[sqlite3.Connection]:
        """One transaction under the write lock, committed as a whole or not at all. No I/O or await inside.

        `patience`: seconds to wait for others, if not the desk's default; `last`: let them go first. Raises
        CannotWrite with a plain sentence; any other exception rolls back too.
        """
        if self.read_only:
            raise CannotWrite("The desk is open read-only; nothing was changed.")
        with self._write_lock(self.patience if patience is None else patience, last=last):
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
        """Keep this connection's temporary rows out of files from now on."""
        self.reading.execute("PRAGMA temp_store=MEMORY")

    def move_log(self) -> int:
        """Move the log back into the desk, as far as readers allow; returns how many pages it had."""
        with suppress(sqlite3.OperationalError):  # all is committed: a long log is nobody's failure
            return int(self.reading.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1])
        return 0

    def checkpoint(self) -> None:
        """Move the log back after a large write and shorten it.

        It does not wait for readers, because writers would then wait too.
        """
        self.move_log()
        self.reading.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):
            self.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.reading.execute(f"PRAGMA busy_timeout = {BUSY}")

    def empty_log(self) -> bool:
        """Rewrite the desk, move the whole write-ahead log back into it and truncate the log.

        False if a reader holds it or the disk refuses; commits are unaffected.
        """
        try:
            # `secure_delete` wipes deleted rows, but a split page keeps copies of rows that moved.
            with self._write_lock(self.patience):
                self.reading.execute("VACUUM")
            return not self.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except (sqlite3.OperationalError, CannotWrite):
            return False

    def owns(self, path: Path) -> bool:
        """Whether `path` is a file of this desk, which must never be overwritten."""
        own = {
            f"{self.path.resolve()}{ending}"
            for ending in ("", "-wal", "-shm", *(f".{work}" for work in LOCKS))
        }
        return str(path.parent.resolve() / path.name) in own

    def _roll_back(self) -> None:
        # SQLite may have rolled back by itself after a full disk or an I/O error.
        if self.reading.in_transaction:
            self.reading.execute("ROLLBACK")

    @contextmanager
    def _write_lock(self, patience: float, *, last: bool = False) -> Iterator[None]:
        """A file lock around SQLite's own, so that writers queue instead of colliding."""
        try:
            descriptor = open_lock(self.path, "lane")
        except OSError as error:
            raise CannotWrite(
                f"The desk could not be written ({error_text(error)}: {self.path}.lane); nothing was changed."
            ) from error
        try:
            take_turn(descriptor, patience, last=last)
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
        # Created here so that it has the right mode from the first byte. This process never opens the
        # live file again: closing it would drop SQLite's locks.
        if not self.path.exists():
            os.close(
                os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, desk_mode(self.path))
            )
            self.path.chmod(desk_mode(self.path))
            self.is_new = True

    def _stop_before_another_program(self) -> None:
        """Refuse another program's file instead of migrating it or taking it for a newer desk."""
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
            with self._write_lock(_UPGRADE):
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
    """The refusal for a folder given as the desk."""
    return f"{path} is a folder: name the desk's file in it, such as {path / 'desk.db'}."


def _prepare_for_writing(connection: sqlite3.Connection) -> None:
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=1")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # Switching a new file needs exclusive access, and several programs may start at once.
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
    """The fate of the transaction in one sentence."""
    # The whole commit is in the log file then, and only the disk decides whether it survives.
    if getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_FSYNC":
        return f"The disk did not confirm the change ({error_text(error)}); look whether it is there, then try again."
    return f"The desk could not be written ({error_text(error)}); nothing was changed."


def _may_read(path: Path, read_only: bool) -> str:
    """A hint for users who opened a desk for writing but may only read it."""
    if read_only or not path.is_file() or not os.access(path, os.R_OK):
        return ""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return ""
    return "; you may only read it: open it with --read-only (fbtui --read-only …)"


def error_text(error: Exception) -> str:
    """An error with the desk's file in plain words."""
    if isinstance(error, UnicodeDecodeError):
        return "a text in it is damaged"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    words = str(error)
    return _FOREIGN if "not a database" in words else words
