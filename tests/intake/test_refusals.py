"""Anything but a report is refused in one sentence, with a remedy."""

from __future__ import annotations

import gzip
import os
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.inspection import survey
from fbtui.intake.row_parser import read
from fbtui.intake.rows import ReportRow
from tests.intake.conftest import TODAY, Take

HEADER = b"Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
ROW = b"4/13/26\t1\tx\t\t114-8766213-9372221\t\n"


def workbook() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty|nothing but blank"),
        (workbook(), "Excel workbook.*CSV"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (bytes(range(256)) * 8, "NUL bytes"),
        ("Date\tRating\n".encode("utf-16-le"), "UTF-16"),
        (
            b'{"accountStatuses": [], "performanceMetrics": []}',
            "account-health report.*kind health",
        ),
        (b'<?xml version="1.0"?><sellerPerformanceReports/>', "account-health report"),
        (b"<!DOCTYPE html><html><body>Feedback Manager</body></html>", "web page"),
        (b'[{"order": 1}]', "JSON"),
        (b"hello\nworld\n", "no layout that is known"),
        (gzip.compress(b"", mtime=0), "is empty"),
    ],
)
def test_other_files_are_refused(take: Take, content: bytes, message: str) -> None:
    with pytest.raises(RefusedInput, match=message):
        take(content)


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    for path, message in ((tmp_path, "is a folder"), (tmp_path / "gone.txt", "No such file")):
        with pytest.raises(RefusedInput, match=message):
            survey(path, today=TODAY)


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(RefusedInput, match="not a plain file"):
        survey(pipe, today=TODAY)


def test_unknown_kinds_and_marketplaces_are_refused(take: Take) -> None:
    for options in ({"kind": "letters"}, {"kind": "health"}, {"marketplace": "XX"}):
        with pytest.raises(RefusedInput):
            take(HEADER + ROW, **options)


def test_a_file_that_changes_between_the_two_passes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(HEADER + ROW)
    understood = survey(path, today=date(2026, 5, 1))
    path.write_bytes(HEADER + ROW + ROW)
    with pytest.raises(RefusedInput, match=r"report\.txt changed while it was read"):
        list(read(understood))


def test_a_refusal_can_name_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "spooled"
    path.write_bytes(b"hello\n")
    with pytest.raises(RefusedInput, match=r"^standard input, line 1"):
        survey(path, today=TODAY, name="standard input")


def test_an_overlong_line_is_refused_and_the_rest_read(take: Take) -> None:
    overlong = b"4/13/26\t1\t" + b"x" * 700_000 + b"\t\t114-8766213-9372222\t\n"
    taken = take(HEADER + ROW + overlong + ROW)
    assert [row.line for row in taken.rows] == [2, 4]
    assert "longer than" in taken.refused[0].reason
    assert len(taken.refused[0].text) < 5_000


@pytest.mark.parametrize("stars", ["0", "6", "", "good", "1.5", "55"])
def test_a_line_with_invalid_stars_is_refused(take: Take, stars: str) -> None:
    bad = ROW.replace(b"\t1\t", f"\t{stars}\t".encode())
    taken = take(HEADER + ROW + bad)
    assert [type(item) for item in taken.items if item.line == 2] == [ReportRow]
    assert taken.refused[0][:2] == (3, "the stars are not 1 to 5")
    assert taken.refused[0].text == bad.decode().rstrip("\n")
