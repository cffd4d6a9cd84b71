"""Read GET_V2_SELLER_PERFORMANCE_REPORT, Amazon's current JSON report of account health.

Amazon's own example breaks Amazon's own schema (docs/domain/health.md), so nothing is required here
but the outermost shape: anything misspelt or new is kept as not understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from fbtui.domain.health import vocabulary
from fbtui.domain.health.reading import Reading
from fbtui.intake.performance import Day, Gathering, Origin, PerformanceReport, refuse_if_too_large
from fbtui.intake.performance_fields import ORDER_DEFECTS, SHAPES, Shape
from fbtui.intake.report_block import Block, latest_day, leaves

_FULFILMENTS = {"mfn": vocabulary.SELLER_FULFILLED, "afn": vocabulary.FULFILLED_BY_AMAZON}
_MAX_DEPTH = 64
_MOST_PERCENT = 100  # a larger figure is no rate
_MAX_DIGITS = 40  # of an integer; a longer one is kept as text
_INSTEAD = (
    "import the JSON document of GET_V2_SELLER_PERFORMANCE_REPORT, the XML of "
    "GET_V1_SELLER_PERFORMANCE_REPORT, or take single figures with `fbtui health reading`"
)


def read_performance_json(data: bytes, origin: Origin) -> PerformanceReport:
    """The readings of a V2 seller performance report, and all leaves in none of them.

    Raises RefusedInput, with file and line, for anything else.
    """
    document = _document(data, origin)
    if named := _marketplaces(
        document
    ):  # entries that name none are of the only one, or of nobody's
        only = origin.marketplace_called(named.pop()) if len(named) == 1 else ""
        origin = replace(origin, marketplace=only)
    day = latest_day(document, "reportingDateTo") or origin.day
    gathering = Gathering(origin)
    for entry in gathering.entries(Block(document).child("accountStatuses")):
        gathering.add(entry, _account_status(entry, Day(origin, "", day)))
    for entry in gathering.entries(Block(document).child("performanceMetrics")):
        on = Day(origin, entry.child("marketplaceId").text(), day)
        if sum(_gather_metric(gathering, key, block, on) for key, block in entry.children()):
            gathering.understand(entry)
    return gathering.report(document)


def _marketplaces(document: object) -> set[str]:
    """The marketplaces named anywhere in a document: some of its entries may name none."""
    return {
        value.strip()
        for path, value in leaves(document)
        if path and path[-1] == "marketplaceId" and isinstance(value, str) and value.strip()
    }


def _gather_metric(gathering: Gathering, key: str, block: Block, on: Day) -> int:
    """Gather the readings under one key of the report; returns their number."""
    name = key.lower()
    if name == "orderdefectrate":
        halves = [(half.lower(), part) for half, part in block.children()]
        known = [(half, part) for half, part in halves if half in _FULFILMENTS]
        return sum(gathering.add(part, _order_defects(part, half, on)) for half, part in known)
    if name in ("warningstates", "warningstate"):
        if named := _named_parts(block):
            return sum(_gather_warning(gathering, state, part, on) for state, part in named)
        warnings = gathering.entries(block)
        return sum(gathering.add(warning, _warning(warning, on)) for warning in warnings)
    if shape := SHAPES.get(name):
        entries = gathering.entries(block)
        return sum(gathering.add(entry, _readings(entry, shape, on)) for entry in entries)
    return 0


def _named_parts(block: Block) -> list[tuple[str, Block]]:
    """The warnings of an object that holds each under its own name."""
    parts = list(block.children())
    return parts if all(isinstance(part.value, dict) for _, part in parts) else []


def _gather_warning(gathering: Gathering, name: str, block: Block, on: Day) -> int:
    if name.lower() in SHAPES:
        return _gather_metric(gathering, name, block, on)
    status = block.child("status").text()
    readings = [on.reading("warning_states", detail=name, amazon_status=status)] if status else []
    return gathering.add(block, readings)


def _account_status(entry: Block, on: Day) -> Iterator[Reading]:
    marketplace = entry.child("marketplaceId").text()
    if status := entry.child("status").text():
        yield replace(on, marketplace=marketplace).reading("account_status", amazon_status=status)


def _warning(warning: Block, on: Day) -> Iterator[Reading]:
    kind = warning.child("warningType").text() or warning.text()
    status = warning.child("status").text()
    if kind or status:
        yield on.reading("warning_states", detail=kind, amazon_status=status)


def _order_defects(half: Block, fulfilment: str, on: Day) -> Iterator[Reading]:
    """The order defect rate of one fulfilment, named by the key above it: in
    Amazon's example the `afn` block calls itself mfn."""
    half.child("fulfillmentType").word(fulfilment)
    return _readings(half, ORDER_DEFECTS, on, _FULFILMENTS[fulfilment])


