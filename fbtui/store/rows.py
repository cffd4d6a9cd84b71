"""Fetches rows as models, by column name."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TypeVar

from fbtui.domain.record import Record

Model = TypeVar("Model", bound=Record)
Values = Sequence[object] | Mapping[str, object]


def fetch(
    connection: sqlite3.Connection, model: type[Model], sql: str, values: Values = ()
) -> list[Model]:
    """Every row as a validated `model`, whose fields match the column names of `sql`."""
    found = connection.execute(sql, values)
    names = [column[0] for column in found.description]
    return [model.model_validate(dict(zip(names, row, strict=True))) for row in found]


def fetch_one(
    connection: sqlite3.Connection, model: type[Model], sql: str, values: Values = ()
) -> Model | None:
    """The first row, or None."""
    return next(iter(fetch(connection, model, sql, values)), None)
