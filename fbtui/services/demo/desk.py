"""Creates the sample desk: invented feedback, with work already done by colleagues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from fbtui.domain.feedback.feedback import Band
from fbtui.domain.feedback.prediction import Prediction
from fbtui.domain.limits import RATING_DAYS
from fbtui.domain.times import timestamp
from fbtui.intake.rows import OrderRow
from fbtui.services.context import Context
from fbtui.services.demo.cases import lay_demo_cases
from fbtui.services.demo.feedback import DemoFeedback, demo_greeting, demo_rows
from fbtui.services.demo.health import lay_demo_health
from fbtui.services.desk import Desk
from fbtui.services.feedback.lanes import route_again, routed_by
from fbtui.services.feedback.rating import Rating
from fbtui.services.feedback.reading import keep
from fbtui.services.feedback.triage import Triage
from fbtui.services.intake.routing import ImportRouting
from fbtui.services.letters.letters import Letters
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import lanes
from fbtui.store.feedback.lanes import to_read
from fbtui.store.intake import imports
from fbtui.store.intake.imports import Import
from fbtui.store.intake.stage import Stage

COLLEAGUE = "Ana"
_MANY, _SURE = 100_000, 1.0
_NOT_PRAISE: tuple[Band, ...] = ("negative", "neutral")
_PRAISED = 12  # positive ratings per complaint: reports leave them out, the page counts them
_SHARES = (4.9, 3.0, 1.4)  # average stars of positive, neutral and negative ratings


def lay_demo_desk(desk: Desk) -> None:
    """Fill an empty desk. Dates are relative to today; colleagues' work is dated after each import."""
    now = desk.context.clock()
    invented = demo_rows(now.date())
    files: dict[tuple[int, str, str], list[DemoFeedback]] = defaultdict(list)
    for each in invented:
        files[each.days_since_import, each.account, each.marketplace].append(each)
    for (days, account, marketplace), each_file in sorted(files.items(), reverse=True):
        _import(desk.context, now - timedelta(days=days), account, marketplace, each_file)
    _read(desk.context, {each.row.comment: each.topic for each in invented})
    for each in invented:
        _work(_at(desk.context, now - timedelta(days=each.days_since_import, hours=-1)), each)
    lay_demo_cases(desk.context, COLLEAGUE)
    _read_page(_at(desk.context, now))
    desk.greeting = demo_greeting()
    lay_demo_health(desk.context, lambda moment: _at(desk.context, moment))


def _read_page(context: Context) -> None:
    """Enter the page's totals for each window: the desk's complaints plus praise."""
    rating = Rating(context)
    for column in rating.table().columns:
        negative, neutral = (column.shares[band].count for band in _NOT_PRAISE)
        positive = _PRAISED * negative + column.shares["positive"].count
        counts = (positive, neutral, negative)
        stars = sum(n * each for n, each in zip(counts, _SHARES, strict=True)) / sum(counts)
        rating_shown = f"{stars:.1f}" if column.window == RATING_DAYS else ""
        rating.read_off(column.window or 0, *counts, rating=rating_shown)


def _import(
    context: Context, at: datetime, account: str, marketplace: str, invented: list[DemoFeedback]
) -> None:
    stage = Stage(
        context.database.reading, account, marketplace, frozenset({"comment", "response"})
    )
    known = [
        OrderRow(
            *(each.row.line, each.row.order_id, each.row.fulfilment, each.buy_shipping_on_time),
            **each.product._asdict(),
        )
        for each in invented
        if each.row.fulfilment
    ]
    report = [each.row for each in invented]
    stage.add(report, ImportRouting(context).places(report), known, [])
    counts = stage.compare()
    with context.database.writing() as connection:
        number = imports.next_id(connection)
        imports.add(
            connection,
            Import(
                id=number,
                at=at,
                agent=COLLEAGUE,
                name=f"sample-{marketplace}-{timestamp(at)[:10]}.txt",
                sha256="",
                kind="feedback",
                account=account,
                marketplace=marketplace,
                layout="6 columns",
                encoding="utf-8",
                date_order="ymd",
                rows=len(invented),
                new=len(invented),
                changed=0,
                unchanged=0,
                refused=counts.refused,
                joined=0,
                notices="",
            ),
        )
        lanes.begin(connection, routed_by(context))
        route_again(context, connection, stage.take(number, at, context.rulebook.playbook))
        group = log.begin_group(connection, at, COLLEAGUE, "imported", undoable=False)
        log.record(connection, group, at, COLLEAGUE, "imported", None, {}, {"import": number})


def _read(context: Context, topics: dict[str, str]) -> None:
    """Store topics as a person would assign them: the sample needs no model."""
    some = to_read(context.database.reading, _MANY)
    keep(context, some, [Prediction(topics[each.comment], _SURE) for each in some])


def _work(context: Context, invented: DemoFeedback) -> None:
    found = rows.by_order(context.database.reading, invented.row.order_id)
    ids = [feedback.id for feedback in found if feedback.account == invented.account]
    triage = Triage(context)
    for tag in invented.tags:
        triage.tag(ids, tag)
    if invented.note:
        triage.note(ids, invented.note)
    if invented.drafted:
        Letters(context).keep(ids[0], "reply", "", invented.drafted)
    if invented.status == "done":
        triage.finish(ids)


def _at(context: Context, moment: datetime) -> Context:
    clock: Callable[[], datetime] = lambda: moment  # noqa: E731 (a stopped clock)
    return replace(context, agent=COLLEAGUE, clock=clock)
