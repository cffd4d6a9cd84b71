"""`fbtui case`: every act of the Cases room, from a shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.services.desk import Desk

ORDER = "114-8766213-0000001"
DECLINED = (
    "We have reviewed this feedback and found that it is not in violation of our guidelines and has "
    "been retained. To request further review of this decision, re-open the case in Case Log."
)
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def stocked(desk: Desk, report: Make, row: Make, take: Make, clock: Any) -> None:
    from datetime import UTC, datetime

    clock.now = datetime.now(UTC)
    day = f"{clock.now:%m/%d/%y}"
    take(desk, report(row(1, comment="You fucking thieves.", day=day), row(2, day=day)))


def rows(fbtui: Make, *words: str) -> Any:
    answer = fbtui("case", "list", "--json", *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_a_case_from_the_request_to_its_end(fbtui: Make) -> None:
    prepared = fbtui("case", "prepare", ORDER, "--json")
    told = json.loads(prepared.out)
    assert prepared.code == 0 and told["permitted"] and told["ground"] == "obscene"
    assert rows(fbtui) == []
    assert fbtui("case", "request", ORDER, "--case-id", "14011").code == 0
    assert fbtui("case", "record", ORDER, stdin="Hello?").code == 3
    assert fbtui("case", "record", ORDER, stdin=DECLINED).code == 0
    assert rows(fbtui)[0]["next"] == "reopen"
    assert "further review" in fbtui("case", "reopen", ORDER, "--text").out
    assert fbtui("case", "reopen", ORDER).code == 0
    assert fbtui("case", "number", ORDER, "14012").code == 0
    assert fbtui("case", "still-there", ORDER).code == 0
    assert fbtui("case", "record", ORDER, "--as-decision", "struck").code == 0
    struck = rows(fbtui, "--state", "struck")
    assert (struck[0]["case_id"], struck[0]["reply_hidden"]) == ("14012", True)
    shown = json.loads(fbtui("case", "show", ORDER, "--json").out)[0]
    assert [entry["event"] for entry in shown["history"]][:2] == ["requested", "declined"]
    assert "1 of 1 granted (100%)" in fbtui("case", "shares").out
    assert "★" in fbtui("rating").out


@pytest.mark.parametrize("other", ["111-1111111-2222222", "S01-1111111-2222222"])
def test_an_answer_about_another_order_is_not_recorded_unless_the_agent_decides(
    fbtui: Make, other: str
) -> None:
    fbtui("case", "request", ORDER)
    struck = f"We have struck through the feedback for order {other}."
    refused = fbtui("case", "record", ORDER, stdin=struck)
    assert refused.code == 3 and f"names order {other}, not {ORDER}" in refused.err
    assert "--as-decision" in refused.err and rows(fbtui)[0]["state"] == "requested"
    mine = f"We have struck through the feedback.\n\n> Please remove order {ORDER}, as {other} was."
    assert fbtui("case", "record", ORDER, stdin=mine).code == 0
    fbtui("case", "take-back", ORDER)
    assert fbtui("case", "record", ORDER, "--as-decision", "struck", stdin=struck).code == 0


def test_refusals_say_why_and_change_nothing(fbtui: Make) -> None:
    refused = fbtui("case", "request", "114-8766213-0000002")
    assert refused.code == 3 and "no removal" in refused.err
    assert fbtui("case", "prepare", "114-8766213-0000002").code == 1
    assert "No removal was requested" in fbtui("case", "withdraw", ORDER).err
    assert "No removal was requested" in fbtui("case", "show", ORDER).out
    assert rows(fbtui) == []


def test_warnings_go_to_stderr(fbtui: Make) -> None:
    asked = fbtui("case", "request", ORDER, "--channel", "contact_us")
    assert asked.code == 0 and "put the account at risk" in asked.err


def test_undo_says_how_a_shell_takes_a_request_back(fbtui: Make) -> None:
    fbtui("case", "request", ORDER)
    refused = fbtui("undo")
    assert refused.code == 3 and "`fbtui case take-back`" in refused.err and ORDER in refused.err


def test_withdraw_take_back_reply_and_export(fbtui: Make, tmp_path: Path) -> None:
    fbtui("case", "request", ORDER)
    assert fbtui("case", "withdraw", ORDER, "--reason", "wrong one").code == 0
    other = fbtui("--as", "jonas", "case", "take-back", ORDER)
    assert other.code == 3 and "mara's, not yours" in other.err
    assert fbtui("case", "take-back", ORDER).code == 0
    assert rows(fbtui)[0]["state"] == "requested"
    fbtui("case", "record", ORDER, "--as-decision", "declined")
    assert fbtui("case", "reply", ORDER).code == 0
    assert "We are sorry" in fbtui("letter", "show", ORDER).out
    assert fbtui("case", "export", "-o", str(tmp_path / "c.csv")).code == 0
    assert ORDER in (tmp_path / "c.csv").read_text()
    assert fbtui("case", "export", "-o", str(tmp_path / "c.md")).code == 0
    written = (tmp_path / "c.md").read_text()
    assert written.startswith("# Removal cases") and "\\:" not in written.split("Asked at")[0]
    assert ORDER in fbtui("case", "list", "--format", "ndjson").out
    assert ORDER in fbtui("case", "list", "--format", "csv").out
    assert "declined" in fbtui("case", "list").out
    assert ORDER in fbtui("show", ORDER).out


def test_feedback_gone_without_a_request_is_recorded_and_taken_back(fbtui: Make) -> None:
    second = "114-8766213-0000002"
    told = json.loads(
        fbtui("case", "record", ORDER, "--as-decision", "buyer_removed", "--json").out
    )
    assert (told["changed"], told["cases"][0]["state"]) == (True, "buyer_removed")
    assert "taken this feedback back: nothing more to ask" in fbtui("show", ORDER).out
    assert json.loads(fbtui("next", ORDER, "--json").out)["next_step"] is None
    assert json.loads(fbtui("show", ORDER, "--json").out)["window_days_left"] is None
    assert fbtui("case", "record", second, "--as-decision", "declined").code == 3
    assert fbtui("case", "record", second, "--as-decision", "struck", "--done").code == 0
    assert json.loads(fbtui("show", second, "--json").out)["status"] == "done"
    assert {row["state"] for row in rows(fbtui, "--state", "struck,buyer_removed")} == {
        *("struck", "buyer_removed")
    }
    assert fbtui("case", "reopen", second).code == 3
    taken = json.loads(fbtui("case", "take-back", ORDER, second, "--json").out)
    assert taken["changed"] and rows(fbtui) == []
    assert fbtui("letter", "show", ORDER).out.startswith("No letter has been begun")
