"""Finds the metric an agent means by a printed, shortened or misspelt name, or asks which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from fbtui.domain.health.metric import Metric
from fbtui.domain.health.targets import Targets
from fbtui.domain.outcome import Refused

_MOST = 6  # candidates listed in a question
_NOT_THE_NAME = re.compile(r"\(\s*beta\s*\)|\[\s*\d+\s*\]|\blearn more\b", re.I)
_LETTERS = re.compile(r"[^\W_]+")


def words_of(name: str) -> tuple[str, ...]:
    """A name's words without case, punctuation, "(Beta)" and footnotes, in American spelling."""
    bare = _NOT_THE_NAME.sub(" ", name.replace("_", " ")).casefold()
    bare = (
        bare.replace("fulfilment", "fulfillment").replace("a-to-z", "atoz").replace("a-z", "atoz")
    )
    return tuple(_LETTERS.findall(bare))


def metric_called(targets: Targets, typed: str) -> Metric | Refused:
    """The one metric that `typed` names, or a question about which one is meant.

    Names printed on the board win ("Negative feedback" is the part of the order defect rate), then a
    metric's own name and other spellings, then names without "rate" and plurals, and last all names
    that contain the words.
    """
    if (own := next((m for m in targets.metric if m.name == typed.strip()), None)) is not None:
        return own
    asked = words_of(typed)
    if not asked:
        return Refused("Say the metric; `fbtui health metrics` lists them.")
    for found in _narrower_and_narrower(targets, asked):
        if len(found) == 1:
            return found[0]
        if found:
            return Refused(f"“{typed.strip()}” may be {_listed(found)}: say which.")
    return _unknown(targets, typed)


class PrintedNames:
    """Metrics by printed name and other spellings, for text that may not name any."""

    def __init__(self, targets: Targets) -> None:
        self._found: dict[tuple[str, ...], Metric | None] = {}
        for spelt in (_labels, _spellings):  # printed names win
            named: dict[tuple[str, ...], list[Metric]] = {}
            for metric in targets.metric:
                for words in dict.fromkeys(spelt(metric)):
                    named.setdefault(words, []).append(metric)
            for words, found in named.items():
                self._found.setdefault(words, found[0] if len(found) == 1 else None)

    def exactly(self, typed: str) -> Metric | None:
        """The one metric with exactly this name."""
        return self._found.get(words_of(typed))


def _narrower_and_narrower(targets: Targets, asked: tuple[str, ...]) -> Iterable[list[Metric]]:
    known = targets.metric
    yield [metric for metric in known if asked in _labels(metric)]
    yield [metric for metric in known if asked in _spellings(metric)]
    core = _core(asked)
    yield [metric for metric in known if core in map(_core, _spellings(metric))]
    yield [metric for metric in known if any(_holds(each, core) for each in _spellings(metric))]


def _labels(metric: Metric) -> list[tuple[str, ...]]:
    return [words_of(metric.label)]


def _spellings(metric: Metric) -> list[tuple[str, ...]]:
    joined = (metric.name.replace("_", " "), metric.label, *metric.aliases)
    found = [words_of(each) for each in joined]
    return [*found, *(("".join(words),) for words in found)]


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    left = tuple(word.removesuffix("s") for word in words if word not in ("rate", "rates", "the"))
    return left or words


def _holds(spelling: tuple[str, ...], core: tuple[str, ...]) -> bool:
    return all(any(word.startswith(each) for word in spelling) for each in core)


def _unknown(targets: Targets, typed: str) -> Refused:
    near = get_close_matches(
        " ".join(words_of(typed)),
        spelt := {" ".join(each): m for m in targets.metric for each in _spellings(m)},
        n=3,
        cutoff=0.7,
    )
    found = list({spelt[each].name: spelt[each] for each in near}.values())
    meant = f"did you mean {_listed(found)}? " if found else ""
    return Refused(
        f"There is no metric {typed.strip()}; {meant}`fbtui health metrics` lists them all."
    )


def _listed(found: list[Metric]) -> str:
    """`Late Responses, Late Response Rate or 2 more`; equal labels with their internal names."""
    named = [f"{metric.label} ({metric.name})" for metric in found[:_MOST]]
    if (more := len(found) - len(named)) > 0:
        named.append(f"{more} more")
    return " or ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
