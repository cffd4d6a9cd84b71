"""Step 1, the tables of the intake: imports, refused lines, changed fields, orders, totals of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils


def intake_tables(db: Utils) -> None:
    db.table("import").create(
        {
            "id": int,
            "at": str,
            "agent": str,
            "name": str,
            "sha256": str,
            "kind": str,
            "account": str,
            "marketplace": str,
            "layout": str,
            "encoding": str,
            "date_order": str,
            "rows": int,
            "new": int,
            "changed": int,
            "unchanged": int,
            "refused": int,
            "joined": int,
            "notices": str,
        },
        pk="id",
        not_null={"at", "agent", "name", "sha256", "kind", "rows"},
        strict=True,
    )
    db.table("import").create_index(["sha256"])
    db.table("refusal").create(
        {"id": int, "import_id": int, "line": int, "reason": str, "text": str},
        pk="id",
        foreign_keys=[("import_id", "import", "id")],
        strict=True,
    )
    db.table("refusal").create_index(["import_id"])
    db.table("feedback_history").create(
        {
            "id": int,
            "feedback_id": int,
            "import_id": int,
            "at": str,
            "field": str,
            "before": str,
            "after": str,
        },
        pk="id",
        foreign_keys=[("feedback_id", "feedback", "id"), ("import_id", "import", "id")],
        strict=True,
    )
    db.table("feedback_history").create_index(["feedback_id"])
    db.table("orders").create(
        {"order_id": str, "fulfilment": str, "buy_shipping_on_time": int, "import_id": int},
        pk="order_id",
        strict=True,
    )
    db.table("page_totals").create(
        {
            "id": int,
            "at": str,
            "agent": str,
            "account": str,
            "marketplace": str,
            "window": int,
            "positive": int,
            "neutral": int,
            "negative": int,
            "rating": str,
        },
        pk="id",
        not_null={
            "at",
            "agent",
            "account",
            "marketplace",
            "window",
            "positive",
            "neutral",
            "negative",
        },
        strict=True,
    )
