"""`fbtui health` at the shell: the board for people and for cron, and every act of the room."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("desk")  # verbs refuse a desk that is not there
SAMPLES = Path(__file__).parents[1] / "intake"


def test_an_empty_board_says_how_readings_come_in(fbtui: Make) -> None:
    answer = fbtui("health")
    assert answer.code == 0
    assert "import a performance report" in answer.out


def test_cron_learns_of_a_breach_by_the_exit_code(fbtui: Make) -> None:
    assert fbtui("health", "reading", "odr", "9/1000", "--fulfilment", "mfn").code == 0
    assert fbtui("health").code == 0, "at risk is no breach"
    said = fbtui("health", "reading", "odr", "1%", "--fulfilment", "fba")
    assert said.out == "Order Defect Rate: 1%, breach.\n"
    answer = fbtui("health")
    assert answer.code == 1
    assert "✗ breach" in answer.out and "▲ at risk" in answer.out
    assert "Order Defect Rate, fulfilled by Amazon, 60 days [main]" in answer.out
    assert answer.out.count("not reported yet") == 2
    told = fbtui("health", "--json")
    assert told.code == 1
    document = json.loads(told.out)
    assert document["breach"] is True
    [mfn, fba] = document["tiles"][0]["metrics"]
    assert (mfn["display"], mfn["of_total"], mfn["headroom"]) == ("0.9%", "9 of 1,000 orders", 0)
    assert (fba["display"], fba["standing"], fba["value"]) == ("1%", "breach", 0.01)


def test_both_reports_are_imported_and_the_json_says_what_of_them(fbtui: Make) -> None:
    for name, layout in (("performance_v2.json", "V2 JSON"), ("performance_v1.xml", "V1 XML")):
        dry = json.loads(fbtui("import", SAMPLES / name, "--dry-run", "--json").out)
        assert (dry["kind"], dry["layout"], dry["dry_run"]) == ("health", layout, True)
        first = json.loads(fbtui("import", SAMPLES / name, "--kind", "health", "--json").out)
        assert first["new"] == dry["new"] > 0 and first["refusals"] == []
        again = json.loads(fbtui("import", SAMPLES / name, "--json").out)
        assert (again["new"], again["unchanged"]) == (0, first["new"])
    said = fbtui("health")
    assert "not understood: " in said.out and "somethingNew" in said.out


def test_an_account_is_looked_at_alone_or_all_of_them(fbtui: Make, own_folder: Path) -> None:
    for account in ("Nord", "Sued"):
        fbtui("health", "reading", "ahr", "300", "--account", account)
    (own_folder / "config.toml").write_text('account = "Nord"\n')

    def accounts(*words: str) -> set[str]:
        tiles = json.loads(fbtui("health", *words, "--json").out)["tiles"]
        return {each["account"] for tile in tiles for each in tile["metrics"]}

    assert accounts() == {"Nord"}
    assert accounts("--account", "Sued") == {"Sued"}
    assert accounts("--all") == {"Nord", "Sued"}


def test_headroom_and_the_way_back(fbtui: Make, report: Make, row: Make, order: Make) -> None:
    fbtui("health", "reading", "odr", "2/7890", "--fulfilment", "FBA", "--marketplace", "US")
    fbtui("health", "reading", "odr", "12/1000", "--fulfilment", "MFN", "--marketplace", "US")
    said = fbtui("health", "headroom").out
    assert "76 more defects before 1%" in said
    assert "201 good orders in a row or about 15 of 60 days without a defect bring it back" in said
    fbtui("import", report(row(1), row(2, 5)), "--marketplace", "US")
    found = json.loads(fbtui("health", "headroom", order(1), "--json").out)
    assert (found["struck"], found["rating_now"], found["rating"]) == (1, "3.0", "5.0")
    assert found["unknown_fulfilment"] == 1
    assert fbtui("health", "headroom", "114-0000000-0000000").code == 3


def test_an_escalation_is_written_and_followed(fbtui: Make, tmp_path: Path) -> None:
    fbtui("health", "reading", "odr", "14/1000", "--fulfilment", "MFN")
    file = tmp_path / "to-the-manager.md"
    assert fbtui("health", "escalate", "--doing", "New carrier", "-o", file).code == 0
    assert "New carrier" in file.read_text()
    assert "reported 20" in fbtui("health").out
    again = fbtui("health", "escalate")
    assert again.code == 3 and "--again" in again.err
    told = fbtui("health", "escalate", "--again", "--json")
    assert "14 of 1,000 orders" in json.loads(told.out)["report"]
    assert fbtui("health", "escalate", "odr", "-o", file).code == 3, "never over a file unasked"
    assert fbtui("health", "escalate", "odr", "-o", file, "--replace").code == 0
    assert "reported a low stat" in fbtui("log").out


def test_nothing_low_is_nothing_to_report(fbtui: Make) -> None:
    answer = fbtui("health", "escalate")
    assert answer.code == 3 and "nothing to report" in answer.err


def test_notices_from_the_shell(fbtui: Make) -> None:
    fbtui(
        "health",
        "notify",
        "Action required: Your listing of…",
        "--metric",
        "Listing policy violations",
    )
    fbtui("health", "notify", "Old", "--date", "2018-05-06")
    assert "2 unread notifications" in fbtui("health").out
    listed = fbtui("health", "notifications").out.splitlines()
    assert "● unread" in listed[0] and "(listing_policy_violations)" in listed[0]
    assert fbtui("health", "read", "1").code == 0
    unread = json.loads(fbtui("health", "notifications", "--unread", "--json").out)
    assert [each["title"] for each in unread] == ["Old"]
    fbtui("health", "request", "Order defects")
    assert "Order defects: asked" in fbtui("health", "requests").out
    assert fbtui("health", "ready", "1", "odr.csv").code == 0
    assert "odr.csv" in fbtui("health", "requests").out
    assert fbtui("health", "read", "9").code == 3


def test_a_wrong_reading_is_refused_and_undone(fbtui: Make) -> None:
    assert fbtui("health", "reading", "nonsense", "1%").code == 3
    assert fbtui("health", "reading", "odr", "two", "--fulfilment", "mfn").code == 3
    assert fbtui("health", "reading", "odr", "", "--fulfilment", "mfn").code == 3
    assert "0 to 1,000" in fbtui("health", "reading", "ahr", "1001").err
    fbtui("health", "reading", "late shipment", "9%")
    assert fbtui("health").code == 1
    assert "reading of late_shipment_rate" in fbtui("undo").out
    assert fbtui("health").code == 0


def test_every_metric_is_listed_by_name(fbtui: Make) -> None:
    said = fbtui("health", "metrics").out
    assert "order_defect_rate" in said and "≥ 90%" in said
    assert fbtui("health", "--help").code == 0


@pytest.mark.parametrize("words", [["health"], ["health", "--json"]])
def test_what_amazon_writes_steers_no_terminal(fbtui: Make, words: list[str]) -> None:
    hostile = {"performanceMetrics": [{"marketplaceId": "X\x1b[2J", "new\x1b]0;x\x07": "\x1b[31m"}]}
    assert fbtui("import", "-", "--kind", "health", stdin=json.dumps(hostile)).code == 0
    assert "\x1b" not in fbtui(*words).out
