"""Judges a single figure: the input and output of `fbtui health judge`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from fbtui.domain.health import vocabulary
from fbtui.domain.health.display import display
from fbtui.domain.health.headroom import headroom
from fbtui.domain.health.metric import Metric, Target
from fbtui.domain.health.parsing import (
    Quantity,
    parse_number,
    parse_quantity,
    stated_as_nothing,
    whole,
)
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.standing import standing
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Comparator, Standing, Unit

_UNITS = (Unit.RATE, Unit.COUNT, Unit.MINUTES, Unit.SCORE)
_PLAIN = (Unit.COUNT, Unit.SCORE)  # both plain numbers: a target for one works for the other
_ANY_DAY = datetime.date.min  # a single figure has no day


class Answer(NamedTuple):
    """The assessment of one figure; `headroom` as in `headroom()`, None if unknown."""

    standing: Standing
    display: str
    headroom: int | None


def answer(asked: Mapping[str, object], targets: Targets) -> Answer:
    """Judge the figure in `asked`: {metric, unit?, numerator?, denominator?, value?, comparator?,
    target?}; null is the same as absent, other keys are ignored.

    Unit, comparator and target default to the metric's own.

    Raises ValueError with the reason why the figure cannot be judged.
    """
    asked = {key: value for key, value in asked.items() if value is not None}
    name = asked.get("metric", "")
    if not isinstance(name, str):
        raise ValueError('"metric" must be a text')
    metric = targets.find(name)
    unit = _unit(asked, metric)
    reading = _reading(asked, unit)
    target = _target(asked, unit, metric)
    value = reading.measured()
    whole_percent = metric is not None and metric.whole_percent
    return Answer(
        standing(value, target),
        display(value, unit, whole_percent=whole_percent),
        headroom(reading, target, unit),
    )


def _unit(asked: Mapping[str, object], metric: Metric | None) -> Unit:
    named = asked.get("unit", metric.unit if metric else None)
    if named not in _UNITS:
        raise ValueError(f'"unit" must be one of {", ".join(_UNITS)}')
    return Unit(str(named))


def _reading(asked: Mapping[str, object], unit: Unit) -> Reading:
    stated = _stated(asked.get("value"), unit)
    numerator = _count(asked, "numerator", stated.numerator)
    denominator = _count(asked, "denominator", stated.denominator)
    value = stated.value
    if unit in _PLAIN or (unit is Unit.MINUTES and denominator is None):
        if value is None and numerator is not None:
            value = Fraction(numerator)
        numerator = denominator = None
    return Reading(
        metric=str(asked.get("metric", "")),
        date=_ANY_DAY,
        numerator=numerator,
        denominator=denominator,
        value=value,
    )


def _stated(value: object, unit: Unit) -> Quantity:
    try:
        stated = parse_quantity(value, unit) if isinstance(value, str) else _number(value)
    except ValueError as error:
        raise ValueError(f'"value" cannot be read as {unit}: {error}') from error
    if stated.value is not None and stated.value < 0 and unit is not Unit.SCORE:
        raise ValueError(f'"value" cannot be below 0: {value}')
    return stated


def _number(value: object) -> Quantity:
    return Quantity(value=None if value is None else parse_number(value))


def _count(asked: Mapping[str, object], key: str, otherwise: int | None) -> int | None:
    given = asked.get(key)
    if given is None or (isinstance(given, str) and stated_as_nothing(given)):
        return otherwise
    counted = whole(given)
    if counted is None:
        raise ValueError(f'"{key}" must be a whole number from 0 up, not {given}')
    return counted


def _target(asked: Mapping[str, object], unit: Unit, metric: Metric | None) -> Target | None:
    """The given target, completed from the metric's own if that has the same unit."""
    own = metric.target if metric and _same_kind(metric.unit, unit) else None
    if "target" not in asked and "comparator" not in asked:
        return own
    value = _bar(asked["target"], unit) if "target" in asked else (own.value if own else None)
    if value is None:
        return None
    comparator = _comparator(asked) or (own.comparator if own else None)
    if comparator is None:
        raise ValueError('"target" needs a "comparator", one of < ≤ > ≥ =')
    share = own.warning_share if own else Target.model_fields["warning_share"].default
    return Target(comparator=comparator, value=value, warning_share=share)


def _same_kind(one: Unit, other: Unit) -> bool:
    return one is other or (one in _PLAIN and other in _PLAIN)


def _bar(target: object, unit: Unit) -> Fraction | None:
    try:
        return (
            _number(target).value
            if not isinstance(target, str)
            else parse_quantity(target, unit).value
        )
    except ValueError as error:
        raise ValueError(f'"target" cannot be read as {unit}: {error}') from error


def _comparator(asked: Mapping[str, object]) -> Comparator | None:
    word = asked.get("comparator")
    if word is None:
        return None
    meant = vocabulary.comparator(word) if isinstance(word, str) else None
    if meant is None:
        raise ValueError(f'"comparator" must be one of < ≤ > ≥ =, not {word}')
    return meant
