"""A step of the schema: account health, its readings, and what is logged around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

_SERIES = "account, marketplace, metric, fulfilment, coalesce(window_days, -1), detail"


def account_health(db: Utils) -> None:
    _readings(db)
    _around(db)


def _readings(db: Utils) -> None:
    # Counts and figures are texts: exact fractions, and a report may state any number of digits.
    figures = ("numerator", "denominator", "value", "comparator", "target", "amazon_status")
    named = ("account", "marketplace", "metric", "fulfilment", "date", "detail", "source")
    db.table("reading").create(
        {
            "id": int,
            **dict.fromkeys(named, str),
            "window_days": int,
            **dict.fromkeys(figures, str),
            "at": str,
            "agent": str,
            "import_id": int,
            "state": str,  # current, replaced by a later word on the same day, or withdrawn
            "replaces": int,
        },
        pk="id",
        not_null={*named, "amazon_status", "at", "agent", "state"},
        defaults={"state": "current"},
        foreign_keys=[("import_id", "import", "id"), ("replaces", "reading", "id")],
        strict=True,
    )
    db.execute(
        f"CREATE UNIQUE INDEX reading_current ON reading ({_SERIES}, date) WHERE state = 'current'"
    )
    db.table("reading").create_index(["account", "marketplace", "metric", "date"])
    db.table("not_understood").create(
        {"id": int, "import_id": int, "path": str, "value": str},
        pk="id",
        not_null={"import_id", "path", "value"},
        foreign_keys=[("import_id", "import", "id")],
        strict=True,
    )
    db.table("not_understood").create_index(["import_id"])


def _around(db: Utils) -> None:
    logged = {"id": int, "at": str, "agent": str, "account": str, "marketplace": str}
    kept = {"at", "agent", "account", "marketplace"}
    db.table("notification").create(
        {**logged, "date": str, "title": str, "metric": str, "read_at": str, "read_by": str}
        | {"withdrawn": int},
        pk="id",
        not_null={*kept, "date", "title", "metric", "withdrawn"},
        defaults={"withdrawn": 0},
        strict=True,
    )
    db.table("report_request").create(
        {**logged, "report": str, "ready_at": str, "path": str, "withdrawn": int},
        pk="id",
        not_null={*kept, "report", "path", "withdrawn"},
        defaults={"withdrawn": 0},
        strict=True,
    )
    db.table("escalation").create(
        {**logged, "metric": str, "fulfilment": str, "window_days": int, "detail": str}
        | {"date": str, "value": str, "figure": str, "standing": str, "doing": str, "path": str},
        pk="id",
        not_null={*kept, "metric", "fulfilment", "detail", "date", "figure", "standing"}
        | {"doing", "path"},
        strict=True,
    )
