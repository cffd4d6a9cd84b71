"""The template that a letter began with, and the files that go with an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# What an agent posted last is looked at whenever a reply is checked.
_POSTED = """
CREATE INDEX letter_posted ON letter (agent, updated_at) WHERE kind = 'reply' AND state = 'posted'"""


def letter_care(db: Utils) -> None:
    db.table("letter").add_column("template", str, not_null_default="")
    db.table("letter").add_column("untouched", int, not_null_default=0)
    db.execute(_POSTED)
    columns = {"id": int, "letter_id": int, "name": str, "type": str, "size": int, "sha256": str}
    db.table("attachment").create(
        {**columns, "content": bytes},
        pk="id",
        not_null={"letter_id", "name", "type", "size", "sha256", "content"},
        foreign_keys=[("letter_id", "letter", "id")],
        strict=True,
    )
    db.table("attachment").create_index(["letter_id"])
