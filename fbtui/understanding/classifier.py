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

from fbtui.understanding.examples import Example
from fbtui.understanding.similarity import Points, Shape, alike, alike_in_meaning, points_of
from fbtui.understanding.words import Matrix

_AT_ONCE = 256  # texts held against all examples at a time
_STEPS = 127.0  # a vector's numbers are kept as whole ones between -127 and 127
_KINDS = 2
_OWN_RIDGE = 0.02  # a team's own examples are followed closely


class Known(NamedTuple):
    """Examples, what each speaks for each label, and what their words do."""

    points: Points
    weights: Matrix
    words: Matrix


class Classifier:
    """What is known of labelled texts, and what it makes of others."""

    def __init__(self, labels: tuple[str, ...], shape: Shape, known: Known, base: Matrix) -> None:
        """`base`: by kind, the scores of a text that is like none of them."""
        self.labels, self.shape = labels, shape
        self._known, self._base = known, base
        self._own: Known | None = None

    def scores(self, texts: Sequence[str], kinds: Sequence[int]) -> Matrix:
        """For each text how much speaks for each label, about -1 to 1."""
        return self.scores_of(points_of(texts, kinds, self.shape))

    def scores_of(self, asked: Points) -> Matrix:
        """The same for texts that are points already."""
        found = _spoken(asked, self._known, self.shape) + self._base[asked.kind]
        if self._own is not None:
            found += _spoken(asked, self._own, self.shape)
        return found

    def learn(self, examples: Sequence[Example]) -> None:
        """Add a team's own examples; later calls replace what was added before."""
        self._own = None
        if not examples:
            return
        texts, kinds = [each.text for each in examples], [each.kind for each in examples]
        points = points_of(texts, kinds, self.shape)
        missing = wanted(examples, self.labels) - self.scores_of(points)
        ridge = np.full(len(examples), _OWN_RIDGE, np.float32)
        self._own = known_by(points, solved(points, missing, self.shape, ridge))

    def grow(self, examples: Sequence[Example]) -> None:
        """Take examples in for good, fitted to what the head leaves over: seconds, not minutes."""
        points = _as_kept(
            points_of([e.text for e in examples], [e.kind for e in examples], self.shape)
        )
        missing = wanted(examples, self.labels) - self.scores_of(points)
        ridge = np.full(len(examples), self.shape.ridge, np.float32)
        new = known_by(points, solved(points, missing, self.shape, ridge))
        old = self._known
        self._known = Known(
            Points(
                np.vstack((old.points.whole, new.points.whole)),
                np.vstack((old.points.parts, new.points.parts)),
                np.concatenate((old.points.kind, new.points.kind)),
                new.points.words[:0],
            ),
            np.vstack((old.weights, new.weights)),
            old.words + new.words,
        )

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
            base=self._base,
            known=np.array(sorted(each.key for each in known), np.uint64),
        )


def load(path: Path) -> tuple[Classifier, frozenset[int]]:
    """A head from its file, and the keys of the examples that it was fitted from."""
    with np.load(path, allow_pickle=False) as file:
        reach, other_kind, ridge, by_parts, *rest = file["shape"].tolist()
        whole = _as_vectors(file["whole"])
        parts = whole.copy() if by_parts else whole
        parts[file["several"]] = _as_vectors(file["parts"])
        words = file["words"].astype(np.float32)
        points = Points(whole, parts, file["kind"], np.zeros((0, len(words)), np.float32))
        labels = tuple(str(each) for each in file["labels"])
        shape = Shape(reach, other_kind, ridge, bool(by_parts), *rest)
        known = Known(points, file["weights"].astype(np.float32), words)
        head = Classifier(labels, shape, known, file["base"])
        return head, frozenset(file["known"].tolist())


def fit(examples: Sequence[Example], labels: tuple[str, ...], shape: Shape) -> Classifier:
    """A head from labelled texts; some thousand take some seconds."""
    points = _as_kept(points_of([e.text for e in examples], [e.kind for e in examples], shape))
    told, counts = wanted(examples, labels), _counts(examples, shape.balance)
    mean: Matrix = counts @ told / counts.sum() if shape.balance else told[0] * 0
    weights = solved(points, told - mean, shape, shape.ridge / counts)
    lean = np.zeros((_KINDS, len(labels)), np.float32)
    lean[1, -1] = shape.lean
    return Classifier(labels, shape, known_by(points, weights), mean + lean)


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


def solved(points: Points, wanted: Matrix, shape: Shape, ridge: Matrix) -> Matrix:
    """The weights with which the points speak as wanted."""
    kernel = alike(points, points, shape)
    kernel[np.diag_indices(len(kernel))] += ridge
    return np.linalg.solve(kernel, wanted).astype(np.float32)


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
