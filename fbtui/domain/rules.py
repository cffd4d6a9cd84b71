"""Numbers that rules take as arguments, with their defaults (the configuration may change them)."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from fbtui.domain.feedback import band


class Limits(BaseModel):
    """Windows in days, due times in hours, letter lengths in characters.

    The windows are hearsay (AMAZON.md, section 4: 90 and 60 days by third parties), so they
    are settings. The reply has no limit known to us: 0 means none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    negative_due_hours: int = Field(24, ge=1)
    neutral_due_hours: int = Field(48, ge=1)
    removal_window_days: int = Field(90, ge=1)
    buyer_window_days: int = Field(60, ge=1)
    email_characters: int = Field(4000, ge=1)
    reply_characters: int = Field(0, ge=0)


def due(stars: int, imported_at: datetime, limits: Limits) -> datetime | None:
    """When the next step is wanted; 4-5 stars are never due (SOP: 1-2 stars come first, always)."""
    hours = {"negative": limits.negative_due_hours, "neutral": limits.neutral_due_hours}.get(
        band(stars)
    )
    return None if hours is None else imported_at + timedelta(hours=hours)
