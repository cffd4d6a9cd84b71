"""Records checked by pydantic, with its sentences: for values that are not plainly right."""

from __future__ import annotations

from typing import Annotated, Any, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    create_model,
    model_validator,
)
from pydantic_core import core_schema

from fbtui.domain.record import Record, Slot, record_of

_made: dict[type[Record], type[BaseModel]] = {}


def checked_fields(cls: type[Record], values: Any) -> dict[str, Any]:
    """Every field by name. Raises pydantic's ValidationError."""
    return _fields(cls, model_of(cls).model_validate(values))


def model_of(cls: type[Record]) -> type[BaseModel]:
    """The pydantic model of a record, made when it is first needed."""
    if cls not in _made:
        _made[cls] = _model(cls)
    return _made[cls]


def _model(cls: type[Record]) -> type[BaseModel]:
    hints = get_type_hints(cls, include_extras=True)
    fields: Any = {name: _declared(slot, hints[name]) for name, slot in cls.model_fields.items()}
    config = ConfigDict(extra="forbid" if cls.is_strict else "ignore", populate_by_name=True)

    def look_over(model: Any) -> Any:
        record_of(cls, _fields(cls, model)).check()
        return model

    def look_at_names(values: Any) -> Any:
        if isinstance(values, dict):
            cls.check_names(values)
        return values

    looks: Any = {
        "names": model_validator(mode="before")(look_at_names),
        "fields": model_validator(mode="after")(look_over),
    }
    return create_model(cls.__name__, __config__=config, __validators__=looks, **fields)


def schema_of(cls: type[Record], handler: GetCoreSchemaHandler) -> Any:
    """How a pydantic model reads and writes a record in one of its fields."""

    def read(value: Any, check: Any) -> Record:
        return value if isinstance(value, cls) else record_of(cls, _fields(cls, check(value)))

    return core_schema.no_info_wrap_validator_function(
        read,
        handler.generate_schema(model_of(cls)),
        serialization=core_schema.plain_serializer_function_ser_schema(
            lambda value, info: value.model_dump(mode=info.mode), info_arg=True
        ),
    )


def _declared(slot: Slot, hint: Any) -> tuple[Any, Any]:
    """A field as pydantic wants it declared."""
    given: dict[str, Any] = {} if slot.is_required else {"default_factory": lambda: slot.default}
    if slot.alias:
        given["alias"] = slot.alias
    kind = Annotated[hint, AfterValidator(slot.check)] if slot.check is not None else hint
    return kind, Field(**given, **slot.rules)


def _fields(cls: type[Record], model: BaseModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in cls.model_fields}
