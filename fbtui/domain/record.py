"""What all records are: frozen, checked when made; built only once the first of them is needed."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A record of the desk. Pydantic builds its checks at first use, not while the program starts."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class StrictRecord(Record):
    """A record that people or files write: what it does not know is a mistake, not ignored."""

    model_config = ConfigDict(extra="forbid")

    def changed(self, **fields: object) -> Self:
        """The same record with some fields changed, checked like a new one."""
        return type(self).model_validate({**dict(self), **fields})
