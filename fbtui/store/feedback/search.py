"""Turns typed words into a full-text query."""

from __future__ import annotations

import re

from fbtui.patterns import pattern

# Scripts without spaces are indexed only as whole runs, so parts are searched in the text itself.
_NO_SPACES = pattern(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = pattern(r"\w+")

_ORDER_PART = pattern(r"[\dA-Z-]*\d[\d-]{2,}", re.IGNORECASE)

# A whole order ID and its beginning are found by the index; any other part by reading all of them.
_WHOLE_ORDER = pattern(r"[\dA-Z]{3}-\d{7}-\d{7}")
_BEGINNING = pattern(r"[\dA-Z]{3}(-\d{0,7}|-\d{7}-\d{0,6})?")
_ORDER = "SELECT id FROM feedback WHERE order_id = :order"
_ORDERS = "SELECT id FROM feedback WHERE order_id >= :order AND order_id < :order || '~'"
_ORDERS_WITH = "SELECT id FROM feedback WHERE instr(order_id, :order) > 0"
_WORDS = "SELECT rowid FROM feedback_fts WHERE feedback_fts MATCH :words"
_IN_INDEX = f"id IN ({_WORDS})"
_IN_TEXT = "instr(comment || ' ' || response, :part{nth}) > 0"
_NOTHING = "0"


def matching(typed: str) -> tuple[str, dict[str, str]]:
    """A SQL condition on feedback rows with its named values.

    All words must occur, in any order, in comment, response or order ID; the last one may be
    incomplete. Quotes and operators of the query language have no special meaning.
    """
    if _ORDER_PART.fullmatch(typed.strip()):
        # Order IDs would swell the full-text index.
        order = typed.strip().upper()
        condition = f"(id IN ({_of_order(order)}) OR {_IN_INDEX})"
        return condition, {"order": order, "words": _quoted(typed)}
    parts = [word for word in typed.split() if _NO_SPACES.search(word)]
    wanted = [_IN_TEXT.format(nth=nth) for nth in range(len(parts))]
    values = {f"part{nth}": part for nth, part in enumerate(parts)}
    if words := _quoted(" ".join(word for word in typed.split() if word not in parts)):
        wanted, values = [*wanted, _IN_INDEX], {**values, "words": words}
    return " AND ".join(wanted) or _NOTHING, values


def in_indexes(typed: str) -> tuple[str, ...]:
    """The queries of indexes that together find all that is searched, with the values of `matching`.

    None if rows have to be read for it.
    """
    values = matching(typed)[1]
    if "order" in values:
        orders = _of_order(values["order"])
        return (orders, _WORDS) if orders != _ORDERS_WITH else ()
    return (_WORDS,) if values.keys() == {"words"} else ()


def _of_order(part: str) -> str:
    """The query for an order ID, the beginning of one, or any part."""
    if _WHOLE_ORDER.fullmatch(part):
        return _ORDER
    return _ORDERS if _BEGINNING.fullmatch(part) else _ORDERS_WITH


def _quoted(typed: str) -> str:
    """The words as a full-text query, each one's parts as a phrase ("e-mail", "can't")."""
    phrases = [" ".join(_WORD.findall(word)) for word in typed.split()]
    phrases = [phrase for phrase in phrases if phrase]
    return " ".join(f'"{phrase}"' for phrase in phrases) + "*" if phrases else ""