def _as_shares(
    value: Fraction | None, target: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """A rate and its target from 0 to 1; those from 1 to 100 are percentages, as in some reports."""
    if all(each is None or each <= 1 for each in (value, target)):
        return value, target
    return value and value / 100, target and target / 100


def _readings(block: Block, shape: Shape, on: Day, fulfilment: str = "") -> Iterator[Reading]:
    """The reading of a metric's block, then of its parts over the same denominator."""
    day, window = block.child("reportingDateRange").period("reportingDateFrom", "reportingDateTo")
    frame = {"date": day or on.day, "window_days": window, "fulfilment": fulfilment}
    numerator, stated = block.child(shape.numerator), block.child(shape.value)
    denominator = block.child(shape.denominator).count() if shape.denominator else None
    most = _MOST_PERCENT if shape.value == "rate" else None
    target, comparator = _target(block, most)
    value = stated.count() if shape.value_is_count else stated.number(most)
    if most:
        value, target = _as_shares(stated.number(most), target)
    main = on.reading(
        shape.metric,
        numerator=_count(numerator) if shape.numerator else None,
        denominator=denominator,
        value=value,
        comparator=comparator,
        target=target,
        amazon_status=_status(*map(block.child, shape.status), numerator.child("status")),
        **frame,
    )
    if day or not main.is_empty():
        yield main
    for key, metric in shape.parts.items():
        part = block.child(key)
        if part.value is not None:
            counts = {"numerator": _count(part), "denominator": denominator}
            yield on.reading(metric, amazon_status=_status(part.child("status")), **counts, **frame)


def _count(block: Block) -> int | None:
    """A bare count, or the `count` in a block of its own."""
    return (block.child("count") if isinstance(block.value, dict) else block).count()


def _status(*places: Block) -> str:
    """Amazon's status from the first place that has one; a second, different one stays
    not understood."""
    status = ""
    for place in places:
        if status:
            place.word(status.lower())
        else:
            status = place.text()
    return status


def _target(block: Block, most: int | None) -> tuple[Fraction | None, vocabulary.Comparator | None]:
    """The target, at most `most`, and comparator of a metric: next to each other, or in a block of their own."""
    stated = block.child("targetValue")
    inner = next(
        (part for part in (stated, block.child("target")) if isinstance(part.value, dict)), None
    )
    comparator = _comparator(block.child("targetCondition"))
    if inner is None:
        return stated.number(most), comparator
    value = _first(inner, "value", "targetValue", "amount", "rate", "percentage", "count")
    condition = _first(inner, "condition", "targetCondition", "comparator", "operator", "type")
    return value.number(most), comparator or _comparator(condition)


def _first(block: Block, *keys: str) -> Block:
    """The first existing one of several parts."""
    return next(
        (part for key in keys if (part := block.child(key)).value is not None), block.child(keys[0])
    )


def _comparator(block: Block) -> vocabulary.Comparator | None:
    if not isinstance(block.value, str):
        return None
    meant = vocabulary.comparator(block.value) or vocabulary.comparator(f"{block.value}s")
    if meant is not None:  # LESS_THAN_OR_EQUAL as LESS_THAN_OR_EQUALS
        block.text()
    return meant


def _document(data: bytes, origin: Origin) -> object:
    """The parsed document. Raises RefusedInput unless it is a performance report in JSON."""
    refuse_if_too_large(data, origin)
    try:
        text = data.decode(json.detect_encoding(data))
        _refuse_deep_nesting(text, origin)
        document = json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Decimal,
            parse_int=_integer,
            parse_constant=str,
            object_pairs_hook=_every_pair,
        )
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise origin.refused(line, f"this is not {error.encoding} text; {_INSTEAD}.") from error
    except json.JSONDecodeError as error:
        why = f"this is not JSON ({error.msg}, column {error.colno}); {_INSTEAD}."
        raise origin.refused(error.lineno, why) from error
    if not isinstance(document, dict) or not {"performanceMetrics", "accountStatuses"} & {
        *document
    }:
        raise origin.refused(
            1, f"this JSON has neither performanceMetrics nor accountStatuses; {_INSTEAD}."
        )
    return document


def _refuse_deep_nesting(text: str, origin: Origin) -> None:
    """A report is nested seven deep; thousands of brackets are an attack on the parser."""
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', text, re.S):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
        if depth > _MAX_DEPTH:
            line = text.count("\n", 0, match.start()) + 1
            raise origin.refused(line, f"this is nested over {_MAX_DEPTH} deep; {_INSTEAD}.")


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _every_pair(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object that keeps all values of a repeated key, under "key (2)"."""
    kept: dict[str, object] = {}
    for key, value in pairs:
        name, times = key, 1
        while name in kept:
            times += 1
            name = f"{key} ({times})"
        kept[name] = value
    return kept
