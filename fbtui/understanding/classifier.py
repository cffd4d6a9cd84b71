"""The classifier: kernel ridge over sentence vectors and words, closed form, fitted with numpy alone.

Every example keeps its vector and what it speaks for each label; a text is held against all of them.
Words speak for themselves: what they say of each label is added up once, when it is fitted.
What a team adds is fitted to what the shipped classifier leaves over: its own examples decide near them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fbtui.understanding.clause_weights import Clauses, clauses_of, features, fit_weights, weigh
from fbtui.understanding.examples import Example
from fbtui.understanding.similarity import Points, Shape, alike, alike_in_meaning, points_of
from fbtui.understanding.words import Matrix

_AT_ONCE = 256  # texts held against all examples at a time
_STEPS = 127.0  # a vector's numbers are kept as whole ones between -127 and 127
_OWN_RIDGE = 0.02  # a team's own examples are followed closely
_KEPT = 9_000  # examples that a head is asked with: more would say the same, slower
_THIN_RIDGE = 1e-5  # of the mean: examples that are much alike would weigh without bounds


class Known(NamedTuple):
    """Examples, what each speaks for each label, and what their words do."""

    points: Points
    weights: Matrix
    words: Matrix


class Scored(NamedTuple):
    """Scores by label of texts, and of the clauses of those that have several."""

    scores: Matrix
    clauses: Clauses | None
    of_clauses: Matrix


class Classifier:
    """What is known of labelled texts, and what it makes of others."""

    def __init__(
        self,
        labels: tuple[str, ...],
        shape: Shape,
        known: Known,
        base: Matrix,
        clause_weights: Matrix | None = None,
    ) -> None:
        """`base`: the scores of a text that is like none of the examples."""
        self.labels, self.shape = labels, shape
        self.base, self.clause_weights = base, clause_weights
        self._known = known
        self._own: Known | None = None

    def scores(self, texts: Sequence[str], kinds: Sequence[int]) -> Matrix:
        """For each text how much speaks for each label, about -1 to 1."""
        return self.read(texts, kinds).scores

    def read(self, texts: Sequence[str], kinds: Sequence[int]) -> Scored:
        """The same with the scores of the clauses, for a classifier that weighs them."""
        asked = points_of(texts, kinds, self.shape)
        found = _spoken(asked, self._known, self.shape) + self.base
        if self.clause_weights is None:
            return Scored(found + self._own_scores(asked), None, found[:0])
        cut = clauses_of(texts, kinds)
        points = points_of(cut.texts, cut.kinds, self.shape)
        parts = _spoken(points, self._known, self.shape) + self.base
        none = cut.owner[:0]
        whole = features(found, parts, cut.owner, asked.kind)
        alone = features(parts, parts[:0], none, points.kind)
        return Scored(
            weigh(whole, self.clause_weights) + self._own_scores(asked),
            cut,
            weigh(alone, self.clause_weights) + self._own_scores(points),
        )

    def _own_scores(self, asked: Points) -> Matrix | float:
        return 0.0 if self._own is None else _spoken(asked, self._own, self.shape)

    def learn(self, examples: Sequence[Example]) -> None:
        """Add a team's own examples; later calls replace what was added before."""
        self._own = None
        if not examples:
            return
        texts, kinds = [each.text for each in examples], [each.kind for each in examples]
        missing = wanted(examples, self.labels) - self.scores(texts, kinds)
        points = points_of(texts, kinds, self.shape)
        kernel = alike(points, points, self.shape)
        kernel[np.diag_indices(len(kernel))] += _OWN_RIDGE
        self._own = known_by(points, np.linalg.solve(kernel, missing).astype(np.float32))

    def save(self, path: Path, known: Sequence[Example]) -> None:
        """Write the head, with the keys of the examples that it was fitted from."""
        known_points = self._known.points
        whole, parts = _as_steps(known_points.whole), _as_steps(known_points.parts)
        several = np.flatnonzero((whole != parts).any(1))
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            shape=np.array(self.shape, np.float64),
            whole=whole,
            parts=parts[several],
            several=several,
            kind=known_points.kind,
            weights=self._known.weights.astype(np.float16),
            words=self._known.words.astype(np.float16),
            base=self.base,
            clause_weights=np.zeros(0) if self.clause_weights is None else self.clause_weights,
            known=np.array(sorted(each.key for each in known), np.uint64),
        )


def load(path: Path) -> tuple[Classifier, frozenset[int]]:
    """A head from its file, and the keys of the examples that it was fitted from."""
    with np.load(path, allow_pickle=False) as file:
        shape = Shape(*file["shape"].tolist())
        whole = _as_vectors(file["whole"])
        parts = whole.copy() if shape.by_parts else whole
        parts[file["several"]] = _as_vectors(file["parts"])
        words = file["words"].astype(np.float32)
        points = Points(whole, parts, file["kind"], np.zeros((0, len(words)), np.float32))
        labels = tuple(str(each) for each in file["labels"])
        known = Known(points, file["weights"].astype(np.float32), words)
        clause_weights = file["clause_weights"] if shape.weighs_clauses else None
        head = Classifier(labels, shape, known, file["base"], clause_weights)
        return head, frozenset(file["known"].tolist())


