"""All metrics with their targets, read from data/targets.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Self

from fbtui.content import parse
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.record import StrictRecord


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


class Targets(StrictRecord):
    """The metrics in the order of the board, and the meaning of Amazon's status words."""

    metric: tuple[Metric, ...] = ()
    amazon_words: Mapping[str, Standing] = {}

    def check(self) -> None:
        names = [metric.name for metric in self.metric]
        for index, metric in enumerate(self.metric):
            if metric.name in names[:index]:
                raise ValueError(f'metric[{index}]: "{metric.name}" is listed twice')
            if metric.part_of and metric.part_of not in names:
                raise ValueError(f'metric[{index}]: part_of "{metric.part_of}" is no metric')

    @cached_property
    def _by_spelling(self) -> dict[str, Metric]:
        """Every metric by every spelling; a name wins over a label, a label over an alias."""
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
        """The metric with this name in any spelling: order_defect_rate, "Order Defect Rate"."""
        return self._by_spelling.get(_bare(name))

    def amazon_standing(self, status: str) -> Standing:
        """The standing behind Amazon's own status, whatever its case, blanks and punctuation.

        In a sentence ("Account deactivated", "at risk of deactivation") the longest known words
        count, unless they are negated. NONE and unknown words are no data.
        """
        stated = re.sub(r"[^A-Z]+", "_", status.upper()).strip("_")
        if stated in self.amazon_words:
            return self.amazon_words[stated]
        if re.search(r"(^|_)(NOT?|NEVER|UN)(_|$)", stated):
            return Standing.NO_DATA
        held = [
            word for word in self.amazon_words if f"_{word}_" in f"_{stated}_" and word != "NONE"
        ]
        return self.amazon_words[max(held, key=len)] if held else Standing.NO_DATA

    def parts_of(self, name: str) -> tuple[Metric, ...]:
        """The metrics that `name` consists of."""
        return tuple(metric for metric in self.metric if metric.part_of == name)

    def overlaid(self, own: Self) -> Self:
        """These targets, with a user's own replacing those of the same name."""
        theirs = {metric.name: metric for metric in own.metric}
        kept = tuple(theirs.pop(metric.name, metric) for metric in self.metric)
        words = {**self.amazon_words, **own.amazon_words}
        return self.model_validate({"metric": (*kept, *theirs.values()), "amazon_words": words})


def parse_targets(text: str, name: str) -> Targets:
    """The targets in the TOML `text` of the file `name`.

    Raises RefusedInput with file and line of the first mistake.
    """
    return parse(Targets, text, name, number=Decimal)
