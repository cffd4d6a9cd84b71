"""Step: removal cases as append-only events, with the state that results from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils


def removal_cases(db: Utils) -> None:
    db.table("removal").create(
        {
            "id": int,
            "feedback_id": int,
            "ground": str,
            "clause": str,
            "quotes": str,
            "request_text": str,
            "evidence": str,
            "asked_at": str,
            "asked_by": str,
            "channel": str,
            "state": str,
            "since": str,
            "gone_since": str,
            "declines": int,
            "case_id": str,
            "entries": int,
        },
        pk="id",
        not_null={
            *("feedback_id", "ground", "clause", "quotes", "request_text", "evidence"),
            *("asked_at", "asked_by", "channel", "state", "since", "declines", "case_id"),
            "entries",
        },
        foreign_keys=[("feedback_id", "feedback", "id")],
        strict=True,
    )
    db.table("removal").create_index(["feedback_id"])
    db.table("removal").create_index(["state", "since"])
    db.table("removal_event").create(
        {
            "id": int,
            "removal_id": int,
            "at": str,
            "agent": str,
            "event": str,
            "channel": str,
            "case_id": str,
            "text": str,
        },
        pk="id",
        not_null={"removal_id", "at", "agent", "event", "text"},
        foreign_keys=[("removal_id", "removal", "id")],
        strict=True,
    )
    db.table("removal_event").create_index(["removal_id"])
