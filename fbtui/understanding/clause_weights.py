"""Weighs the clauses of a text that turns: "Works perfectly. But six weeks to get here, really?"

The whole is scored first, and each clause for itself. A logistic regression over those scores says
what the text comes to. It is fitted on scores that no example had a part in itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fbtui.understanding.clauses import Span, clauses
from fbtui.understanding.words import Matrix

_RIDGE = 3e-4
_STEPS = 1_500


class Clauses(NamedTuple):
    """The clauses of the texts that have several: where each stands in the text of which place."""

    texts: list[str]
    kinds: list[int]
    spans: list[Span]
    owner: NDArray[np.intp]


def clauses_of(texts: Sequence[str], kinds: Sequence[int]) -> Clauses:
    """Every clause of the texts that have several, in order."""
    cut = [(nth, clauses(text)) for nth, text in enumerate(texts)]
    found = [(nth, span) for nth, spans in cut if len(spans) > 1 for span in spans]
    return Clauses(
        [texts[nth][slice(*span)] for nth, span in found],
        [kinds[nth] for nth, _ in found],
        [span for _, span in found],
        np.array([nth for nth, _ in found], np.intp),
    )


def features(
    whole: Matrix, parts: Matrix, owner: NDArray[np.intp], kind: NDArray[np.int8]
) -> Matrix:
    """Scores of the whole; the highest, mean and last of its clauses; all of it again for kind 1.

    `whole` and `parts`: scores by label of the texts and of their clauses.
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


def weigh(known: Matrix, weights: Matrix) -> Matrix:
    """Scores by label, -1 to 1, from features; `weights` has one column a label."""
    return 2 * _shares(known @ weights) - 1


def fit_weights(known: Matrix, wanted: Matrix) -> Matrix:
    """The weights with which `weigh` comes nearest to the wanted scores (accelerated gradient)."""
    share = (wanted + 1) / 2
    slope = float(np.linalg.norm(known.T @ known / len(known), 2)) / 2 + _RIDGE
    weights = np.zeros((known.shape[1], wanted.shape[1]), np.float32)
    ahead, pace = weights, 1.0
    for _ in range(_STEPS):
        fall = known.T @ (_shares(known @ ahead) - share) / len(known) + _RIDGE * ahead
        before, weights = weights, np.subtract(ahead, fall / slope)
        pace, last = (1 + (1 + 4 * pace * pace) ** 0.5) / 2, pace
        ahead = np.add(weights, (last - 1) / pace * (weights - before))
    return weights


def _shares(told: Matrix) -> Matrix:
    found: Matrix = np.exp(told - told.max(1, keepdims=True))
    found /= found.sum(1, keepdims=True)
    return found
