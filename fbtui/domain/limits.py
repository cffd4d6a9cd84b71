"""Numbers used by the rules, with defaults that the configuration may change."""

from __future__ import annotations

from fbtui.domain.record import Field, StrictRecord

RATING_DAYS = 365  # the star rating counts 12 months (docs/domain/reports.md)
_YEARS = 3650  # days; a longer window is a typo, and dates have an end
_LONGEST = 1_000_000  # characters


class Limits(StrictRecord):
    """Windows in days, letter lengths in characters, attachments in megabytes of a million bytes.

    The windows are hearsay (docs/domain/removal.md: 90 and 60 days according to third parties), so they
    are settings. `answer_days`: when to look for Amazon's answer; a claim lapses after `claim_minutes`
    without activity. The reply has no known limit: 0 means none; `reply_advised_characters` is our own
    measure, and only warned of (docs/domain/letters.md). `reopen_at_most`: how often a declined
    removal case is re-opened. `retention_days`: how long personal data is kept after the last step.
    `reading_days`: the age in days at which a reading of account health is stale.
    """

    removal_window_days: int = Field(90, ge=1, le=_YEARS)
    buyer_window_days: int = Field(60, ge=1, le=_YEARS)
    answer_days: int = Field(3, ge=1, le=_YEARS)
    claim_minutes: int = Field(15, ge=1, le=1440)
    email_characters: int = Field(4000, ge=1, le=_LONGEST)
    reply_characters: int = Field(0, ge=0, le=_LONGEST)
    reply_advised_characters: int = Field(400, ge=0, le=_LONGEST)
    retention_days: int = Field(30, ge=1, le=_YEARS)
    reopen_at_most: int = Field(1, ge=0, le=100)
    attachment_megabytes: int = Field(10, ge=1, le=1000)
    reading_days: int = Field(7, ge=1, le=_YEARS)
