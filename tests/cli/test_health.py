"""`fbtui health` at the shell: the board for people and for cron, and every act of the room."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("desk")  # commands refuse a missing desk
SAMPLES = Path(__file__).parents[1] / "intake"


def test_an_empty_board_says_how_to_add_readings(fbtui: Make) -> None:
    answer = fbtui("health")
    assert answer.code == 1, "nobody can say that all is well"
    assert "import a performance report" in answer.out
    assert fbtui("health", "--allow-stale").code == 0


def test_a_breach_sets_the_exit_code_for_cron(fbtui: Make) -> None:
    assert fbtui("health", "reading", "odr", "9/1000", "--fulfilment", "mfn").code == 0
    assert fbtui("health").code == 0, "at risk is no breach"
    said = fbtui("health", "reading", "odr", "1%", "--fulfilment", "fba")
    assert said.out == "Order Defect Rate: 1%, breach.\n"
    answer = fbtui("health")
    assert answer.code == 1
    assert answer.out.startswith("main  ✗ 1 breach ▲ 1 at risk · read today\n")
    row = next(line for line in answer.out.splitlines() if "Order Defect Rate" in line)
    assert "▲ at risk 0.9% 9 of 1,000 orders" in row and "✗ breach 1%" in row
    assert "< 1%" in row and "60 days" in row
    assert answer.out.count("not reported yet") == 1
    told = fbtui("health", "--json")
    assert told.code == 1
    document = json.loads(told.out)
    assert document["breach"] is True
    [mfn, fba] = document["tiles"][0]["metrics"]
    assert (mfn["display"], mfn["of_total"], mfn["headroom"]) == ("0.9%", "9 of 1,000 orders", 0)
    assert (fba["display"], fba["standing"], fba["value"]) == ("1%", "breach", 0.01)


def test_both_reports_are_imported_and_described_in_json(fbtui: Make) -> None:
    for name, layout in (("performance_v2.json", "V2 JSON"), ("performance_v1.xml", "V1 XML")):
        dry = json.loads(fbtui("import", SAMPLES / name, "--dry-run", "--json").out)
        assert (dry["kind"], dry["layout"], dry["dry_run"]) == ("health", layout, True)
        first = json.loads(fbtui("import", SAMPLES / name, "--kind", "health", "--json").out)
        assert first["new"] == dry["new"] > 0 and first["refusals"] == []
        again = json.loads(fbtui("import", SAMPLES / name, "--json").out)
        assert (again["new"], again["unchanged"]) == (0, first["new"])
    said = fbtui("health")
    assert "not understood: " in said.out and "somethingNew" in said.out


def test_cron_checks_every_account_whatever_is_configured(fbtui: Make, own_folder: Path) -> None:
    """The configured account is for imports; it must not hide a breach of another one."""
    for account, rating in (("Nord", "300"), ("Sued", "90")):
        said = fbtui("health", "reading", "ahr", rating, "--account", account, "--new-account")
        assert said.code == 0, said.err
    (own_folder / "config.toml").write_text('account = "Nord"\n')

    def look(*words: str) -> tuple[int, set[str]]:
        answer = fbtui("health", *words, "--json")
        tiles = json.loads(answer.out)["tiles"]
        return answer.code, {each["account"] for tile in tiles for each in tile["metrics"]}

    assert look() == (1, {"Nord", "Sued"})
    assert look("--account", "Nord") == (0, {"Nord"})
    assert look("--account", "Sued") == (1, {"Sued"})
    assert "110 points below 200" in fbtui("health", "headroom").out
    for words in (["--account", "Norrd"], ["--marketplace", "XX"]):
        unknown = fbtui("health", *words)
        assert unknown.code == 2 and unknown.out == ""
    assert "did you mean Nord?" in fbtui("health", "--account", "Norrd").err
    mistyped = fbtui("health", "reading", "ahr", "300", "--account", "Sud")
    assert mistyped.code == 3 and "did you mean Sued?" in mistyped.err


def test_stale_or_missing_readings_set_the_exit_code_for_cron(
    fbtui: Make, report: Make, row: Make
) -> None:
    said = fbtui("health", "reading", "ahr", "400", "--date", "2020-11-20")
    assert said.code == 0
    answer = fbtui("health")
    assert answer.code == 1 and "stale, last read" in answer.err
    assert ": stale" in answer.out.splitlines()[0]
    assert fbtui("health", "--allow-stale").code == 0
    assert json.loads(fbtui("health", "--json").out)["places"][0]["stale"] == [
        "account_health_rating"
    ]
    fbtui("health", "reading", "ahr", "400")
    assert fbtui("health").code == 0
    taken = fbtui("import", report(row(1)), "--marketplace", "US", "--account", "Other")
    assert taken.code == 0, taken.err
    answer = fbtui("health")
    assert answer.code == 1 and "Other US: no reading yet." in answer.err
    assert fbtui("health", "--account", "main").code == 0


@pytest.mark.parametrize(
    ("said", "figure", "where", "shown"),
    [
        ("Negative feedback", "2 of 7,890 orders", ["--fulfilment", "FBA"], "0.03%"),
        ("negative FEEDBACK rate", "0,5 %", ["--fulfilment", "sf"], "0.5%"),
        ("Return Dissatisfaction Rate (Beta)", "12%", [], "12%"),
        ("Response times under 24 hours", "100% (14)", [], "100% (14)"),
        ("Late responses", "0% (1)", ["--window", "90"], "0% (1)"),
        ("odr", "0.03% 2 of 7,890 orders 60 days", ["--fulfilment", "Seller fulfilled"], "0.03%"),
        ("cancel", "1/200", [], "0.5%"),
        ("Account status", "At Risk of deactivation", [], "breach"),
        ("account status", "Account deactivated", [], "breach"),
        ("ACCOUNT STATUS", "at risk", [], "at risk"),
        ("LSR", "1 von 2.000", [], "0.05%"),
    ],
)
def test_a_metric_is_found_by_any_of_its_usual_names(
    fbtui: Make, said: str, figure: str, where: list[str], shown: str
) -> None:
    answer = fbtui("health", "reading", said, figure, *where)
    assert answer.code == 0, answer.err
    assert shown in answer.out
    board = fbtui("health").out
    assert shown in board


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["late response", "1%"], "(late_return_response_rate) or Late responses"),
        (["feedback", "1%"], "say which"),
        (["LSR", "1%", "--window", "20"], "counted over 7, 10 or 30 days, not 20"),
        (["Negative feedback", "2% (3)", "--window", "30", "--fulfilment", "sf"], "over 60 days"),
        (["Order Defekt Rate", "1%"], "did you mean Order Defect Rate"),
    ],
)
def test_ambiguous_names_and_impossible_values_are_refused(
    fbtui: Make, words: list[str], why: str
) -> None:
    answer = fbtui("health", "reading", *words)
    assert answer.code == 3 and why in answer.err


def test_the_board_is_written_in_four_formats(fbtui: Make, tmp_path: Path) -> None:
    fbtui("health", "reading", "odr", "2/7890", "--fulfilment", "FBA", "--marketplace", "US")
    assert fbtui("health", "--format", "csv").out.startswith('"metric","label"')
    page = fbtui("health", "--format", "md").out
    assert "| Order Defect Rate | – | ✓ good 0.03% 2 of 7,890 orders | under 1% | 60 days |" in page
    for ending in ("csv", "json", "md", "html"):
        file = tmp_path / f"board.{ending}"
        assert fbtui("health", "-o", file).code == 0
        assert "0.03%" in file.read_text()
        assert fbtui("health", "-o", file).code == 3, "never over a file unasked"
        assert fbtui("health", "-o", file, "--replace").code == 0


def test_headroom_and_the_way_back(fbtui: Make, report: Make, row: Make, order: Make) -> None:
    fbtui("health", "reading", "odr", "2/7890", "--fulfilment", "FBA", "--marketplace", "US")
    fbtui("health", "reading", "odr", "12/1000", "--fulfilment", "MFN", "--marketplace", "US")
    said = fbtui("health", "headroom").out
    assert "76 more defects before 1%" in said
    assert "201 good orders in a row or about 15 of 60 days without a defect bring it back" in said
    fbtui("import", report(row(1), row(2, 5)), "--marketplace", "US")
    found = json.loads(fbtui("health", "headroom", order(1), "--json").out)
    [place] = found["places"]
    assert (found["struck"], place["rating_now"], place["rating"]) == (1, "3.0", "5.0")
    assert (place["account"], place["unknown_fulfilment"]) == ("main", 1)
    assert fbtui("health", "headroom", "114-0000000-0000000").code == 3


def test_an_escalation_is_written_and_tracked(fbtui: Make, tmp_path: Path) -> None:
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
    assert fbtui("health", "escalate", "odr", "-o", file, "--force").code == 0
    logged = fbtui("log").out.splitlines()[0]
    assert logged.endswith(
        "reported a low stat: Order Defect Rate, seller fulfilled, 60 days, 1.4%"
    )
    taken_back = fbtui("undo").out
    assert "reported a low stat, Order Defect Rate, seller fulfilled, 60 days" in taken_back
    for _ in range(2):
        fbtui("undo")
    assert "not reported yet" in fbtui("health").out
    shown = fbtui("health", "escalate", "--dry-run")
    assert shown.out.startswith("Subject: Account health of main: Order Defect Rate in breach\n")
    assert "Dear Customer Experience Manager" in shown.out and "being done" not in shown.out
    assert shown.err == "Nothing was logged.\n"
    assert "not reported yet" in fbtui("health").out


def test_without_low_stats_there_is_nothing_to_report(fbtui: Make) -> None:
    answer = fbtui("health", "escalate")
    assert answer.code == 3 and "nothing to report" in answer.err


def test_notifications_from_the_shell(fbtui: Make) -> None:
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
    assert ", late shipment rate" in fbtui("undo").out
    assert fbtui("health", "--allow-stale").code == 0


def test_every_metric_is_listed_by_name(fbtui: Make) -> None:
    said = fbtui("health", "metrics").out
    assert "order_defect_rate" in said and "≥ 90%" in said
    assert fbtui("health", "--help").code == 0


@pytest.mark.parametrize("words", [["health"], ["health", "--json"]])
def test_amazons_text_cannot_control_the_terminal(fbtui: Make, words: list[str]) -> None:
    hostile = {"performanceMetrics": [{"marketplaceId": "X\x1b[2J", "new\x1b]0;x\x07": "\x1b[31m"}]}
    assert fbtui("import", "-", "--kind", "health", stdin=json.dumps(hostile)).code == 0
    assert "\x1b" not in fbtui(*words).out
