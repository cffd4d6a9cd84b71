"""Give a finished file its final name in one step, without replacing another by accident."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from fbtui.domain.outcome import RefusedInput

CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_CANNOT_SYNC_A_FOLDER = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_UNSURE = "{path} was {did}, but the disk did not confirm it ({error}): look at it, then try again."


def publish(part: str, path: Path, folder: int, over: bool) -> None:
    """Give the unfinished file its name; an existing file is replaced only if `over`."""
    if over:
        os.replace(part, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        _sync_replaced(path, folder)
        return
    _give_name(part, path.name, folder)
    try:
        _sync_folder(folder)
    except OSError as error:
        _take_back(path, folder, error)
        raise


def _take_back(path: Path, folder: int, why: OSError) -> None:
    """Remove the file named a moment ago; if that fails too, the refusal must say that it exists."""
    try:
        os.unlink(path.name, dir_fd=folder)
    except OSError:
        raise RefusedInput(_UNSURE.format(path=path, did="written", error=why.strerror)) from why


def _give_name(part: str, name: str, folder: int) -> None:
    """Name the finished file without replacing another: link() fails if the name is taken."""
    try:
        os.link(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _rename_onto_placeholder(part, name, folder)
    else:
        with suppress(OSError):  # the file is complete; the caller discards the part again
            os.unlink(part, dir_fd=folder)


def _rename_onto_placeholder(part: str, name: str, folder: int) -> None:
    """Without hard links: create an empty placeholder under the name, then rename over it.

    O_EXCL lets one writer win. If another program has written into the placeholder, the file
    is left to it. A power cut between the two calls leaves an empty file, never half a file.
    """
    fd = os.open(name, CREATE, 0o600, dir_fd=folder)
    try:
        ours = _is_placeholder(fd, name, folder)
        if ours:
            os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(name, dir_fd=folder)
        raise
    if not ours:
        raise FileExistsError(errno.EEXIST, "exists")


def _is_placeholder(fd: int, name: str, folder: int) -> bool:
    """Whether the name still refers to the empty file `fd`; closes it."""
    try:
        ours = os.fstat(fd)
    finally:
        os.close(fd)
    now = os.stat(name, dir_fd=folder, follow_symlinks=False)
    return not now.st_size and os.path.samestat(ours, now)


def _sync_replaced(path: Path, folder: int) -> None:
    """The old file is gone: a failure here must not claim that nothing was changed."""
    try:
        _sync_folder(folder)
    except OSError as error:
        raise RefusedInput(
            _UNSURE.format(path=path, did="replaced", error=error.strerror)
        ) from error


def _sync_folder(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC_A_FOLDER:
            raise