def fit(examples: Sequence[Example], labels: tuple[str, ...], shape: Shape) -> Classifier:
    """A head from labelled texts; ten thousand take some minutes."""
    texts, kinds = [each.text for each in examples], [each.kind for each in examples]
    points = _as_kept(points_of(texts, kinds, shape))
    told, counts = wanted(examples, labels), _counts(examples, shape.balance)
    mean: Matrix = counts @ told / counts.sum() if shape.balance else told[0] * 0
    inverse = inverse_of(points, examples, shape)
    weights = inverse @ (told - mean)
    clause_weights = None
    if shape.weighs_clauses:
        clause_weights = fit_weights(_unseen(texts, points, shape, inverse, told), told)
    known = known_by(points, weights)
    return Classifier(labels, shape, _thinned(known, shape), mean, clause_weights)


def _thinned(known: Known, shape: Shape) -> Known:
    """The same with an even choice of the examples, weighed so that all of them score as before.

    What the words of all examples say stays as it is.
    """
    points, weights = known.points, known.weights
    if len(weights) <= _KEPT:
        return known
    chosen = np.linspace(0, len(weights) - 1, _KEPT).astype(np.intp)
    few = Points(points.whole[chosen], points.parts[chosen], points.kind[chosen], points.words)
    normal, wanted_scores = np.zeros((_KEPT, _KEPT)), np.zeros((_KEPT, weights.shape[1]))
    for start in range(0, len(weights), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        asked = Points(points.whole[some], points.parts[some], points.kind[some], points.words)
        seen = alike_in_meaning(asked, few, shape)
        normal += seen.T @ seen
        wanted_scores += seen.T @ (alike_in_meaning(asked, points, shape) @ weights)
    normal[np.diag_indices(_KEPT)] += _THIN_RIDGE * normal.diagonal().mean()
    return Known(few, np.linalg.solve(normal, wanted_scores).astype(np.float32), known.words)


def inverse_of(points: Points, examples: Sequence[Example], shape: Shape) -> Matrix:
    """What turns wanted scores into weights; `points` are those of the examples."""
    kernel = alike(points, points, shape)
    kernel[np.diag_indices(len(kernel))] += shape.ridge / _counts(examples, shape.balance)
    found: Matrix = np.linalg.inv(kernel)
    return found


def _unseen(
    texts: Sequence[str],
    points: Points,
    shape: Shape,
    inverse: Matrix,
    told: Matrix,
) -> Matrix:
    """The features of each example as if it had been left out when the others were fitted.

    Leaving one out changes the weights by its column of the inverse, times what the fit owes to it.
    """
    weights = inverse @ told
    owed: Matrix = np.divide(weights, inverse.diagonal()[:, None])
    cut = clauses_of(texts, points.kind.tolist())
    parts = np.zeros((len(cut.texts), told.shape[1]), np.float32)
    for start in range(0, len(parts), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        owner = cut.owner[some]
        seen = alike(points_of(cut.texts[some], cut.kinds[some], shape), points, shape)
        own = (seen * inverse[owner]).sum(1)[:, None] * owed[owner]
        parts[some] = seen @ weights - own
    return features(told - owed, parts, cut.owner, points.kind)


def _counts(examples: Sequence[Example], balance: float) -> Matrix:
    """How much each example counts."""
    many = Counter(each.label for each in examples)
    even = len(examples) / len(many)
    return np.array([(even / many[each.label]) ** balance for each in examples], np.float32)


def wanted(examples: Sequence[Example], labels: tuple[str, ...]) -> Matrix:
    """1 for the label of each example, -1 for the others."""
    found = np.full((len(examples), len(labels)), -1.0, np.float32)
    found[range(len(examples)), [labels.index(each.label) for each in examples]] = 1.0
    return found


def known_by(points: Points, weights: Matrix) -> Known:
    """Examples with their weights; their words, which speak alike wherever they stand, added up."""
    return Known(points._replace(words=points.words[:0]), weights, points.words.T @ weights)


def _spoken(asked: Points, known: Known, shape: Shape) -> Matrix:
    found: Matrix = shape.words * (asked.words @ known.words)
    for start in range(0, len(found), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        few = Points(asked.whole[some], asked.parts[some], asked.kind[some], asked.words[some])
        found[some] += alike_in_meaning(few, known.points, shape) @ known.weights
    return found


def _as_kept(points: Points) -> Points:
    """The points as they will be read from the file."""
    whole, parts = (_as_vectors(_as_steps(each)) for each in points[:2])
    return points._replace(whole=whole, parts=parts)


def _as_steps(vectors: Matrix) -> NDArray[np.int8]:
    """Each vector against its own largest number: a byte a number, lengths are 1 anyhow."""
    largest = np.abs(vectors).max(1, keepdims=True)
    steps: NDArray[np.int8] = np.rint(vectors / largest * _STEPS).astype(np.int8)
    return steps


def _as_vectors(steps: NDArray[np.int8]) -> Matrix:
    vectors = steps.astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
