"""Step: a later report may speak against any state of a case, not only against one that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils


def doubted_cases(db: Utils) -> None:
    db.execute("ALTER TABLE removal RENAME COLUMN gone_since TO doubted_since")
