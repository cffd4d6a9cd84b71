"""Numbers that rules take as arguments, with their defaults (the configuration may change them)."""

from __future__ import annotations

from pydantic import Field

from fbtui.domain.record import StrictRecord


class Limits(StrictRecord):
    """Windows in days, letter lengths in characters, attachments in megabytes of a million bytes.

    The windows are hearsay (AMAZON.md, section 4: 90 and 60 days by third parties), so they
    are settings. `answer_days` after asking Amazon one looks for the answer; a claim ends after
    `claim_minutes` without activity. The reply has no limit known to us: 0 means none.
    `reopen_at_most`: how often a declined removal case is re-opened. `retention_days`: how long
    what is personal is kept after the last step. `reading_days`: how old a reading of account
    health may be before it is stale.
    """

    removal_window_days: int = Field(90, ge=1)
    buyer_window_days: int = Field(60, ge=1)
    answer_days: int = Field(3, ge=1)
    claim_minutes: int = Field(15, ge=1)
    email_characters: int = Field(4000, ge=1)
    reply_characters: int = Field(0, ge=0)
    retention_days: int = Field(30, ge=1)
    reopen_at_most: int = Field(1, ge=0)
    attachment_megabytes: int = Field(10, ge=1)
    reading_days: int = Field(7, ge=1)
