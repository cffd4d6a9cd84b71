"""A file is written completely or not at all, 0600, never through a link or over another."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.export.files import whole_file

WORDS = b"one line of the queue\n" * 50_000  # larger than the buffer: several writes reach the disk

Breaks = Callable[[str, int, int], None]


def export(path: Path, over: bool = False, words: bytes = WORDS) -> None:
    with whole_file(path, over) as out:
        for start in range(0, len(words), 4_096):
            out.write(words[start : start + 4_096])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Breaks:
    """Make the nth call of a system operation fail."""

    def set_up(operation: str, nth: int, code: int) -> None:
        real, calls = getattr(os, operation), iter(range(1, 1_000))

        def fails(*args: Any, **kwargs: Any) -> Any:
            if next(calls) == nth:
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        monkeypatch.setattr(os, operation, fails)

    return set_up


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)


def test_the_file_is_complete_and_alone_in_its_folder(tmp_path: Path) -> None:
    export(tmp_path / "queue.csv")
    assert (tmp_path / "queue.csv").read_bytes() == WORDS
    assert names(tmp_path) == ["queue.csv"]


@pytest.mark.parametrize("over", [False, True])
def test_only_its_owner_reads_it_even_without_a_umask(tmp_path: Path, over: bool) -> None:
    path = tmp_path / "queue.csv"
    if over:
        path.write_bytes(b"old")
        path.chmod(0o666)
    before = os.umask(0)
    try:
        export(path, over)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


FAULTS = [
    *(("write", nth, code) for nth in (1, 2, 4) for code in (errno.ENOSPC, errno.EIO)),
    *(("fsync", nth, code) for nth in (1, 2) for code in (errno.ENOSPC, errno.EIO)),
    *(("open", nth, code) for nth in (1, 2) for code in (errno.EACCES, errno.ENOSPC)),
    ("link", 1, errno.ENOSPC),
    ("link", 1, errno.EIO),
    ("stat", 1, errno.EIO),
]


@pytest.mark.parametrize(("operation", "nth", "code"), FAULTS)
def test_a_failure_leaves_nothing_behind_and_gives_one_sentence(
    tmp_path: Path, breaks: Breaks, operation: str, nth: int, code: int
) -> None:
    breaks(operation, nth, code)
    with pytest.raises(RefusedInput) as refused:
        export(tmp_path / "queue.csv")
    assert names(tmp_path) == []
    assert str(tmp_path / "queue.csv") in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("operation", "nth", "code"),
    [
        ("write", 2, errno.ENOSPC),
        ("fsync", 1, errno.EIO),
        ("replace", 1, errno.EIO),
        ("open", 2, errno.EROFS),
    ],
)
def test_a_failed_replacement_keeps_the_old_file(
    tmp_path: Path, breaks: Breaks, operation: str, nth: int, code: int
) -> None:
    (tmp_path / "queue.csv").write_bytes(b"yesterday")
    breaks(operation, nth, code)
    with pytest.raises(RefusedInput):
        export(tmp_path / "queue.csv", over=True)
    assert names(tmp_path) == ["queue.csv"]
    assert (tmp_path / "queue.csv").read_bytes() == b"yesterday"


def test_an_unconfirmed_replacement_is_not_reported_as_unchanged(
    tmp_path: Path, breaks: Breaks
) -> None:
    (tmp_path / "queue.csv").write_bytes(b"yesterday")
    breaks("fsync", 2, errno.EIO)
    with pytest.raises(RefusedInput, match="was replaced, but the disk did not confirm"):
        export(tmp_path / "queue.csv", over=True)
    assert (tmp_path / "queue.csv").read_bytes() == WORDS
    assert names(tmp_path) == ["queue.csv"]


def test_a_folder_that_cannot_be_synced_is_no_error(tmp_path: Path, breaks: Breaks) -> None:
    breaks("fsync", 2, errno.EINVAL)
    export(tmp_path / "queue.csv")
    assert (tmp_path / "queue.csv").read_bytes() == WORDS


@pytest.mark.parametrize("room", [0, 1, 262_144, 300_001, len(WORDS) - 1])
def test_the_file_size_limit_of_the_kernel_is_reported(tmp_path: Path, room: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(RefusedInput, match="larger than a file may be here"):
            export(tmp_path / "queue.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(tmp_path) == []


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt, ValueError, BrokenPipeError])
def test_other_exceptions_pass_unchanged_and_leave_nothing(
    tmp_path: Path, stopped_by: type[BaseException]
) -> None:
    with pytest.raises(stopped_by), whole_file(tmp_path / "queue.csv") as out:
        out.write(WORDS)
        raise stopped_by
    assert names(tmp_path) == []


def test_a_killed_export_never_appears_under_its_name(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        with whole_file(tmp_path / "queue.csv") as out:
            out.write(WORDS)
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert not (tmp_path / "queue.csv").exists()
    [left] = names(tmp_path)
    strangers = [".fbtui-0123456789abcdef.part.txt", ".fbtui-notes.part"]
    for name in strangers:
        (tmp_path / name).touch()
    export(tmp_path / "next.csv")
    assert names(tmp_path) == sorted([*strangers, "next.csv"]), f"{left} is swept away, no more"


def test_an_export_leaves_the_unfinished_file_of_another_alone(tmp_path: Path) -> None:
    with whole_file(tmp_path / "slow.csv") as out:
        out.write(WORDS)
        export(tmp_path / "quick.csv")
    assert names(tmp_path) == ["quick.csv", "slow.csv"]
    assert (tmp_path / "slow.csv").read_bytes() == WORDS


def test_an_existing_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "queue.csv").write_bytes(b"yesterday")
    with pytest.raises(RefusedInput, match="exists already"):
        export(tmp_path / "queue.csv")
    assert (tmp_path / "queue.csv").read_bytes() == b"yesterday"


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("aim", ["victim", "nowhere"])
def test_a_planted_link_is_refused_and_its_target_untouched(
    tmp_path: Path, over: bool, aim: str
) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    (tmp_path / "queue.csv").symlink_to(tmp_path / aim)
    with pytest.raises(RefusedInput, match="is a link"):
        export(tmp_path / "queue.csv", over)
    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert names(tmp_path) == ["queue.csv", "victim"]


@pytest.mark.parametrize("over", [False, True])
def test_a_link_planted_while_writing_is_not_followed(tmp_path: Path, over: bool) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    path = tmp_path / "queue.csv"
    try:
        with whole_file(path, over) as out:
            out.write(WORDS)
            path.symlink_to(tmp_path / "victim")
    except RefusedInput:
        assert not over
    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert path.is_symlink() is not over


def test_a_file_that_appears_while_writing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "queue.csv"
    with pytest.raises(RefusedInput, match="exists already"), whole_file(path) as out:
        out.write(WORDS)
        path.write_bytes(b"a colleague was faster")
    assert path.read_bytes() == b"a colleague was faster"
    assert names(tmp_path) == ["queue.csv"]


@pytest.mark.usefixtures("no_hard_links")
def test_without_hard_links_the_file_is_complete_too(tmp_path: Path) -> None:
    export(tmp_path / "queue.csv")
    assert (tmp_path / "queue.csv").read_bytes() == WORDS
    assert names(tmp_path) == ["queue.csv"]


@pytest.mark.usefixtures("no_hard_links")
def test_without_hard_links_a_file_that_appears_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "queue.csv"
    with pytest.raises(RefusedInput, match="exists already"), whole_file(path) as out:
        out.write(WORDS)
        path.write_bytes(b"a colleague was faster")
    assert path.read_bytes() == b"a colleague was faster"
    assert names(tmp_path) == ["queue.csv"]


@pytest.mark.usefixtures("no_hard_links")
@pytest.mark.parametrize(
    ("operation", "nth"), [("open", 3), ("replace", 1), ("write", 1), ("fsync", 2), ("fstat", 2)]
)
def test_without_hard_links_a_failure_leaves_nothing_either(
    tmp_path: Path, breaks: Breaks, operation: str, nth: int
) -> None:
    breaks(operation, nth, errno.EIO)
    with pytest.raises(RefusedInput):
        export(tmp_path / "queue.csv")
    assert names(tmp_path) == []


@pytest.mark.usefixtures("no_hard_links")
def test_without_hard_links_text_written_into_the_placeholder_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = tmp_path / "queue.csv", os.fstat

    def written_into(fd: int) -> os.stat_result:
        if path.exists() and not path.stat().st_size:
            path.write_bytes(b"a colleague's words")
        return real(fd)

    monkeypatch.setattr(os, "fstat", written_into)
    with pytest.raises(RefusedInput, match="exists already"):
        export(path)
    assert path.read_bytes() == b"a colleague's words"
    assert names(tmp_path) == ["queue.csv"]


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("folder", "is a folder: name a file inside it"),
        ("missing/queue.csv", "there is no folder .*missing: make it first"),
        ("file/queue.csv", "file is not a folder"),
        ("q" * 300 + ".csv", "its name is too long"),
        ("a\0b.csv", "NUL"),
        ("..", "is a folder"),
    ],
)
def test_an_impossible_path_is_refused(tmp_path: Path, name: str, why: str, over: bool) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RefusedInput, match=why):
        export(tmp_path / name, over, b"short")
    assert names(tmp_path) == ["file", "folder"]
    assert names(tmp_path / "folder") == []


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RefusedInput, match="not an ordinary file"):
        export(tmp_path / "pipe", over=True)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
