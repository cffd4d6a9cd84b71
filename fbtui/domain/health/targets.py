"""All metrics with their targets, and what data/targets.toml says read into them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from fbtui.domain.health.metric import Metric
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.outcome import RefusedInput


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


class Targets(BaseModel):
    """The metrics in the order of the board, and what Amazon's own status words mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: tuple[Metric, ...] = ()
    amazon_words: Mapping[str, Standing] = {}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [metric.name for metric in self.metric]
        for index, metric in enumerate(self.metric):
            if metric.name in names[:index]:
                raise ValueError(f'metric[{index}]: "{metric.name}" is listed twice')
            if metric.part_of and metric.part_of not in names:
                raise ValueError(f'metric[{index}]: part_of "{metric.part_of}" is no metric')
        return self

    @cached_property
    def _by_spelling(self) -> dict[str, Metric]:
        """Every spelling of every metric; a name wins over a label, a label over an alias."""
        found: dict[str, Metric] = {}
        for spellings in (
            [(metric.name, metric) for metric in self.metric],
            [(metric.label, metric) for metric in self.metric],
            [(alias, metric) for metric in self.metric for alias in metric.aliases],
        ):
            for spelling, metric in spellings:
                found.setdefault(_bare(spelling), metric)
        return found

    def find(self, name: str) -> Metric | None:
        """The metric called `name`, in any spelling: order_defect_rate, "Order Defect Rate"."""
        return self._by_spelling.get(_bare(name))

    def amazon_standing(self, status: str) -> Standing:
        """What Amazon's own status means in our words; NONE and unknown words are no data."""
        return self.amazon_words.get(status.strip().upper(), Standing.NO_DATA)

    def parts_of(self, name: str) -> tuple[Metric, ...]:
        """The metrics that `name` consists of."""
        return tuple(metric for metric in self.metric if metric.part_of == name)

    def overlaid(self, own: Self) -> Self:
        """These targets with a user's own ones winning over those of the same name."""
        theirs = {metric.name: metric for metric in own.metric}
        kept = tuple(theirs.pop(metric.name, metric) for metric in self.metric)
        words = {**self.amazon_words, **own.amazon_words}
        return self.model_validate({"metric": (*kept, *theirs.values()), "amazon_words": words})


def parse_targets(text: str, name: str) -> Targets:
    """The targets that the TOML `text` of the file `name` holds.

    Raises RefusedInput with file and line of the first mistake.
    """
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RefusedInput(f"{name}: {error}; correct the file and start again.") from error
    try:
        return Targets.model_validate(raw)
    except ValidationError as error:
        raise RefusedInput(_complaint(error, text, name)) from error


def _complaint(error: ValidationError, text: str, name: str) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    where, says = first["loc"], first["msg"].removeprefix("Value error, ")
    if not where and (match := re.match(r"metric\[(\d+)\]: ", says)):
        where, says = ("metric", int(match[1]), "name"), says[match.end() :]
    key = ".".join(str(part) for part in where if not isinstance(part, int)) or "the file"
    return f"{name}, line {_line_of(where, text)}: {key}: {says}; correct it and start again."


def _line_of(where: tuple[int | str, ...], text: str) -> int:
    """The line of the key at `where`: ("metric", 3, "target", "value") is the `value` of the
    fourth [[metric]]; the line of its heading when the key itself is missing."""
    lines = text.splitlines()
    entry = next((part for part in where if isinstance(part, int)), 0)
    keys = [part for part in where if isinstance(part, str)]
    heading = rf"\s*\[\[?\s*{re.escape(keys[0])}\s*\]" if keys else r"(?!)"
    headings = [number for number, line in enumerate(lines, 1) if re.match(heading, line)]
    if entry >= len(headings):
        return 1
    start = headings[entry]
    end = headings[entry + 1] if entry + 1 < len(headings) else len(lines) + 1
    for key in reversed(keys[1:]):
        for number in range(start + 1, end):
            if re.match(
                rf'\s*"?{re.escape(key)}"?\s*=|\s*\[[\w.]*\b{re.escape(key)}\]', lines[number - 1]
            ):
                return number
    return start
