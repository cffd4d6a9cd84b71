"""Files on an e-mail: copied into the desk, several, taken off again, frozen with what was sent."""

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
def here(desk: Desk, report: Make, row: Make, take: Make, order: Make) -> int:
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
    return [each.name for each in written.attached(written.draft("email"))]


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.why


def test_what_was_attached_stays_as_it_was(desk: Desk, here: int, file: Make) -> None:
    photo = file("photo.jpg", b"the picture")
    assert desk.attachments.attach(here, photo) == Done("Attached: photo.jpg.")
    photo.write_bytes(b"something else")
    desk.attachments.attach(here, file("label.pdf"))
    written = about(desk, here)
    first, second = written.attached(written.draft("email"))
    assert desk.attachments.content(first) == b"the picture"
    assert (first.type, second.type, first.size) == ("image/jpeg", "application/pdf", 11)
    assert first.words == "photo.jpg (image/jpeg, 11 bytes)"


def test_files_are_taken_off_by_name_and_an_empty_draft_goes_with_the_last(
    desk: Desk, here: int, file: Make
) -> None:
    for nth in range(3):
        desk.attachments.attach(here, file("photo.jpg", b"%d" % nth))
    assert names(desk, here) == ["photo.jpg", "photo-2.jpg", "photo-3.jpg"]
    desk.attachments.detach(here, "photo-2.jpg")
    desk.letters.keep(here, "email", "", "")
    assert names(desk, here) == ["photo.jpg", "photo-3.jpg"], "files keep an empty draft"
    desk.attachments.detach(here, "photo.jpg")
    desk.attachments.detach(here, "photo-3.jpg")
    assert about(desk, here).draft("email") is None
    assert "No file x.pdf" in refused(desk.attachments.detach(here, "x.pdf"))


def test_ten_megabytes_in_total(desk: Desk, here: int, file: Make) -> None:
    desk.attachments.attach(here, file("a.bin", b"x" * 6_000_000))
    why = refused(desk.attachments.attach(here, file("b.bin", b"x" * 4_000_001)))
    assert "too large" in why and "10 MB in total" in why
    assert isinstance(desk.attachments.attach(here, file("c.bin", b"x" * 4_000_000)), Done)
    assert names(desk, here) == ["a.bin", "c.bin"]


def test_what_cannot_be_attached_is_refused_and_begins_no_draft(
    desk: Desk, here: int, file: Make, tmp_path: Path
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
        assert why in refused(desk.attachments.attach(here, path)).lower(), path
    assert about(desk, here).draft("email") is None
    assert "no longer on the desk" in refused(desk.attachments.attach(999, file("a.txt")))


def test_each_agent_has_files_of_their_own_and_sent_ones_stay(
    desk: Desk, here: int, file: Make, sit: Make
) -> None:
    ana = sit("ana")
    ana.attachments.attach(here, file("ana.pdf"))
    desk.attachments.attach(here, file("mara.pdf"))
    assert (names(desk, here), names(ana, here)) == (["mara.pdf"], ["ana.pdf"])
    desk.letters.keep(here, "email", "Other", "We are sorry.")
    assert isinstance(desk.letters.confirm(here, "email", "We are sorry."), Done)
    written = about(desk, here)
    assert [x.name for x in written.attached(written.final("email")[0])] == ["mara.pdf"]
    assert names(desk, here) == []
    assert "No file" in refused(desk.attachments.detach(here, "mara.pdf")), "sent: frozen"


def test_the_log_holds_no_names_of_files(desk: Desk, here: int, file: Make) -> None:
    desk.attachments.attach(here, file("Kelly Marsh.pdf"))
    log = desk.context.database.reading.execute("SELECT act, before, after FROM log").fetchall()
    assert "attached" in str(log) and "Kelly" not in str(log)
