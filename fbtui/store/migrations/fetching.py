"""A step: reports that are fetched, Amazon's rates, the product behind a feedback, alerts that were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# Said in SQL: sqlite-utils would copy a large desk's whole table to add a column.
_REQUEST = (
    "kind TEXT NOT NULL DEFAULT ''",  # '': asked for by hand
    "state TEXT NOT NULL DEFAULT ''",
    "since TEXT",
    "report_id TEXT NOT NULL DEFAULT ''",
    "document_id TEXT NOT NULL DEFAULT ''",
    "attempts INTEGER NOT NULL DEFAULT 0",
    "next_try TEXT NOT NULL DEFAULT ''",
    "needs_person INTEGER NOT NULL DEFAULT 0",
    "said TEXT NOT NULL DEFAULT ''",
    "moved_at TEXT NOT NULL DEFAULT ''",
)
_PRODUCT = tuple(f"{name} TEXT NOT NULL DEFAULT ''" for name in ("asin", "sku", "title"))
_LATEST = """
CREATE INDEX report_request_fetched ON report_request (account, marketplace, kind, id) WHERE kind <> ''"""
# One fetch of a kind and place is under way at most, whatever programs run at once.
_ONE_AT_A_TIME = """
CREATE UNIQUE INDEX report_request_under_way ON report_request (account, marketplace, kind)
WHERE state IN ('asking', 'asked', 'ready')"""
_BY_PRODUCT = "CREATE INDEX feedback_sku ON feedback (sku, date) WHERE sku <> ''"


def fetching(db: Utils) -> None:
    for table, columns in (
        ("report_request", _REQUEST),
        ("orders", (*_PRODUCT, "looked_at TEXT NOT NULL DEFAULT ''")),
        ("feedback", _PRODUCT),
    ):
        for column in columns:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for index in (_LATEST, _ONE_AT_A_TIME, _BY_PRODUCT):
        db.execute(index)
    db.table("amazon_rate").create(
        {"account": str, "operation": str, "tokens": float, "at": str},
        pk=("account", "operation"),
        not_null={"tokens", "at"},
        strict=True,
    )
    db.table("alert_told").create(
        {"rule": str, "about": str, "at": str}, pk=("rule", "about"), not_null={"at"}, strict=True
    )
