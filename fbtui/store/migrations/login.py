"""Who was logged in while somebody acted under a name: anyone may give any name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils


def login_beside_the_name(db: Utils) -> None:
    """Of what was done before nobody knows it."""
    db.execute("ALTER TABLE lot ADD COLUMN login TEXT NOT NULL DEFAULT ''")
