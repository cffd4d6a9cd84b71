"""A step: an index of the feedback whose product is known, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# Answers at once whether any product is known, and which of the last days are.
_KNOWN = "CREATE INDEX feedback_of_product ON feedback (date) WHERE sku <> '' OR asin <> ''"


def products_by_day(db: Utils) -> None:
    db.execute(_KNOWN)
