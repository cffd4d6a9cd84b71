"""Sees whether the values of a record are plainly right; whatever it accepts, pydantic accepts too."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from fbtui.domain.record import Before, NotPlain, Record, Slot, record_of

Reader = Callable[[Any], Any]
"""Returns the value as the record holds it, or raises NotPlain."""

_DAY, _MOMENT = len("2026-04-03"), len("2026-04-03T00:00:00Z")
_RULES: dict[str, Callable[[Any, Any], object]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "min_length": lambda value, least: len(value) >= least,
    "max_length": lambda value, most: len(value) <= most,
    "pattern": lambda value, form: re.search(form, value),
    "allow_inf_nan": lambda value, allowed: allowed or isfinite(value),
}
_known: dict[type[Record], tuple[tuple[str, Slot, Reader], ...]] = {}


def plain_fields(cls: type[Record], values: Any) -> dict[str, Any]:
    """Every field of a record by name. Raises NotPlain."""
    if type(values) is not dict:
        raise NotPlain
    found, known = {}, 0
    for name, slot, read in _readers(cls):
        key = slot.alias or name
        if key not in values:
            key = name
        if key in values:
            found[name], known = read(values[key]), known + 1
        elif slot.is_required:
            raise NotPlain
        else:
            found[name] = slot.default
    if cls.is_strict and known < len(values):
        raise NotPlain
    if cls.check is not Record.check:
        _agreed(record_of(cls, found).check)
    return found


def _readers(cls: type[Record]) -> tuple[tuple[str, Slot, Reader], ...]:
    if cls not in _known:
        hints = get_type_hints(cls, include_extras=True)
        _known[cls] = tuple(
            (name, slot, _with_rules(slot, reader_of(hints[name])))
            for name, slot in cls.model_fields.items()
        )
    return _known[cls]


def reader_of(hint: Any) -> Reader:
    """What reads values of this type."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin is Literal:
        return partial(_one_of, frozenset((type(each), each) for each in arguments))
    if origin in (Union, UnionType) and len(arguments) == 2 and NoneType in arguments:
        return partial(_or_none, reader_of(next(x for x in arguments if x is not NoneType)))
    if origin is tuple and arguments[1:] == (...,):
        return partial(_tuple, reader_of(arguments[0]))
    if origin is list:
        return partial(_list, reader_of(arguments[0]))
    if origin in (dict, Mapping):
        return partial(_dict, *map(reader_of, arguments))
    if isinstance(hint, type) and issubclass(hint, Record):
        return partial(_record, hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return partial(_enum, hint)
    return partial(_exactly, hint) if origin is None and isinstance(hint, type) else _unknown


def _annotated(hint: Any, marks: tuple[Any, ...]) -> Reader:
    read = reader_of(hint)
    for mark in marks:
        if isinstance(mark, Before):
            read = partial(_before, mark, read)
        elif isinstance(mark, Slot):
            read = _with_rules(mark, read)
        else:
            return _unknown
    return read


def _with_rules(slot: Slot, read: Reader) -> Reader:
    if not slot.rules and slot.check is None:
        return read

    def read_by_rules(value: Any) -> Any:
        found = read(value)
        # A value that may be missing needs no length.
        if found is not None and not all(_RULES[n](found, x) for n, x in slot.rules.items()):
            raise NotPlain
        return found if slot.check is None else _agreed(partial(slot.check, found))

    return read_by_rules


def _agreed(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except ValueError:
        raise NotPlain from None


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise NotPlain
    return value


def _bool(value: Any) -> bool:
    """SQLite knows only 0 and 1."""
    if value is True or value is False or (type(value) is int and value in (0, 1)):
        return bool(value)
    raise NotPlain


def _float(value: Any) -> float:
    if type(value) in (float, int):
        return float(value)
    raise NotPlain


def _date(value: Any) -> date:
    if type(value) is date:
        return value
    day: date = _parsed(date.fromisoformat, value, _DAY)
    return day


def _datetime(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if type(value) is str and value.endswith("Z"):
        moment: datetime = _parsed(datetime.fromisoformat, value, _MOMENT)
        return moment
    raise NotPlain


def _parsed(parse: Callable[[str], Any], value: Any, length: int) -> Any:
    # Python also reads weeks (2026-W01-1), pydantic does not.
    if type(value) is not str or len(value) != length or not value[5].isdigit():
        raise NotPlain
    return _agreed(partial(parse, value))


def _one_of(choices: frozenset[tuple[type, Any]], value: Any) -> Any:
    if value.__hash__ is None or (type(value), value) not in choices:
        raise NotPlain
    return value


def _or_none(read: Reader, value: Any) -> Any:
    return None if value is None else read(value)


def _tuple(read: Reader, value: Any) -> tuple[Any, ...]:
    if type(value) not in (tuple, list):
        raise NotPlain
    return tuple(map(read, value))


def _list(read: Reader, value: Any) -> list[Any]:
    if type(value) is not list:
        raise NotPlain
    return list(map(read, value))


def _dict(read_key: Reader, read: Reader, value: Any) -> dict[Any, Any]:
    if type(value) is not dict:
        raise NotPlain
    return {read_key(name): read(each) for name, each in value.items()}


def _record(kind: type[Record], value: Any) -> Record:
    return value if isinstance(value, kind) else record_of(kind, plain_fields(kind, value))


def _enum(kind: type[Enum], value: Any) -> Enum:
    if isinstance(value, kind):
        return value
    if type(value) is not str:
        raise NotPlain
    return _agreed(partial(kind, value))  # type: ignore[no-any-return]


def _before(mark: Before, read: Reader, value: Any) -> Any:
    return read(_agreed(partial(mark.read, value)))


def _anything(value: Any) -> Any:
    return value


def _unknown(_: Any) -> Any:
    """A type that only pydantic knows."""
    raise NotPlain


_SIMPLE: dict[Any, Reader] = {
    Any: _anything,
    str: partial(_exactly, str),
    int: partial(_exactly, int),
    bool: _bool,
    float: _float,
    date: _date,
    datetime: _datetime,
}
