"""A shift with account health: reports taken in, readings by hand, notices, escalation, what if."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk
from fbtui.services.intake.performance import HealthPreview
from fbtui.services.intake.summary import summary

Make = Callable[..., Any]
HERE = {"account": "main", "marketplace": "US"}


def report(defects: int = 2, orders: int = 7890, day: str = "2026-11-20", **more: Any) -> str:
    """A small V2 report of the US with the order defect rate of FBA."""
    first = date.fromisoformat(day) - timedelta(days=59)
    half = {
        "reportingDateRange": {
            "reportingDateFrom": f"{first}T00:00Z",
            "reportingDateTo": f"{day}T23:59Z",
        },
        "orderCount": orders,
        "orderWithDefects": {"count": defects, "status": "GOOD"},
        "negativeFeedback": {"count": defects, "status": "NONE"},
        "fulfillmentType": "afn",
        "targetValue": 0.01,
        "targetCondition": "LESS_THAN",
        "status": "GOOD",
    }
    metrics = {"marketplaceId": "ATVPDKIKX0DER", "orderDefectRate": {"afn": half}, **more}
    status = {"marketplaceId": "ATVPDKIKX0DER", "status": "NORMAL"}
    return json.dumps({"accountStatuses": [status], "performanceMetrics": [metrics]})


def typed(desk: Desk, metric: str, figure: str, **where: Any) -> str:
    outcome = desk.health.enter(metric, figure, **{**HERE, **where})
    assert isinstance(outcome, Done), outcome
    return outcome.message


def line(desk: Desk, metric: str, fulfilment: str = "", window: int | None = None) -> MetricRow:
    found = [
        each
        for each in desk.health.board().lines
        if each.metric.name == metric
        and each.reading.fulfilment == fulfilment
        and window in (None, each.reading.window_days)
    ]
    assert len(found) == 1, found
    return found[0]


def refused(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.why


def test_a_report_becomes_readings_and_nothing_of_it_is_lost(desk: Desk, take: Make) -> None:
    taken = take(desk, report(somethingNew={"deep": [1, "<b>"]}))
    assert isinstance(taken, HealthPreview)
    assert (taken.counts.new, taken.counts.changed, taken.counts.unchanged) == (3, 0, 0)
    board = desk.health.board()
    assert dict(board.not_understood) == {
        "performanceMetrics[0].somethingNew.deep[0]": "1",
        "performanceMetrics[0].somethingNew.deep[1]": "<b>",
    }
    rate = line(desk, "order_defect_rate", "FBA")
    assert (rate.verdict.display, rate.verdict.of_total) == ("0.03%", "2 of 7,890 orders")
    assert rate.verdict.headroom == 76
    assert line(desk, "account_status").verdict.display == "NORMAL"
    assert "account health, V2 JSON" in summary(taken, taken=True)
    assert "not understood: performanceMetrics[0].somethingNew.deep[1] = <b>" in summary(taken)


def test_the_same_report_again_changes_nothing_and_a_corrected_one_is_a_change(
    desk: Desk, take: Make, tmp_path: Path, counts: Make
) -> None:
    take(desk, report())
    again = take(desk, report())
    assert again.before is not None
    assert "nothing changes" in summary(again)
    other_file = tmp_path / "same figures.json"
    other_file.write_text(report() + "\n")
    assert counts(take(desk, other_file)) == (0, 0, 3, 0)
    assert counts(take(desk, report(defects=80))) == (0, 2, 1, 0)
    assert line(desk, "order_defect_rate", "FBA").verdict.standing is Standing.BREACH
    [now, before] = desk.health.detail(line(desk, "order_defect_rate", "FBA"), ()).kept
    assert (now.reading.numerator, now.state) == (80, "current")
    assert (before.reading.numerator, before.state) == (2, "replaced")


def test_a_marketplace_that_nobody_knows_stands_in_no_later_reports_way(
    desk: Desk, take: Make, counts: Make
) -> None:
    unknown = report().replace("ATVPDKIKX0DER", "A0NEW0MARKET0")
    assert "A0NEW0MARKET0" in unknown
    take(desk, unknown)
    assert counts(take(desk, report())) == (3, 0, 0, 0)


def test_readings_of_several_days_are_all_kept(desk: Desk, take: Make) -> None:
    for day, defects in (("2026-11-01", 70), ("2026-11-10", 75), ("2026-11-20", 85)):
        take(desk, report(defects=defects, day=day))
    trend = [value for _, value in line(desk, "order_defect_rate", "FBA").trend]
    assert [float(value) for value in trend if value] == [70 / 7890, 75 / 7890, 85 / 7890]
    assert line(desk, "order_defect_rate", "FBA").low_since() == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"performanceMetrics": [', "line 1: this is not JSON"),
        ("<sellerPerformanceReports><a></sellerPerformanceReports>", "line 1"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><sellerPerformanceReports/>', "document type"),
    ],
)
def test_a_broken_report_is_refused_in_one_sentence(desk: Desk, text: str, why: str) -> None:
    intake = desk.intake()
    said = refused(intake.prepare(_pasted(text), account=None, marketplace=None))
    assert why in said and "\n" not in said
    assert desk.health.board().is_empty
    intake.close()


def _pasted(text: str) -> Any:
    from fbtui.intake.source import PastedText

    return PastedText(text)


def test_kind_health_refuses_feedback_and_kind_feedback_refuses_health(
    desk: Desk, report_file: Make
) -> None:
    intake = desk.intake()
    as_health = intake.prepare(report_file(), kind="health", account=None, marketplace=None)
    assert "no figure of account health" in refused(as_health)
    as_feedback = intake.prepare(_pasted(report()), kind="feedback", account=None, marketplace=None)
    assert "--kind health" in refused(as_feedback)
    intake.close()


@pytest.fixture
def report_file(report: Make, row: Make) -> Make:
    return lambda: report(row(1))


def test_a_packed_xml_report_is_known_by_itself(desk: Desk, tmp_path: Path, take: Make) -> None:
    import gzip

    plain = Path(__file__).parents[1] / "intake" / "performance_v1.xml"
    packed = tmp_path / "report.xml.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    taken = take(desk, packed)
    assert taken.file.layout == "V1 XML"
    assert taken.counts.new == len(taken.file.report.readings) > 10


def test_a_retired_metric_appears_with_its_first_reading_or_when_asked_for(desk: Desk) -> None:
    assert "late_responses" not in {m.name for m in desk.health.board().not_read}
    assert "late_responses" in {m.name for m in desk.health.board(retired=True).not_read}
    typed(desk, "Late responses", "0% (1)", window="90")
    assert line(desk, "late_responses").reading.window_days == 90


def test_seller_central_is_typed_in_as_it_is_read(desk: Desk) -> None:
    assert typed(desk, "odr", "2 of 7,890 orders", fulfilment="fba") == (
        "Order Defect Rate: 0.03%, good."
    )
    assert typed(desk, "odr", "1/100", fulfilment="seller") == "Order Defect Rate: 1%, breach."
    assert typed(desk, "cancel rate", "N/A").endswith("N/A, no data.")
    assert typed(desk, "Average response time", "9 hours 40 minutes").endswith(
        "9 hours 40 minutes."
    )
    assert typed(desk, "ahr", "150").endswith("150, at risk.")
    assert typed(desk, "account_status", "AT_RISK").endswith("AT_RISK, at risk.")


@pytest.mark.parametrize(
    ("metric", "figure", "where", "why"),
    [
        ("no such thing", "1%", {}, "There is no metric"),
        ("odr", "1%", {}, "counted apart for SF (MFN) and FBA"),
        ("odr", "1%", {"fulfilment": "DHL"}, "SF (seller fulfilled, MFN), FBA"),
        ("odr", "7890/2", {"fulfilment": "MFN"}, "7,890 of 2 cannot be"),
        ("odr", "101%", {"fulfilment": "MFN"}, "not above 100%"),
        ("odr", "1", {"fulfilment": "MFN"}, "may be 1% or 100%"),
        ("odr", "many", {"fulfilment": "MFN"}, "type 2/7890"),
        ("late shipment", "1%", {"window": "soon"}, "a number of days"),
        ("late shipment", "1%", {"day": "20.11.2026"}, "like 2026-11-20"),
        ("late shipment", "1%", {"day": "2026-11-23"}, "in the future"),
        ("late shipment", "-1%", {}, "not below 0"),
        ("account_status", " ", {}, "Say the word"),
    ],
)
def test_what_cannot_be_a_reading_is_refused_with_the_reason(
    desk: Desk, metric: str, figure: str, where: dict[str, str], why: str
) -> None:
    assert why in refused(desk.health.enter(metric, figure, **where))
    assert desk.health.board().is_empty


def test_a_reading_typed_wrongly_is_undone_and_the_one_before_counts_again(
    desk: Desk, take: Make
) -> None:
    take(desk, report())
    typed(desk, "odr", "2/78", fulfilment="fba", day="2026-11-20")
    assert line(desk, "order_defect_rate", "FBA").verdict.display == "2.56%"
    undone = desk.undo.undo()
    assert isinstance(undone, Done) and ", order defect rate" in undone.message
    assert line(desk, "order_defect_rate", "FBA").verdict.display == "0.03%"
    desk.undo.redo()
    assert line(desk, "order_defect_rate", "FBA").verdict.display == "2.56%"


def test_an_undo_is_refused_where_a_colleague_has_read_again_since(desk: Desk, sit: Make) -> None:
    typed(desk, "odr", "2/78", fulfilment="fba")
    typed(sit("jonas"), "odr", "2/7890", fulfilment="fba")
    assert "replaced since" in refused(desk.undo.undo())
    assert line(desk, "order_defect_rate", "FBA").verdict.display == "0.03%"


def test_the_worst_metric_stands_first_and_its_parts_below_it(desk: Desk) -> None:
    typed(desk, "late shipment", "1%", window="30")
    typed(desk, "cancel rate", "3%")
    typed(desk, "valid tracking", "95.5%")
    shipping = [each.metric.name for each in desk.health.board().on(Tile.SHIPPING)]
    assert shipping == ["pre_fulfilment_cancel_rate", "valid_tracking_rate", "late_shipment_rate"]
    for metric in ("chargebacks", "odr"):
        for fulfilment in ("FBA", "MFN"):
            typed(desk, metric, "0/10", fulfilment=fulfilment)
    service = [
        (each.metric.name, each.reading.fulfilment)
        for each in desk.health.board().on(Tile.CUSTOMER_SERVICE)
    ]
    assert service == [
        *(("order_defect_rate", who) for who in ("MFN", "FBA")),
        *(("chargeback_rate", who) for who in ("MFN", "FBA")),
    ]
    assert desk.health.board().standing(Tile.SHIPPING) is Standing.BREACH


def test_amazons_status_stands_beside_ours_where_they_differ(desk: Desk, take: Make) -> None:
    take(desk, report(defects=100))  # which calls itself GOOD
    rate = line(desk, "order_defect_rate", "FBA")
    assert (rate.verdict.standing, rate.amazon_says) == (Standing.BREACH, "GOOD")
    assert line(desk, "account_status").amazon_says == ""


def test_a_warning_that_the_next_report_leaves_out_is_gone(desk: Desk, take: Make) -> None:
    warned = {"warningStates": [{"warningType": "lateShipment", "status": "BAD"}]}
    take(desk, report(day="2026-11-10", **warned))
    assert line(desk, "warning_states").is_breach
    take(desk, report(day="2026-11-20"))
    assert all(each.metric.name != "warning_states" for each in desk.health.board().lines)


def test_notifications_are_unread_first_and_read_by_somebody(desk: Desk) -> None:
    notices = desk.health.notices
    for title, day in (
        ("Old one", "2018-05-06"),
        ("Action required: Your listing of…", "2018-06-25"),
    ):
        notices.notify(title, day=day, metric="listing_policy_violations")
    assert desk.inbox.alerts().unread == 2
    first = notices.notifications()[0]
    assert (first.title, first.date) == ("Action required: Your listing of…", date(2018, 6, 25))
    notices.mark_read(first.id)
    assert notices.notifications()[0].title == "Old one"
    assert notices.notifications()[1].read_by == "mara"
    notices.mark_read(first.id, read=False)
    assert desk.health.board().unread == 2
    desk.undo.undo()
    assert [each.title for each in notices.notifications()] == ["Old one"]
    assert "What the notification says" not in refused(notices.notify(" "))
    assert "no notification 99" in refused(notices.mark_read(99))


def test_a_report_request_is_asked_for_then_ready(desk: Desk) -> None:
    notices = desk.health.notices
    notices.ask_for("Order defects, 60 days")
    [asked] = notices.requests()
    assert (asked.ready_at, asked.path) == (None, "")
    notices.is_ready(asked.id, "~/odr.csv")
    [ready] = notices.requests()
    assert ready.path == "~/odr.csv" and ready.ready_at is not None
    assert "no report request 7" in refused(notices.is_ready(7, ""))


def test_a_low_stat_is_reported_and_followed(desk: Desk, clock: Any, tmp_path: Path) -> None:
    health = desk.health
    typed(desk, "odr", "14/1000", fulfilment="MFN")
    low = line(desk, "order_defect_rate", "MFN")
    assert health.board().escalation_in_words(low) == "not reported yet"
    file = tmp_path / "report.html"
    outcome = health.escalations.escalate([low], "New <carrier>", file)
    assert isinstance(outcome, Done), outcome
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "New &lt;carrier&gt;" in file.read_text() and "1.4%" in file.read_text()
    assert (
        health.board().escalation_in_words(low)
        == "reported 2026-11-22 by mara, no newer reading yet"
    )
    for figure, course in (
        ("12/1000", "better since (1.4% → 1.2%)"),
        ("16/1000", "worse since (1.4% → 1.6%)"),
        ("3/1000", "good again since"),
    ):
        clock.forward(days=1)
        typed(desk, "odr", figure, fulfilment="MFN")
        now = line(desk, "order_defect_rate", "MFN")
        assert health.board().escalation_in_words(now).endswith(course)
    clock.forward(days=1)
    typed(desk, "odr", "11/1000", fulfilment="MFN")
    relapsed = line(desk, "order_defect_rate", "MFN")
    assert health.board().escalation_in_words(relapsed) == "not reported yet", (
        "that was another time"
    )


def test_the_report_names_the_orders_behind_it_in_every_format(
    desk: Desk, take: Make, report: Make, row: Make, order: Make
) -> None:
    take(desk, report(row(1, comment="[x](y) **late**"), row(2, 5), row(3, day="1/1/26")))
    for nth in (1, 2, 3):
        found = desk.inbox.on_order(order(nth))[0]
        connection = desk.context.database.reading
        connection.execute("UPDATE feedback SET fulfilment = 'MFN' WHERE id = ?", (found.id,))
    typed(desk, "odr", "14/1000", fulfilment="MFN")
    low = line(desk, "order_defect_rate", "MFN")
    assert [each.order_id for each in desk.health.detail(low, [low]).behind] == [order(1)]
    for format in ("txt", "md", "html"):
        text = desk.health.escalations.written([low], "Calls *made*", format)
        plain = text.replace("\\", "")
        assert order(1) in plain and order(2) not in plain
        assert "14 of 1,000 orders" in plain and "late" not in plain.replace("[", "")
    assert "Calls \\*made\\*" in desk.health.escalations.written([low], "Calls *made*", "md")


def test_a_report_that_cannot_be_saved_is_not_logged(desk: Desk, tmp_path: Path) -> None:
    typed(desk, "odr", "14/1000", fulfilment="MFN")
    low, escalate = desk.health.board().low(), desk.health.escalations.escalate
    (tmp_path / "there.txt").write_text("mine")
    assert "exists already" in refused(escalate(low, "", tmp_path / "there.txt"))
    assert "names no format" in refused(escalate(low, "", tmp_path / "a.doc"))
    assert "nothing to report" in refused(escalate([], ""))
    assert desk.health.board().escalation_in_words(low[0]) == "not reported yet"
    assert (tmp_path / "there.txt").read_text() == "mine"


def test_read_only_nothing_of_it_is_written(desk: Desk, sit: Make, tmp_path: Path) -> None:
    typed(desk, "odr", "14/1000", fulfilment="MFN")
    reader = sit("ana", read_only=True)
    outcomes = [
        reader.health.enter("ahr", "300"),
        reader.health.notices.notify("x"),
        reader.health.escalations.escalate(reader.health.board().low(), "", tmp_path / "a.txt"),
    ]
    assert all("read-only" in refused(outcome) for outcome in outcomes)
    assert not (tmp_path / "a.txt").exists()


def test_what_if_tells_rate_and_rating_as_they_would_be(
    desk: Desk, take: Make, report: Make, row: Make, order: Make
) -> None:
    take(desk, report(row(1, 1), row(2, 1), row(3, 5), row(4, 5)))
    desk.context.database.reading.execute("UPDATE feedback SET fulfilment = 'MFN' WHERE stars = 1")
    typed(desk, "odr", "2/150", fulfilment="MFN")
    struck = [desk.inbox.on_order(order(1))[0]]
    found = desk.health.what_if(struck, desk.health.board().lines)
    [rate] = found.rates
    assert (found.stars_now, found.stars, found.about) == ("3.0", "3.7", False)
    assert (rate.line.verdict.display, rate.verdict.display) == ("1.33%", "0.67%")
    assert (rate.line.verdict.standing, rate.verdict.standing) == (Standing.BREACH, Standing.GOOD)
    assert [each.stars for each in desk.health.might_be_struck()] == [1, 1]
    assert line(desk, "order_defect_rate", "MFN").verdict.display == "1.33%", "nothing is stored"


def test_the_board_is_written_into_files_that_compute_nothing(desk: Desk, tmp_path: Path) -> None:
    typed(desk, "account_status", "=cmd()")
    board = desk.health.board()
    assert isinstance(desk.health.write(board, tmp_path / "h.csv"), Done)
    assert isinstance(desk.health.write(board, tmp_path / "h.json"), Done)
    assert '"\'=cmd()"' in (tmp_path / "h.csv").read_text()
    tiles = json.loads((tmp_path / "h.json").read_text())["tiles"]
    assert [each["metric"] for tile in tiles for each in tile["metrics"]] == ["account_status"]
    assert "names no format" in refused(desk.health.write(board, tmp_path / "h.xls"))


def test_a_pasted_page_is_shown_taken_and_taken_back(desk: Desk) -> None:
    page = _pasted((Path(__file__).parents[1] / "intake" / "account_health_page.txt").read_text())
    intake = desk.intake()
    preview = intake.prepare(page, account=None, marketplace=None)
    assert isinstance(preview, HealthPreview)
    told = summary(preview)
    assert "46 readings: 46 would be new" in told
    assert "Order Defect Rate, fulfilled by Amazon, 60 days: 0.03%  2 of 7,890 orders" in told
    assert desk.health.board().is_empty
    assert isinstance(intake.take(preview), HealthPreview)
    board = desk.health.board()
    assert board.unread == 3 and len(board.lines) == 42
    undone = desk.undo.undo()
    assert isinstance(undone, Done) and undone.message == "Undone: imported, 46 readings."
    assert desk.health.board().is_empty and desk.health.board().unread == 0
    again = intake.prepare(page, account=None, marketplace=None)
    assert isinstance(again, HealthPreview) and again.before is None, "it may be taken again"
    desk.undo.redo()
    assert len(desk.health.board().lines) == 42
    typed(desk, "odr", "1/9", fulfilment="sf", account="Other", new_account=True)
    whose = refused(intake.prepare(page, account=None, marketplace=None))
    assert "Say the account: Other, main" in whose
    intake.close()


def test_the_preview_of_a_page_says_what_is_assumed_and_why_a_line_is_not_understood(
    desk: Desk,
) -> None:
    page = "Order Defect Rate\t0.5%\nLate Shipment Rate\t1.42%\nValid Tracking Rate\t99%"
    told = summary(desk.intake().prepare(_pasted(page), account=None, marketplace=None))
    assert "No window is stated for late shipment rate (10 days): the usual one is taken." in told
    assert "line 1 = Order Defect Rate 0.5%: its fulfilment is missing" in told


def test_an_account_of_several_marketplaces_is_asked_which(desk: Desk) -> None:
    for code in ("US", "DE"):
        typed(desk, "ahr", "300", marketplace=code)
    assert "sells in DE, US" in refused(desk.health.enter("ahr", "310", account="main"))
    typed(desk, "ahr", "300", account="Other", marketplace="FR", new_account=True)
    assert isinstance(desk.health.enter("ahr", "310", account="Other"), Done)
    assert [group.name for group in desk.health.board().groups] == [
        "Other FR",
        "main DE",
        "main US",
    ]
