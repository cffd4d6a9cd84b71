"""`fbtui case read` in a pipe: one answer or many, and bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

DECLINED = (
    "We have reviewed this feedback and found that it is not in violation of our guidelines\n"
    "and has been retained."
)


def test_an_answer_in_a_file_is_recognised_and_quoted(ran: Callable, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_text("\ufeff" + DECLINED, "utf-8")
    result = ran("case", "read", file)
    assert result.exit_code == 0
    assert result.stdout.startswith("declined: “this feedback and found that")
    assert result.stdout.count("\n") == 1


def test_json_carries_decision_and_quote(ran: Callable) -> None:
    result = ran("case", "read", "--json", given=DECLINED)
    answer = json.loads(result.stdout)
    assert answer["decision"] == "declined" and answer["quote"] in DECLINED


@pytest.mark.parametrize("arguments", [[], ["--json"], ["-"]])
def test_an_unknown_answer_exits_with_1(ran: Callable, arguments: list[str]) -> None:
    result = ran("case", "read", *arguments, given="We will see.")
    assert result.exit_code == 1 and "unrecognised" in result.stdout


def test_control_characters_in_an_answer_do_not_reach_the_terminal(ran: Callable) -> None:
    text = "The feedback\x1b]0;x\x07 has been removed. The \x1b[31mfeedback\x9b has been removed."
    for arguments in ([], ["--json"]):
        result = ran("case", "read", *arguments, given=text)
        assert all(sign.isprintable() for sign in result.stdout.rstrip("\n"))


def test_answers_are_streamed_and_bad_lines_reported(ran: Callable) -> None:
    lines = [
        '{"id": 7, "text": "The feedback has been removed."}',
        "no json",
        "",
        '{"text": "The feedback has not been removed."}',
        '[{"text": "x"}]',
        '{"id": 8, "text": 5}',
        '{"id": NaN, "text": "x"}',
        '{"id": "b", "text": "We have received your removal request and will reply soon."}',
    ]
    result = ran("case", "read", "--ndjson", given="\n".join(lines))
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], row["decision"]) for row in out] == [
        (7, "removed"),
        (None, "unrecognised"),
        ("b", "received"),
    ]
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == [
        f" standard input, line {line}" for line in (2, 5, 6, 7)
    ]
    assert result.exit_code == 3


def test_a_stream_of_valid_lines_succeeds_even_if_nothing_is_recognised(ran: Callable) -> None:
    result = ran("case", "read", "--ndjson", given='{"id": 1, "text": "Hello"}\n')
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said == {"id": 1, "decision": "unrecognised", "quote": "", "proposal": None}


@pytest.mark.parametrize("data", [b"\xff\xfeW\x00", b"The feedback\0 has been removed."])
def test_binary_input_is_refused(ran: Callable, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "answer.bin"
    file.write_bytes(data)
    result = ran("case", "read", file)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "save it as UTF-8 text" in result.stderr and result.stderr.count("\n") == 1


def test_a_missing_file_is_refused(ran: Callable, tmp_path: Path) -> None:
    result = ran("case", "read", tmp_path / "none.txt")
    assert result.exit_code == 3 and "none.txt" in result.stderr
