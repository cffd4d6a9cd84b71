"""Writing a snapshot: format by extension, consistent counts, constant memory."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.export.snapshot import FORMATS, format_of, write_snapshot


@pytest.mark.parametrize("format", FORMATS)
def test_the_extension_names_the_format(format: str) -> None:
    assert format_of(Path(f"out/queue.{format}")) == format
    assert format_of(Path(f"QUEUE.{format.upper()}")) == format


@pytest.mark.parametrize(
    ("name", "format"),
    [("q.jsonl", "ndjson"), ("q.htm", "html"), ("q.markdown", "md"), ("q.pdf", None), ("q", None)],
)
def test_other_extensions(name: str, format: str | None) -> None:
    assert format_of(Path(name)) == format


def test_a_head_without_a_time_zone_is_a_mistake(queue_head: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="time zone"):
        queue_head(2, made_at=datetime(2026, 3, 4, 9, 30))


@pytest.mark.parametrize("format", FORMATS)
def test_a_stream_gets_the_same_bytes_as_a_file(
    freeze: Callable[..., Path],
    queue_head: Callable[..., Any],
    queue_row: Callable[..., Any],
    cleaner: Callable[[str], str],
    format: Any,
) -> None:
    path, stdout = freeze(format, ["slow", "=late"]), io.BytesIO()
    rows = [queue_row(0, "slow"), queue_row(1, "=late")]
    columns = ["order_id", "date", "stars", "comment", "response", "tags"]
    assert write_snapshot(stdout, format, queue_head(2), columns, rows, clean=cleaner) == 2
    assert stdout.getvalue() == path.read_bytes()
    assert not stdout.closed


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("read", [2, 4])
def test_a_queue_that_changed_meanwhile_is_not_written_with_wrong_counts(
    tmp_path: Path,
    queue_head: Callable[..., Any],
    queue_row: Callable[..., Any],
    cleaner: Callable[[str], str],
    format: Any,
    read: int,
) -> None:
    rows = [queue_row(number, "slow") for number in range(read)]
    with pytest.raises(RefusedInput, match=f"3 rows counted, {read} read"):
        write_snapshot(tmp_path / "q", format, queue_head(3), ["comment"], rows, clean=cleaner)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_rows_that_fail_half_way_leave_no_file(
    tmp_path: Path,
    queue_head: Callable[..., Any],
    queue_row: Callable[..., Any],
    cleaner: Callable[[str], str],
    format: Any,
) -> None:
    def rows() -> Iterator[Mapping[str, object]]:
        yield from (queue_row(number, "slow" * 99) for number in range(3_000))
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        write_snapshot(
            tmp_path / "q", format, queue_head(9_000), ["comment"], rows(), clean=cleaner
        )
    assert list(tmp_path.iterdir()) == []


Peak = Callable[[Any, int], int]


@pytest.fixture
def peak(
    tmp_path: Path,
    queue_head: Callable[..., Any],
    queue_row: Callable[..., Any],
    cleaner: Callable[[str], str],
) -> Peak:
    """The most memory, in bytes, that freezing so many rows takes at any time."""

    def measured(format: Any, rows: int) -> int:
        path = tmp_path / f"{rows}"
        queue = (queue_row(number, "It came late and the box was open.") for number in range(rows))
        columns = ["order_id", "stars", "comment"]
        tracemalloc.start()
        write_snapshot(path, format, queue_head(rows), columns, queue, clean=cleaner)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    return measured


@pytest.mark.parametrize("format", FORMATS)
def test_memory_does_not_grow_with_the_rows(peak: Peak, format: Any) -> None:
    peak(format, 10)  # one-time loading does not count
    assert peak(format, 6_000) < peak(format, 1_500) + 100_000


def test_fifty_thousand_rows_pass_in_the_memory_of_five_thousand(peak: Peak) -> None:
    peak("csv", 10)
    assert peak("csv", 50_000) < peak("csv", 5_000) + 100_000
