"""Attachments of an e-mail: copied into the desk, removed again, frozen once it is sent."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence

Make = Callable[..., Any]


@pytest.fixture
def feedback_id(desk: Desk, report: Make, row: Make, take: Make, order: Make) -> int:
    take(desk, report(row(1)))
    return int(desk.inbox.on_order(order(1))[0].id)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def written(name: str, content: bytes = b"as it was") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def about(desk: Desk, feedback_id: int) -> Correspondence:
    found = desk.letters.about(feedback_id)
    assert isinstance(found, Correspondence)
    return found


def names(desk: Desk, feedback_id: int) -> list[str]:
    written = about(desk, feedback_id)
    return [file.name for file in written.attached(written.draft("email"))]


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.why


def test_an_attachment_is_a_copy_of_the_file(desk: Desk, feedback_id: int, file: Make) -> None:
    photo = file("photo.jpg", b"the picture")
    assert desk.attachments.attach(feedback_id, photo) == Done("Attached: photo.jpg.")
    photo.write_bytes(b"something else")
    desk.attachments.attach(feedback_id, file("label.pdf"))
    written = about(desk, feedback_id)
    first, second = written.attached(written.draft("email"))
    assert desk.attachments.content(first) == b"the picture"
    assert (first.type, second.type, first.size) == ("image/jpeg", "application/pdf", 11)
    assert first.words == "photo.jpg (image/jpeg, 11 bytes)"


def test_files_are_removed_by_name_and_an_empty_draft_with_the_last_one(
    desk: Desk, feedback_id: int, file: Make
) -> None:
    for nth in range(3):
        desk.attachments.attach(feedback_id, file("photo.jpg", b"%d" % nth))
    assert names(desk, feedback_id) == ["photo.jpg", "photo-2.jpg", "photo-3.jpg"]
    desk.attachments.detach(feedback_id, "photo-2.jpg")
    desk.letters.keep(feedback_id, "email", "", "")
    assert names(desk, feedback_id) == ["photo.jpg", "photo-3.jpg"], "files keep an empty draft"
    desk.attachments.detach(feedback_id, "photo.jpg")
    desk.attachments.detach(feedback_id, "photo-3.jpg")
    assert about(desk, feedback_id).draft("email") is None
    assert "No file x.pdf" in refused(desk.attachments.detach(feedback_id, "x.pdf"))


def test_attachments_are_limited_to_ten_megabytes_in_total(
    desk: Desk, feedback_id: int, file: Make
) -> None:
    desk.attachments.attach(feedback_id, file("a.bin", b"x" * 6_000_000))
    why = refused(desk.attachments.attach(feedback_id, file("b.bin", b"x" * 4_000_001)))
    assert "too large" in why and "10 MB in total" in why
    assert isinstance(desk.attachments.attach(feedback_id, file("c.bin", b"x" * 4_000_000)), Done)
    assert names(desk, feedback_id) == ["a.bin", "c.bin"]


def test_a_file_that_cannot_be_attached_is_refused_and_creates_no_draft(
    desk: Desk, feedback_id: int, file: Make, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, why in (
        (tmp_path / "nothing.pdf", "no such file"),
        (tmp_path, "directory"),
        (tmp_path / "pipe", "not a plain file"),
        (file("empty.txt", b""), "is empty"),
        (file("huge.bin", b"x" * 10_000_001), "too large"),
        (Path("a\0b"), "cannot be read"),
    ):
        assert why in refused(desk.attachments.attach(feedback_id, path)).lower(), path
    assert about(desk, feedback_id).draft("email") is None
    assert "no longer on the desk" in refused(desk.attachments.attach(999, file("a.txt")))


def test_each_agent_has_their_own_attachments_and_sent_ones_are_frozen(
    desk: Desk, feedback_id: int, file: Make, sit: Make
) -> None:
    ana = sit("ana")
    ana.attachments.attach(feedback_id, file("ana.pdf"))
    desk.attachments.attach(feedback_id, file("mara.pdf"))
    assert (names(desk, feedback_id), names(ana, feedback_id)) == (["mara.pdf"], ["ana.pdf"])
    desk.letters.keep(feedback_id, "email", "Other", "We are sorry.")
    assert isinstance(desk.letters.confirm(feedback_id, "email", "We are sorry."), Done)
    written = about(desk, feedback_id)
    assert [x.name for x in written.attached(written.final("email")[0])] == ["mara.pdf"]
    assert names(desk, feedback_id) == []
    assert "No file" in refused(desk.attachments.detach(feedback_id, "mara.pdf")), "sent: frozen"


def test_the_log_contains_no_file_names(desk: Desk, feedback_id: int, file: Make) -> None:
    desk.attachments.attach(feedback_id, file("Kelly Marsh.pdf"))
    log = desk.context.database.reading.execute("SELECT act, before, after FROM log").fetchall()
    assert "attached" in str(log) and "Kelly" not in str(log)
