"""The base of all records: frozen, and checked when they are made.

Values that are plainly right, as rows of the desk and sound files are, are seen to be so here. Anything
else is left to pydantic, which puts right what it can and says what is wrong. So a start without mistakes
never loads pydantic, which would take longer than opening the desk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from inspect import get_annotations
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Self,
    TypeVar,
    dataclass_transform,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

T = TypeVar("T")
R = TypeVar("R", bound="Record")

_MISSING: Any = object()


class NotPlain(Exception):  # noqa: N818 (no error: pydantic is asked)
    """A value that pydantic has to look at."""


class Slot:
    """One field: its default, its name in files, and the rules for its value, in pydantic's words."""

    def __init__(
        self,
        default: Any = _MISSING,
        factory: Callable[[], Any] | None = None,
        alias: str = "",
        check: Callable[[Any], Any] | None = None,
        rules: Mapping[str, Any] | None = None,
    ) -> None:
        self._default, self._factory, self.alias = default, factory, alias
        self.check, self.rules = check, dict(rules or {})

    @property
    def is_required(self) -> bool:
        return self._default is _MISSING and self._factory is None

    @property
    def default(self) -> Any:
        return self._factory() if self._factory is not None else self._default

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        """For a slot inside `Annotated`: its rules."""
        from pydantic import Field as Theirs

        return handler.generate_schema(Annotated[source, Theirs(**self.rules)])


def Field(  # noqa: N802 (takes the place of pydantic's)
    default: Any = _MISSING,
    *,
    default_factory: Callable[[], Any] | None = None,
    alias: str = "",
    check: Callable[[Any], Any] | None = None,
    **rules: Any,
) -> Any:
    """A field with rules: `ge`, `gt`, `le`, `min_length`, `max_length`, `pattern`, `allow_inf_nan`.

    `check` returns the value, or raises ValueError with what is wrong with it.
    """
    return Slot(default, default_factory, alias, check, rules)


class Before:
    """For `Annotated`: reads a value before it is checked; `read` raises ValueError for what it cannot read."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        from pydantic import BeforeValidator

        return handler.generate_schema(Annotated[source, BeforeValidator(self.read)])


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


Json = Annotated[T, Before(_from_json)]  # stored as JSON text
Count = Annotated[int, Slot(rules={"ge": 0})]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record:
    """A record of the desk; fields it does not know are left out."""

    model_fields: ClassVar[dict[str, Slot]] = {}
    is_strict: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        names = [
            name
            for name, kind in get_annotations(cls).items()
            if not str(kind).startswith("ClassVar")
        ]
        own = {name: _slot(cls, name) for name in names}
        cls.model_fields = {**cls.model_fields, **own}

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(_made(type(self), values))

    def check(self) -> None:
        """Look at the fields together: raises ValueError with what is wrong."""

    @classmethod
    def check_names(cls, values: Mapping[str, Any]) -> None:
        """Raises ValueError for a field that may never be there; asked only about unknown ones."""

    @classmethod
    def model_validate(cls, values: Any, /) -> Self:
        """The record of these values. Raises pydantic's ValidationError."""
        return values if isinstance(values, cls) else record_of(cls, _made(cls, values))

    @classmethod
    def model_validate_json(cls, text: str) -> Self:
        return cls.model_validate(json.loads(text))

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """The record of values that need no check; defaults for the others."""
        return record_of(cls, {n: values.get(n, s.default) for n, s in cls.model_fields.items()})

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """A copy with some fields changed, unchecked."""
        return record_of(type(self), fields_of(self) | dict(update or {}))

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: set[str] | None = None,
        exclude: set[str] | None = None,
        exclude_none: bool = False,
    ) -> dict[str, Any]:
        """The fields by name; with mode "json" as JSON takes them."""
        return {
            name: _dumped(each, mode, exclude_none=exclude_none)
            for name, each in fields_of(self).items()
            if (include is None or name in include)
            and name not in (exclude or ())
            and not (exclude_none and each is None)
        }

    def model_dump_json(self) -> str:
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} never changes")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return fields_of(self) == fields_of(other)

    def __hash__(self) -> int:
        return hash((type(self), *fields_of(self).values()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in fields_of(self).items())
        return f"{type(self).__name__}({fields})"

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, handler: GetCoreSchemaHandler) -> Any:
        from fbtui.domain.record_check import schema_of

        return schema_of(cls, handler)


class StrictRecord(Record):
    """A record written by people or files: an unknown field is an error."""

    is_strict = True

    def changed(self, **fields: object) -> Self:
        """A copy with some fields changed, checked like a new record."""
        return type(self)(**{**fields_of(self), **fields})


def _slot(cls: type[Record], name: str) -> Slot:
    """The field as declared; the class then keeps no value under its name."""
    given = cls.__dict__.get(name, _MISSING)
    if given is not _MISSING:
        delattr(cls, name)
    return given if isinstance(given, Slot) else Slot(given)


def _made(cls: type[Record], values: Any) -> dict[str, Any]:
    from fbtui.domain.plain_values import plain_fields

    try:
        return plain_fields(cls, values)
    except NotPlain:
        from fbtui.domain.record_check import checked_fields

        return checked_fields(cls, values)


def record_of(cls: type[R], fields: dict[str, Any]) -> R:
    """The record with these fields, all of them and all right."""
    made = cls.__new__(cls)
    made.__dict__.update(fields)
    return made


def fields_of(record: Record) -> dict[str, Any]:
    return {name: record.__dict__[name] for name in record.model_fields}


def _dumped(value: Any, mode: str, *, exclude_none: bool) -> Any:
    dumped = partial(_dumped, mode=mode, exclude_none=exclude_none)
    if isinstance(value, Record):
        return value.model_dump(mode=mode, exclude_none=exclude_none)
    if isinstance(value, tuple | list):
        found = map(dumped, value)
        return tuple(found) if isinstance(value, tuple) and mode == "python" else list(found)
    if isinstance(value, Mapping):
        return {name: dumped(each) for name, each in value.items()}
    return _as_json(value) if mode == "json" else value


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, str | int | float) else str(value)
