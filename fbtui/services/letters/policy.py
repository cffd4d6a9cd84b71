"""Loads the letter policy: `policy.toml` (shipped or a team's own) plus a reader of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fbtui.assets import DATA
from fbtui.content import own_or_shipped, text_of
from fbtui.domain.letters.policy import (
    PassageReading,
    Policy,
    PolicyRules,
    ReadPassages,
    parse_rules,
)
from fbtui.services.feedback.rulebook import load_obscene
from fbtui.understanding.reader import Reading

HEAD = "letters"
_RULES = DATA / "policy.toml"
_CLEAN = "clean"
_REMEMBERED = 5_000  # passages: while a letter is typed only one sentence changes


def load_policy(folder: Path | None, reader: Reading | None) -> Policy:
    """The policy in `folder` (usually the configuration's), or the shipped one; no reader: rules only.

    Raises RefusedInput with file, line and mistake.
    """
    rules = own_or_shipped(_RULES.name, folder)
    read_passages = passage_reader(reader) if reader is not None else None
    known = shipped_rules() if rules == _RULES else read_policy(rules)
    return Policy(known, read_passages, load_obscene(folder))


def read_policy(path: Path) -> PolicyRules:
    """A user's own policy file. Raises RefusedInput with file, line and mistake."""
    return parse_rules(text_of(path), str(path), compile_all=True)


def passage_reader(reader: Reading) -> ReadPassages:
    """A function that classifies passages with the head for letters, with a cache."""
    known: dict[str, PassageReading] = {}

    def read_passages(passages: Sequence[str]) -> list[PassageReading]:
        new = [text for text in dict.fromkeys(passages) if text not in known]
        if len(known) > _REMEMBERED:
            known.clear()
            new = list(dict.fromkeys(passages))
        if new:
            labels = reader.labels(HEAD)
            for text, guess in zip(new, reader.guesses(HEAD, new), strict=True):
                scores = dict(zip(labels, guess.scores, strict=True))
                clean = scores.pop(_CLEAN)
                known[text] = {label: score - clean for label, score in scores.items()}
        return [known[text] for text in passages]

    return read_passages


@cache
def shipped_rules() -> PolicyRules:
    """The shipped rules; a test compiles all their patterns, so that not every start has to."""
    return parse_rules(text_of(_RULES), str(_RULES))
