"""Write a file completely or not at all, readable only by its owner, never through a link."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from fbtui.domain.outcome import RefusedInput
from fbtui.export.publish import CREATE, publish

_BUFFER = 1 << 18
_PART = re.compile(r"\.fbtui-[0-9a-f]{16}\.part")

_EXISTS = "{path} exists already and was left as it is: name another file, or replace it (--force)."
_DENIED = "{path} cannot be written, you have no right to write in {folder}: name another folder."
_FULL = "{path} was not written, there is no room left for it: free some room, then try again."
_WHY = {
    errno.EEXIST: _EXISTS,
    errno.ENOENT: "{path} cannot be written, there is no folder {folder}: make it first.",
    errno.ENOTDIR: "{path} cannot be written, {folder} is not a folder: name another one.",
    errno.EISDIR: "{path} is a folder: name a file inside it.",
    errno.ELOOP: "{path} is a link, and nothing is written through a link: name another file.",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "{path} cannot be written, {folder} is read-only: name another folder.",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "{path} was not written, it is larger than a file may be here: export less.",
    errno.ENAMETOOLONG: "{path} cannot be written, its name is too long: name it shorter.",
}
_NO_FILE = "- is no file: name one; `fbtui list --format csv` writes to standard output."
_OTHER = "{path} was not written, the disk answered “{error}”: try again, or name another folder."
_SPECIAL = "{path} is a device or a pipe, not an ordinary file: name another file."


@contextmanager
def whole_file(path: Path, over: bool = False) -> Iterator[BinaryIO]:
    """Stream into a file that gets its name, with mode 0600, only when the block succeeds.

    Any exception in the block leaves nothing behind. An existing file is kept unless `over`,
    and then replaced in one step. Raises RefusedInput for any disk error; other
    exceptions of the block pass unchanged. (File systems without owners, as on a memory stick,
    cannot keep the mode.) The block must not close the stream.
    """
    with _part_of(path, over) as (raw, _):
        stream = io.BufferedWriter(raw, _BUFFER)
        yield stream
        stream.flush()


@contextmanager
def whole_path(path: Path, over: bool = False) -> Iterator[Path]:
    """The same for code that opens files by name (SQLite): yields the unfinished file, empty, 0600."""
    with _part_of(path, over) as (_, part):
        try:
            yield path.parent / part
        finally:
            with suppress(OSError):  # SQLite's own, if it could not remove it
                (path.parent / f"{part}-journal").unlink()


@contextmanager
def _part_of(path: Path, over: bool) -> Iterator[tuple[_PartFile, str]]:
    """The unfinished file and its temporary name; published when the block succeeds."""
    with _folder_of(path) as folder:
        _refuse_a_taken_name(path, folder, over)
        _sweep(folder)
        part, raw = _open_part(path, folder)
        try:
            yield raw, part
            with _refusing(path):
                os.fsync(raw.fileno())
                publish(part, path, folder, over)
        finally:
            _discard(raw, part, folder)


class _PartFile(io.FileIO):
    """The unfinished file, which turns disk errors into refusals of `path`.

    They are translated here, and not around the whole block, so that an OSError of the rows'
    source is never mistaken for one of this file.
    """

    def __init__(self, fd: int, path: Path) -> None:
        super().__init__(fd, "wb")
        self._path = path

    def write(self, data: Any) -> int:
        with _refusing(self._path):
            return os.write(self.fileno(), data)


@contextmanager
def _folder_of(path: Path) -> Iterator[int]:
    """The folder, held open: every step refers to it even if the path is renamed meanwhile."""
    with _refusing(path):
        if "\0" in str(path):
            raise OSError(errno.EINVAL, "a file name cannot hold a NUL")
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield folder
    finally:
        os.close(folder)


def _refuse_a_taken_name(path: Path, folder: int, over: bool) -> None:
    """Refuse early, before a million rows are read; the link or rename at the end is the real guard."""
    if str(path) == "-":
        raise RefusedInput(_NO_FILE)
    with _refusing(path):
        try:
            mode = os.stat(path.name or ".", dir_fd=folder, follow_symlinks=False).st_mode
        except FileNotFoundError:
            return
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if stat.S_ISLNK(mode):
            raise OSError(errno.ELOOP, "is a link")
        if not stat.S_ISREG(mode):
            raise RefusedInput(_SPECIAL.format(path=path))
        if not over:
            raise FileExistsError(errno.EEXIST, "exists")


def _open_part(path: Path, folder: int) -> tuple[str, _PartFile]:
    """A new unfinished file, locked while it is open, so that `_sweep` leaves it alone."""
    while True:
        part = f".fbtui-{secrets.token_hex(8)}.part"
        with _refusing(path):
            raw = _PartFile(os.open(part, CREATE, 0o600, dir_fd=folder), path)
        if _is_locked(raw):
            return part, raw
        raw.close()


def _is_locked(raw: _PartFile) -> bool:
    """False when the file was swept away just before it could be locked."""
    try:
        fcntl.flock(raw.fileno(), fcntl.LOCK_EX)
        return os.fstat(raw.fileno()).st_nlink > 0
    except OSError:  # without locks nobody can sweep it away either
        return True


def _sweep(folder: int) -> None:
    """Remove unfinished files left by killed programs."""
    with suppress(OSError):  # housekeeping: its failure is no reason not to write
        left = [name for name in os.listdir(folder) if _PART.fullmatch(name)]
        for name in left:
            with suppress(OSError):  # another program is writing it
                _remove_if_left(name, folder)


def _remove_if_left(name: str, folder: int) -> None:
    fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    try:
        found = os.fstat(fd)
        if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid():
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name, dir_fd=folder)
            with suppress(FileNotFoundError):  # SQLite's, next to an unfinished backup
                os.unlink(f"{name}-journal", dir_fd=folder)
    finally:
        os.close(fd)


def _discard(raw: _PartFile, part: str, folder: int) -> None:
    with suppress(OSError):
        raw.close()  # not the buffer: closing that would write again
    with suppress(OSError):  # usually renamed already
        os.unlink(part, dir_fd=folder)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        sentence = _WHY.get(error.errno or 0, _OTHER)
        why = sentence.format(path=path, folder=path.parent, error=error.strerror)
        raise RefusedInput(why) from error
