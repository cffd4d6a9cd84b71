"""NDJSON in a pipe: each line is answered before the next, and mistakes are reported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.source import WITHOUT_MODEL

ASKED = '{"id": "a", "text": "The feedback has been removed."}\n'
STREAMS = [
    ("case read --ndjson", ASKED),
    ("check --ndjson", '{"id": "a", "kind": "reply", "text": "Thank you."}\n'),
    ("route", '{"id": "a", "stars": 1, "comment": "Never arrived"}\n'),
    ("health judge", '{"id": "a", "metric": "odr", "value": 0}\n'),
]


@contextmanager
def begun(verb: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program itself, with pipes at all three ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "fbtui", *verb.split()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": WITHOUT_MODEL} | settings,
    ) as program:
        yield program
        program.kill()


@pytest.mark.parametrize(("verb", "line"), STREAMS)
def test_an_answer_comes_before_the_next_question(verb: str, line: str) -> None:
    with begun(verb) as program:
        for _ in range(3):
            program.stdin.write(line.encode())
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == "a"
        assert program.communicate() == (b"", b"")
        assert program.returncode == 0


def test_a_closed_pipe_ends_the_stream_quietly(tmp_path: Path) -> None:
    file = tmp_path / "many.ndjson"
    file.write_text(ASKED * 20_000, "utf-8")
    with begun(f"case read --ndjson {file}") as program:
        program.stdout.readline()
        program.stdout.close()
        assert (program.wait(), program.stderr.read()) == (0, b"")


def test_help_into_a_closed_pipe_is_no_error() -> None:
    with begun("route --help") as program:
        program.stdout.close()
        assert (program.wait(), program.stderr.read()) == (0, b"")


def test_ctrl_c_exits_with_130_and_no_traceback() -> None:
    with begun("case read --ndjson") as program:
        program.stdin.write(ASKED.encode())
        program.stdin.flush()
        program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait() == 130
        assert program.stderr.read().strip() == b""


def test_output_in_latin_1_is_still_valid_json() -> None:
    text = "Das Feedback wurde 😀 gelöscht. The feedback has been removed. \x9b"
    with begun("case read --ndjson", PYTHONIOENCODING="latin-1", PYTHONUTF8="0") as program:
        asked = json.dumps({"id": text, "text": text}, ensure_ascii=False)
        out, _ = program.communicate(asked.encode())
    assert out.isascii()
    assert json.loads(out)["id"] == text


@pytest.mark.parametrize(("verb", "line"), STREAMS)
def test_a_missing_id_is_null(ran: Callable, verb: str, line: str) -> None:
    result = ran(*verb.split(), given=line.replace('"id": "a", ', ""))
    assert json.loads(result.stdout)["id"] is None


def test_any_id_is_returned_and_cannot_control_the_terminal(ran: Callable) -> None:
    ids = ["\x1b]0;x\x07 \x9b31m \u202e \ud800", 7, 7.5, -(10**30), ["x", {"y": 1.25}], None, True]
    lines = [json.dumps({"id": each, "text": "Hello"}) for each in ids]
    result = ran("case", "read", "--ndjson", given="\n".join(lines))
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ids
    assert result.stdout.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "this is not JSON (Expecting property name"),
        (b'"text"', "this is not a JSON object"),
        (b'{"text": "K\xe4ufer"}', "this is not UTF-8"),
        (b"[" * 100_000, "this is nested too deep"),
        (b'{"id": NaN, "text": ""}', "NaN is not a number"),
        (b'{"id": ' + b"9" * 5000 + b', "text": ""}', "a number of more than 400 digits"),
        (b'{"id": 1e-' + b"9" * 30 + b', "text": ""}', "a number of more digits than can be read"),
        (b'{"text": 5}', '"text" must be the text of the answer'),
    ],
)
def test_a_bad_line_gives_one_sentence_and_the_others_are_answered(
    ran: Callable, tmp_path: Path, line: bytes, says: str
) -> None:
    file = tmp_path / "asked.ndjson"
    file.write_bytes(b"\r\n".join((ASKED.strip().encode(), b" ", line, ASKED.strip().encode())))
    result = ran("case", "read", "--ndjson", file)
    assert (result.exit_code, result.stdout.count("\n")) == (3, 2)
    assert result.stderr.startswith(f"fbtui: {file}, line 3: {says}")
    assert result.stderr.endswith("; correct this line.\n")
    assert result.stderr.count("\n") == 1


def test_long_lines_and_byte_order_marks_are_accepted(ran: Callable) -> None:
    long = json.dumps({"id": "long", "text": "Hello " * 50_000})
    given = f"\ufeff{ASKED}{long}\n\n\ufeff{ASKED}".encode()
    result = ran("case", "read", "--ndjson", given=given)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "long", "a"]


@pytest.mark.parametrize("verb", [verb for verb, _ in STREAMS] + ["case read", "route --score"])
def test_a_missing_file_is_refused(ran: Callable, tmp_path: Path, verb: str) -> None:
    result = ran(*verb.split(), tmp_path / "none.ndjson")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "none.ndjson cannot be read: no such file or directory" in result.stderr


def test_closed_standard_input_is_refused() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m fbtui route <&-', sys.executable], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (
        3,
        "fbtui: Standard input is closed; name a file.\n",
    )
