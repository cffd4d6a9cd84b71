"""The product behind a feedback: from orders files, in lists, letters and snapshots, and when it is in trouble."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.feedback.queue import SHIPPED_VIEWS, Filter, View
from fbtui.domain.sync.product import Product, TroubleRule, short_title, together
from fbtui.domain.watch.settings import Watch
from fbtui.services.desk import Desk
from fbtui.store.sync import products

Make = Callable[..., Any]


@pytest.fixture
def orders(tmp_path: Path, order: Make) -> Callable[..., Path]:
    """An orders file as Amazon's own report writes it: a line for each product."""

    def write(*lines: tuple[int, str, str], name: str = "orders.txt") -> Path:
        head = "amazon-order-id\tfulfillment-channel\tasin\tsku\tproduct-name\n"
        text = "".join(
            f"{order(nth)}\tMerchant\tB0{sku:0>8}\t{sku}\t{title}\n" for nth, sku, title in lines
        )
        path = tmp_path / name
        path.write_text(head + text, encoding="utf-8")
        return path

    return write


def test_orders_bring_the_product_before_or_after_the_feedback(
    desk: Desk, report: Make, row: Make, take: Make, orders: Make, order: Make
) -> None:
    take(desk, report(row(1), row(2)))
    take(
        desk,
        orders((1, "MUG", "Mug, blue"), (3, "LID", "Lid"), (3, "CUP", "Cup"), (3, "LID", "Lid")),
    )
    take(desk, report(row(3), name="later.txt"))
    found = {each.order_id: each for n in (1, 2, 3) for each in desk.inbox.on_order(order(n))}
    assert [(each.sku, each.title) for each in found.values()] == [
        ("MUG", "Mug, blue"),
        ("", ""),
        ("LID, CUP", "Lid; Cup"),
    ]
    again = take(desk, orders((1, "MUG", "Mug, blue"), name="again.txt"))
    assert (again.counts.changed, again.counts.unchanged) == (0, 1)
    better = take(desk, orders((1, "MUG", "Mug, green"), name="better.txt"))
    assert better.counts.changed == 1
    [first] = desk.inbox.on_order(order(1))
    assert first.product_words == "Mug, green (MUG · B000000MUG)"


@pytest.mark.parametrize("asked", ["mug", "B000000MUG", "blue", "Cup", "CUP"])
def test_a_view_of_one_product(
    desk: Desk, report: Make, row: Make, take: Make, orders: Make, order: Make, asked: str
) -> None:
    take(desk, report(row(1), row(2), row(3)))
    take(desk, orders((1, "MUG", "Mug, blue"), (2, "LID", "Lid"), (2, "CUP", "Cup")))
    view = View(filter=Filter(product=asked))
    assert not view.is_instant and f"product {asked}" in view.filter.chips()
    with desk.snapshots.frozen(view) as ranks:
        shown = [each.order_id for each in ranks.window(0, 9)]
    assert shown == [order(2 if asked.lower() == "cup" else 1)]


def test_a_letter_names_the_product_as_a_sentence_can(
    desk: Desk, report: Make, row: Make, take: Make, orders: Make, order: Make
) -> None:
    take(desk, report(row(1, comment="It came broken.")))
    take(desk, orders((1, "MUG", "Enamel mug, blue, 300 ml")))
    [feedback] = desk.inbox.on_order(order(1))
    email = desk.templates.choose(feedback, "email", "repair.en")
    filled = desk.templates.fill(email, feedback)
    assert "the Enamel mug from order" in filled.text
    assert short_title("Cup; Lid") == "" and short_title("x" * 61) == ""
    assert together([Product("A", "S", "T")] * 2) == Product("A", "S", "T")


def test_three_with_the_same_topic_on_one_product(
    desk: Desk, report: Make, row: Make, take: Make, orders: Make
) -> None:
    broken = "It came broken."
    days = ["11/20/26", "11/19/26", "11/18/26", "11/1/26"]
    lines = [row(nth, 1, broken, day=day) for nth, day in enumerate(days, 1)]
    take(desk, report(*lines, row(5, 2, "Arrived late."), row(6, 5, broken), row(7, 1, broken)))
    mug = [(nth, "MUG", "Mug") for nth in range(1, 8)]
    take(desk, orders(*mug, (7, "LID", "Lid")))  # order 7 has two products
    connection, today = desk.context.database.reading, date(2026, 11, 21)
    [found] = products.in_trouble(connection, TroubleRule(), today)
    assert (found.name, found.topic, found.many) == ("MUG", "condition", 3)
    assert not products.in_trouble(connection, TroubleRule(feedbacks=4), today)


def test_the_feedback_behind_a_product_in_trouble_is_a_view(
    sit: Make, report: Make, row: Make, take: Make, orders: Make, order: Make
) -> None:
    desk, broken = sit(), "It came broken."
    take(desk, report(*(row(nth, 1, broken) for nth in (1, 2, 3)), row(4, 2, "Arrived late.")))
    take(desk, orders(*((nth, "MUG", "Mug") for nth in (1, 2, 4)), (3, "CUP", "Cup")))
    view = SHIPPED_VIEWS["Products in trouble"]
    [first, *_] = desk.inbox.on_order(order(1))
    assert desk.inbox.shipped_views()["Products in trouble"] == 0 == desk.inbox.alike(first)
    sharper = sit(watch=Watch(product_feedbacks=2))
    sharper.triage.finish([first.id])
    with sharper.snapshots.frozen(view) as ranks:
        shown = [each.order_id for each in ranks.window(0, 9)]
    assert shown == [order(1), order(2)], "as many as the digest counts, done ones too"
    assert sharper.inbox.alike(first) == sharper.watching.digests.products()[0].many == 2
    grouped = View(filter=Filter(status=()), sort="product")
    with desk.snapshots.frozen(grouped) as ranks:
        shown = [(each.sku, each.topic) for each in ranks.window(0, 9)]
    assert shown == [
        ("CUP", "condition"),
        *[("MUG", "condition")] * 2,
        ("MUG", "delivery"),
    ], "product by product, topic by topic"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sku:mu", "12"),
        ("SKU:MUG broken", "1"),
        ("asin:b000000cup", "3"),
        ("product:red", "2"),
        ("product:mug-", "2"),
        ("sku:", "123"),
        ("sku:red", ""),
        ("broken", "13"),
    ],
)
def test_a_search_names_a_product_while_it_is_typed(
    desk: Desk, report: Make, row: Make, take: Make, orders: Make, typed: str, found: str
) -> None:
    take(desk, report(row(1, comment="broken"), row(2, comment="late"), row(3, comment="broken")))
    take(desk, orders((1, "MUG", "Mug"), (2, "MUG-RED", "Red mug"), (3, "CUP", "Cup")))
    with desk.snapshots.frozen(View(filter=Filter(search=typed), sort="newest")) as ranks:
        shown = [each.order_id[-1] for each in ranks.window(0, 9)]
    assert "".join(sorted(shown)) == found
