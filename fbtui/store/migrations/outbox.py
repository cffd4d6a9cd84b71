"""What the outbox knows of an e-mail beside the letter itself, whose state says where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# The few letters that are on their way are found without walking all that were ever written,
# and no two of them can be about the same feedback: that would be a repeat.
_ON_THEIR_WAY = """
CREATE UNIQUE INDEX letter_on_its_way ON letter (feedback_id)
WHERE state IN ('queued', 'sending', 'unknown')"""
_FAILED = "CREATE INDEX letter_failed ON letter (id) WHERE state = 'failed'"


def the_outbox(db: Utils) -> None:
    db.table("outbox").create(
        {
            "letter_id": int,
            "message_id": str,
            "attempts": int,
            "said": str,
            "by": str,
            "at": str,
            "next_try": str,
        },
        pk="letter_id",
        not_null={"message_id", "attempts", "said", "by", "at", "next_try"},
        foreign_keys=[("letter_id", "letter", "id")],
        strict=True,
    )
    db.table("outbox").create_index(["message_id"], unique=True)
    db.execute(_ON_THEIR_WAY)
    db.execute(_FAILED)
