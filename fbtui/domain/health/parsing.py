"""Figures as people and reports write them ("0.03%", "2/7,890"), read exactly.

Nothing goes through binary floating point: 1 % is 1/100, so a reading exactly on its target is
recognised as such (docs/domain/health.md: "Under 1 %" at exactly 1 % is missed).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple

from fbtui.domain.health.vocabulary import Unit
from fbtui.domain.record import Before

MAX_DIGITS = 40  # far beyond any report; stops "1e999999999" from filling memory
_TOO_LARGE = 10**MAX_DIGITS

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+"
_PLAIN = re.compile(
    rf"(?P<number>{_NUMBER})(?:e(?P<exponent>[+-]?\d{{1,3}}))?\s*(?P<percent>%?)", re.I | re.A
)
_OF = re.compile(rf"(?P<n>{_NUMBER})\s*(?:/|of)\s*(?P<d>{_NUMBER})(?:\s+[a-z ]+)?", re.I | re.A)
_SHARE = re.compile(r"(?P<share>[^()]+)\((?P<counts>[^()]+)\)")
_DURATION = re.compile(
    r"(?=.*\d)(?:(?P<hours>\d{1,9})\s*h(?:ours?|rs?)?)?\s*"
    r"(?:(?P<minutes>\d{1,9})\s*m(?:in(?:ute)?s?)?)?",
    re.I | re.A,
)
_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "none"})


class Quantity(NamedTuple):
    """One figure: counts, a value, or both. `value` of a rate is a fraction of 1."""

    numerator: int | None = None
    denominator: int | None = None
    value: Fraction | None = None


def parse_number(number: object) -> Fraction:
    """`number` as an exact fraction of its digits: 0.1 is 1/10, "1%" is 1/100.

    Raises ValueError unless it is one finite number of reasonable size.
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, int) and not isinstance(number, bool):
        return _of_size(number)
    if isinstance(number, (float, Decimal)):
        return _from_text(str(number).removeprefix("+"))
    if isinstance(number, str):
        return _from_text(number.strip())
    raise ValueError(f"not a number: {number!r}")


Exact = Annotated[Fraction, Before(parse_number)]


def stated_as_nothing(text: str) -> bool:
    """Whether `text` means "no figure" ("N/A", "--")."""
    return text.strip().lower() in _NOTHING


def whole(number: object) -> int | None:
    """`number` as a count, or None unless it is a whole number from 0 up."""
    try:
        fraction = parse_number(number)
    except ValueError:
        return None
    return int(fraction) if fraction.denominator == 1 and fraction >= 0 else None


def parse_quantity(text: str, unit: Unit = Unit.RATE) -> Quantity:
    """Parse a figure copied from Seller Central.

    A rate: "0.03%", "2 of 7,890 orders", "98% (49)", "0% (0/1)". Minutes: "9 hours 40 minutes". "N/A"
    means no figure in any unit.

    Raises ValueError for anything else.
    """
    text = " ".join(text.split())
    if stated_as_nothing(text):
        return Quantity()
    if unit is Unit.RATE and (match := _OF.fullmatch(text)):
        return Quantity(_count(match["n"]), _count(match["d"]))
    if unit is Unit.RATE and (match := _SHARE.fullmatch(text)):
        return _share(match["share"], match["counts"])
    if unit is Unit.MINUTES and (match := _DURATION.fullmatch(text)):
        return Quantity(value=Fraction(int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)))
    if unit is not Unit.RATE and text.endswith("%"):
        raise ValueError(f"a percentage is no figure in {unit}: {text!r}")
    return Quantity(value=_from_text(text))


def _share(share: str, counts: str) -> Quantity:
    value = _from_text(share.strip())
    if match := _OF.fullmatch(counts.strip()):
        return Quantity(_count(match["n"]), _count(match["d"]), value)
    return Quantity(_count(counts), None, value)


def _count(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ValueError(f"not a whole number: {text!r}")
    return number


def _of_size(number: int) -> Fraction:
    if abs(number) >= _TOO_LARGE:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    return Fraction(number)


def _from_text(text: str) -> Fraction:
    sign = -1 if text.startswith("-") else 1
    match = _PLAIN.fullmatch(text.removeprefix("-"))
    if match is None:
        raise ValueError(f"not a number: {text!r}")
    exponent = int(match["exponent"] or 0)
    if len(text) > 2 * MAX_DIGITS or abs(exponent) > MAX_DIGITS:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    number = Fraction(match["number"].replace(",", "")) * Fraction(10) ** exponent
    return sign * number / (100 if match["percent"] else 1)
