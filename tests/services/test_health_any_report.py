"""Reports made from a small schema: whatever they hold is on the desk afterwards, and is shown."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk, open_desk
from fbtui.services.health.document import board_document, board_text
from fbtui.services.intake.performance import HealthPreview
from fbtui.store.health import readings
from fbtui.store.intake import imports

words = st.text(st.characters(codec="utf-8"), max_size=8)
leaf = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), words, st.just(10**30)
)
counts = st.integers(0, 10**7)
anything = st.recursive(
    leaf, lambda x: st.lists(x, max_size=2) | st.dictionaries(words, x, max_size=2)
)
dates = st.fixed_dictionaries(
    {
        "reportingDateFrom": st.sampled_from(["2026-09-20T00:00Z", "2026-11-19T00:00:00Z", "soon"]),
        "reportingDateTo": st.sampled_from(["2026-11-18T23:59Z", "2026-10-18T23:59:59Z", ""]),
    }
)
rate = st.fixed_dictionaries(
    {"reportingDateRange": dates},
    optional={
        "orderCount": counts | leaf,
        "orderWithDefects": st.fixed_dictionaries({"count": counts, "status": words}) | leaf,
        "claims": st.fixed_dictionaries({"count": counts}),
        "negativeFeedback": st.fixed_dictionaries({"count": counts}) | anything,
        "lateShipmentCount": counts,
        "rate": st.floats(0, 1) | words,
        "targetValue": st.sampled_from([0.01, 0.04, "1%", None]),
        "targetCondition": st.sampled_from(["LESS_THAN", "GREATER_THAN", "SOMEHOW"]),
        "status": st.sampled_from(["GOOD", "BAD", "NONE", "\x1b[2J"]),
    },
)
metrics = st.fixed_dictionaries(
    {"marketplaceId": st.sampled_from(["ATVPDKIKX0DER", "A1PA6795UKMFR9", "UNKNOWN"])},
    optional={
        "orderDefectRate": st.fixed_dictionaries(
            {}, optional={"mfn": rate, "afn": rate, "dfn": rate}
        ),
        "lateShipmentRateList": st.lists(rate, max_size=2),
        "accountHealthRating": st.fixed_dictionaries({"ahrScore": st.integers(0, 1000) | leaf}),
        "listingPolicyViolations": st.fixed_dictionaries({"defectsCount": leaf}),
        "somethingNew": anything,
        "warningStates": st.lists(
            st.fixed_dictionaries({"warningType": words, "status": words}), max_size=2
        ),
    },
)
reports = st.fixed_dictionaries(
    {"performanceMetrics": st.lists(metrics, max_size=2)},
    optional={
        "accountStatuses": st.lists(
            st.fixed_dictionaries({"marketplaceId": words, "status": words}), max_size=2
        )
    },
)


LEFT_OVER: dict[tuple[str, str, str], list[tuple[str, ...]]] = {}


@pytest.fixture(scope="module")
def one_desk() -> Iterator[Desk]:
    with TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "desk.db", "mara")
        yield desk
        desk.close()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=reports)
def test_no_report_crashes_and_no_key_of_it_is_lost(one_desk: Desk, document: Any) -> None:
    intake = one_desk.intake()
    try:
        preview = intake.prepare(
            PastedText(json.dumps(document)), account=None, marketplace=None, kind="health"
        )
        assert isinstance(preview, HealthPreview), preview
        taken = intake.take(preview)
        assert isinstance(taken, HealthPreview), taken
        again = intake.prepare(
            PastedText(json.dumps(document) + " "), account=None, marketplace=None, kind="health"
        )
        assert isinstance(again, HealthPreview)
        assert (again.counts.new, again.counts.changed) == (0, 0)
    finally:
        intake.close()
    board = one_desk.health.board()
    if preview.before is None:  # the board has what the latest report of each place left over
        (report,) = imports.latest(one_desk.context.database.reading, 1)
        place_and_layout = (report.account, report.marketplace, report.layout)
        LEFT_OVER[place_and_layout] = [tuple(x) for x in preview.file.report.not_understood]
    assert sorted(board.not_understood) == sorted(itertools.chain(*LEFT_OVER.values()))
    for reading in preview.file.report.readings:
        connection = one_desk.context.database.reading
        place = (reading.account, reading.marketplace)
        kept = readings.of_metric(connection, *place, reading.metric)
        assert reading.key in {each.reading.key for each in kept}
    written = json.loads(board_text(board, "json", "mara"))
    assert written == json.loads(json.dumps(board_document(board)))
    assert board_text(board, "csv", "mara").count("\n") >= len(board.lines)
