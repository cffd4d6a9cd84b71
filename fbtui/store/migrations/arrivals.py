"""The rows of a large import between being staged and being feedback: see fbtui/store/intake/arrival.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

_ROW = {
    "line": int, "date": str, "stars": int, "comment": str, "response": str, "order_id": str,
    "rater_email": str, "rater_role": str, "arrived_on_time": str, "as_described": str,
    "service": str, "fulfilment": str, "note": str, "lane": str, "ground": str, "step": str,
}  # fmt: skip
_ORDER = {
    "line": int, "order_id": str, "fulfilment": str, "on_time": int, "asin": str, "sku": str,
    "title": str,
}  # fmt: skip
_REFUSAL = {"line": int, "reason": str, "text": str}


def arrivals(db: Utils) -> None:
    """One import arrives at a time; only while its row is in `arriving` will it be finished."""
    for table, columns in (("row", _ROW), ("order", _ORDER), ("refusal", _REFUSAL)):
        db.table(f"arriving_{table}").create({"id": int, **columns}, pk="id", strict=True)
    db.table("arriving").create(
        {"import_id": int, "has_comment": int, "has_response": int},
        pk="import_id",
        foreign_keys=[("import_id", "import", "id")],
        strict=True,
    )
