"""The filters of the queue as SQL conditions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fbtui.domain.cases.window import first_open_day
from fbtui.domain.feedback.queue import Filter, Viewpoint, parse_search
from fbtui.domain.times import timestamp
from fbtui.store.feedback.feedback import IS_OVERDUE
from fbtui.store.feedback.search import matching
from fbtui.store.sync.products import IS_IN_TROUBLE, trouble_values

_CLAIMED = {
    "mine": "claimed_by <> '' AND claimed_by = :agent AND claimed_at > :claims_since AND claimed_at < :claims_until",
    "unclaimed": "(claimed_by = '' OR claimed_at <= :claims_since OR claimed_at >= :claims_until)",
}
# An SKU or ASIN of the order, or words from the title.
_OF_PRODUCT = """(:product IN (lower(sku), lower(asin)) OR instr(lower(title), :product)
  OR instr(', ' || lower(sku) || ', ' || lower(asin) || ', ', ', ' || :product || ', '))"""
# The beginning of an SKU or ASIN, as typed so far; or also words from the title.
_BEGINS = "instr(', ' || lower(sku) || ', ' || lower(asin), ', ' || :{name})"
_BEGINS_OR_HAS = f"({_BEGINS} OR instr(lower(title), :{{name}}))"


def bucket_conditions(wanted: Filter, viewpoint: Viewpoint) -> tuple[list[str], dict[str, Any]]:
    """Conditions that hold for buckets and rows alike."""
    limits = viewpoint.limits
    days = {"removal": limits.removal_window_days, "buyer": limits.buyer_window_days}
    window = first_day(viewpoint, days[wanted.window]) if wanted.window else ""
    where, values = _equal(
        {
            "account = :account": wanted.account,
            "step = :step": wanted.step,
            "marketplace = :marketplace": wanted.marketplace,
            "date >= :since": wanted.since and wanted.since.isoformat(),
            "date <= :until": wanted.until and wanted.until.isoformat(),
            "date >= :window": window,
            "date >= :recent": wanted.days and first_day(viewpoint, wanted.days - 1),
        }
    )
    where += [f"stars IN ({', '.join(map(str, wanted.stars))})"] if wanted.stars else []
    where += ["status IN (SELECT value FROM json_each(:status))"] if wanted.status else []
    values["status"] = "[" + ", ".join(f'"{status}"' for status in wanted.status) + "]"
    values["now"] = timestamp(viewpoint.now)
    return where, values


def row_conditions(wanted: Filter, viewpoint: Viewpoint) -> tuple[list[str], dict[str, Any]]:
    """Conditions that only rows can answer."""
    where, values = _equal(
        {
            "fulfilment = :fulfilment": wanted.fulfilment,
            "lane = :lane": wanted.lane,
            "id IN (SELECT feedback_id FROM tag WHERE tag = :tag)": wanted.tag,
        }
    )
    if wanted.overdue:
        where.append(IS_OVERDUE)
        values["now"] = timestamp(viewpoint.now)
    if wanted.guesses:
        where.append("is_guess = 1 AND lane_by = ''")
    if product := wanted.product.strip().lower():
        where.append(_OF_PRODUCT)
        values["product"] = product
    if wanted.claimed:
        lasts = timedelta(minutes=viewpoint.limits.claim_minutes)
        values["claims_since"] = timestamp(viewpoint.now - lasts)
        values["claims_until"] = timestamp(viewpoint.now + lasts)
        where.append(_CLAIMED[wanted.claimed])
        values["agent"] = viewpoint.agent
    if wanted.trouble:
        where.append(IS_IN_TROUBLE)
        values.update(trouble_values(viewpoint.trouble, viewpoint.now.date()))
    searched, typed = _searched(wanted.search)
    return where + searched, values | typed


def _searched(search: str) -> tuple[list[str], dict[str, Any]]:
    """The conditions of a search as typed."""
    parts, where, values = parse_search(search), list[str](), dict[str, Any]()
    named = [(_BEGINS, each) for each in parts.numbers]
    named += [(_BEGINS_OR_HAS, each) for each in parts.products]
    for nth, (condition, typed) in enumerate(named):
        where.append(condition.format(name=(name := f"typed{nth}")))
        values[name] = typed.lower()
    if parts.words:
        condition, words = matching(parts.words)
        where.append(condition)
        values.update(words)
    return where, values


def _equal(plain: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The conditions that have a value, and their values by name."""
    stated = {condition: value for condition, value in plain.items() if value}
    values = {condition.rsplit(":")[-1].rstrip(")"): value for condition, value in stated.items()}
    return list(stated), values


def first_day(viewpoint: Viewpoint, window_days: int) -> str:
    """The oldest day of a window that ends today, as stored."""
    return first_open_day(viewpoint.now.date(), window_days).isoformat()
