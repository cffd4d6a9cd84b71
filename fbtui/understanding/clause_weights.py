"""Weighs the clauses of a text that turns: "Works perfectly. But six weeks to get here, really?"

The whole is scored first, and each clause for itself. A small ridge over those scores says what the
text comes to. It is fitted on scores that no example had a part in itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fbtui.understanding.clauses import clauses
from fbtui.understanding.words import Matrix

_RIDGE = 0.01


class Clauses(NamedTuple):
    """The clauses of the texts that have several, with the kind and the place of the text of each."""

    texts: list[str]
    kinds: list[int]
    owner: NDArray[np.intp]


def clauses_of(texts: Sequence[str], kinds: Sequence[int]) -> Clauses:
    """Every clause of the texts that have several, in order."""
    cut = [(nth, clauses(text)) for nth, text in enumerate(texts)]
    found = [(nth, texts[nth][a:b]) for nth, spans in cut if len(spans) > 1 for a, b in spans]
    owner = np.array([nth for nth, _ in found], np.intp)
    return Clauses([text for _, text in found], [kinds[nth] for nth, _ in found], owner)


def features(
    whole: Matrix, parts: Matrix, owner: NDArray[np.intp], kind: NDArray[np.int8]
) -> Matrix:
    """Scores of the whole; the highest, mean and last of its clauses; all of it again for kind 1.

    `whole` and `parts`: scores by label of the texts and of their clauses. The weights are one column
    a label, so that `features @ weights` are scores again.
    """
    turns = np.zeros((len(whole), 1), np.float32)
    highest, mean, last = (np.zeros_like(whole) for _ in range(3))
    if len(owner):
        first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        several, many = owner[first], np.diff(np.r_[first, len(owner)])
        turns[several] = 1.0
        highest[several] = np.maximum.reduceat(parts, first)
        mean[several] = np.add.reduceat(parts, first) / many[:, None]
        last[several] = parts[first + many - 1]
    told = np.hstack((whole, highest, mean, last, turns, np.ones_like(turns)))
    return np.hstack((told, told * kind[:, None]))


def fit_weights(known: Matrix, wanted: Matrix) -> Matrix:
    """The weights with which these features come nearest to the wanted scores."""
    spread = known.T @ known / len(known)
    spread[np.diag_indices(len(spread))] += _RIDGE * np.maximum(spread.diagonal(), 1e-3)
    found: Matrix = np.linalg.solve(spread, known.T @ wanted / len(known)).astype(np.float32)
    return found
