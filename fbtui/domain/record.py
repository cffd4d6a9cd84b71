"""The base of all records: frozen, validated, and built lazily."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A record of the desk. Pydantic builds its validator at first use, not at program start."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class StrictRecord(Record):
    """A record written by people or files: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")

    def changed(self, **fields: object) -> Self:
        """A copy with some fields changed, validated like a new record."""
        return type(self).model_validate({**dict(self), **fields})
