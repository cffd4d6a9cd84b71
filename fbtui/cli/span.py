"""A span of time as an option: `10m`, `24h`, `7d`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

import click

from fbtui.domain.feedback.snooze import parse_snooze
from fbtui.services.desk import utc_now


class Span(click.ParamType[timedelta]):
    """Minutes, hours, days or weeks."""

    name = "span"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        if isinstance(value, timedelta):
            return value
        now, text = utc_now(), str(value).strip()
        until = None if "-" in text else parse_snooze(text, now)
        if until is None or until <= now:
            self.fail(f"{value!r}: say a span like 10m, 24h or 7d", param, ctx)
        return until - now


class SpanOrLast(click.ParamType["timedelta | Literal['last']"]):
    """The same, or `last`: since the last one."""

    name = "span|last"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta | Literal["last"]:
        return "last" if value == "last" else Span().convert(value, param, ctx)
