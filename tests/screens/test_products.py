"""The product behind the feedback in the queue: its column, its filter, and when it is in trouble."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fbtui.domain.watch.settings import Watch
from fbtui.services.desk import Desk, open_desk
from fbtui.services.intake.intake import Preview

Open = Any
PRODUCTS = {1: "MUG", 2: "MUG", 3: "MUG-XL", 5: "LAMP"}


def bring_products(desk: Desk, folder: Path) -> None:
    """Import an orders file that names the products of some orders."""
    file = folder / "orders.txt"
    lines = [
        f"114-8766213-{nth:07d}\tMerchant\tB0{sku}\t{sku}\tNo. {nth}, blue\n"
        for nth, sku in PRODUCTS.items()
    ]
    head = "amazon-order-id\tfulfillment-channel\tasin\tsku\tproduct-name\n"
    file.write_text(head + "".join(lines), encoding="utf-8")
    intake = desk.intake()
    preview = intake.prepare(file, account=None, marketplace="US")
    assert isinstance(preview, Preview), preview
    intake.take(preview)
    intake.close()


async def test_a_known_product_has_a_column_where_there_is_room(
    desk: Desk, sit_down: Open, tmp_path: Path
) -> None:
    def head(shift: Any) -> str:
        return next(line for line in shift.lines() if "lane → next" in line)

    async with sit_down(desk) as shift:
        assert "product" not in head(shift)
        bring_products(desk, tmp_path)
        await shift.press("R")
        assert "product" in head(shift)
        assert "MUG-XL" in "".join(line for line in shift.lines() if "Late, but it works" in line)
        await shift.pilot.resize_terminal(80, 24)
        await shift.rest()
        assert "product" not in head(shift)
        await shift.press("R")
        await shift.preview_follows()
        assert "No. 1, blue (MUG · B0MUG)" in shift.preview


async def test_one_product_is_a_key_a_search_a_filter_and_a_typed_act_away(
    desk: Desk, sit_down: Open, tmp_path: Path
) -> None:
    bring_products(desk, tmp_path)
    async with sit_down(desk) as shift:
        assert shift.order == "1"
        await shift.press("P")
        assert shift.orders == "12" and "product MUG" in shift.chips
        await shift.press("P")
        assert shift.orders == "12573846"
        await shift.press("slash", *"sku:mug")
        assert shift.orders == "123", "as typed so far"
        await shift.press("enter", "colon")
        shift.fill("sku LAMP")
        await shift.rest()
        await shift.press("enter")
        assert shift.orders == "5"
        await shift.press("escape", "o")
        assert shift.orders == "12573846"
        await shift.press(shift.screen.letters["product"])
        assert shift.orders[:4] == "5123"
        await shift.press("G", "P")
        assert shift.said.startswith("The product of this order is not known")


async def test_a_product_in_trouble_is_a_view_and_a_word_in_the_preview(
    desk: Desk, sit_down: Open, tmp_path: Path
) -> None:
    bring_products(desk, tmp_path)
    context = desk.context
    watch = Watch(product_days=30, product_feedbacks=2)
    with context.database.writing() as connection:
        connection.execute("UPDATE feedback SET topic = 'delivery' WHERE sku = 'MUG'")
    again = open_desk(context.database.path, "mara", clock=context.clock, watch=watch)
    async with sit_down(again) as shift:
        await shift.press("v", "5")
        assert shift.orders == "12" and "product in trouble" in shift.chips
        await shift.preview_follows()
        assert "▲ 2 recent complaints about delivery: MUG" in shift.preview
    again.close()
