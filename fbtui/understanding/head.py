"""A head: kernel ridge over sentence vectors and words, closed form, fitted with numpy alone.

Every example keeps its vector and what it speaks for each label; a text is held against all of them.
Words speak for themselves: what they say of each label is added up once, when the head is fitted.
What a team adds is fitted to what the shipped head leaves over: its own examples decide near them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fbtui.understanding.clauses import clauses
from fbtui.understanding.encoder import encode
from fbtui.understanding.examples import Example
from fbtui.understanding.words import Matrix, words_of

_AT_ONCE = 256  # texts held against all examples at a time
_STEPS = 127.0  # a vector's numbers are kept as whole ones between -127 and 127
_KINDS = 2
_OWN_RIDGE = 0.02  # a team's own examples are followed closely


class Shape(NamedTuple):
    """The numbers of a head: how far an example reaches, how much other kinds of text tell
    (0 to 1), how much an example may be misjudged, whether parts count beside the whole, and how
    much the examples of rare labels count for more (0: not, 1: as if all labels had as many),
    how far texts of kind 1 lean towards the last label (complaints are rarer among them than among
    the examples, where writers were asked for them), and how much words tell beside the meaning.
    """

    reach: float
    other_kind: float
    ridge: float
    by_parts: bool
    balance: float = 0.0
    lean: float = 0.0
    words: float = 0.0


class Points(NamedTuple):
    """Texts as the head sees them: the whole, the mean of its parts, its kind, and its words."""

    whole: Matrix
    parts: Matrix
    kind: NDArray[np.int8]
    words: Matrix


class Known(NamedTuple):
    """Examples, what each speaks for each label, and what their words do."""

    points: Points
    weights: Matrix
    words: Matrix


class Head:
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


def load(path: Path) -> tuple[Head, frozenset[int]]:
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
        head = Head(labels, shape, known, file["base"])
        return head, frozenset(file["known"].tolist())


def fit(examples: Sequence[Example], labels: tuple[str, ...], shape: Shape) -> Head:
    """A head from labelled texts; some thousand take some seconds."""
    points = _as_kept(points_of([e.text for e in examples], [e.kind for e in examples], shape))
    told, counts = wanted(examples, labels), _counts(examples, shape.balance)
    mean: Matrix = counts @ told / counts.sum() if shape.balance else told[0] * 0
    weights = solved(points, told - mean, shape, shape.ridge / counts)
    lean = np.zeros((_KINDS, len(labels)), np.float32)
    lean[1, -1] = shape.lean
    return Head(labels, shape, known_by(points, weights), mean + lean)


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


def points_of(texts: Sequence[str], kinds: Sequence[int], shape: Shape) -> Points:
    """Encode texts, each different one once, and the clauses of those that have several."""
    words = words_of(texts) if shape.words else np.zeros((len(texts), 0), np.float32)
    whole = np.zeros((len(texts), 0), np.float32)
    if not texts:
        return Points(whole, whole, np.zeros(0, np.int8), words)
    cut = [_parts_of(text) if shape.by_parts else () for text in texts]
    different = list(dict.fromkeys([*texts, *(part for parts in cut for part in parts)]))
    place = {text: nth for nth, text in enumerate(different)}
    vectors = encode(different)
    whole = vectors[[place[text] for text in texts]]
    parts = whole.copy() if shape.by_parts else whole
    for nth, pieces in enumerate(cut):
        if pieces:
            mean = vectors[[place[piece] for piece in pieces]].mean(0)
            parts[nth] = mean / np.linalg.norm(mean)
    return Points(whole, parts, np.array(kinds, np.int8), words)


def known_by(points: Points, weights: Matrix) -> Known:
    """Examples with their weights; their words, which speak alike wherever they stand, added up."""
    return Known(points._replace(words=points.words[:0]), weights, points.words.T @ weights)


def solved(points: Points, wanted: Matrix, shape: Shape, ridge: Matrix) -> Matrix:
    """The weights with which the points speak as wanted."""
    kernel = alike(points, points, shape)
    kernel[np.diag_indices(len(kernel))] += ridge
    return np.linalg.solve(kernel, wanted).astype(np.float32)


def _parts_of(text: str) -> tuple[str, ...]:
    spans = clauses(text)
    return tuple(text[start:end] for start, end in spans) if len(spans) > 1 else ()


def alike(one: Points, other: Points, shape: Shape) -> Matrix:
    """How alike texts are in meaning and, as far as the shape minds them, in their words."""
    found = _alike(one, other, shape)
    if shape.words:
        found += shape.words * (one.words @ other.words.T)
    return found


def _spoken(asked: Points, known: Known, shape: Shape) -> Matrix:
    found: Matrix = shape.words * (asked.words @ known.words)
    for start in range(0, len(found), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        few = Points(asked.whole[some], asked.parts[some], asked.kind[some], asked.words[some])
        found[some] += _alike(few, known.points, shape) @ known.weights
    return found


def _alike(one: Points, other: Points, shape: Shape) -> Matrix:
    """How alike the texts are in meaning, 0 to 1: 1 for the same text of the same kind."""
    found = _near(one.whole, other.whole, shape.reach)
    if shape.by_parts:
        found += _near(one.parts, other.parts, shape.reach)
        found *= 0.5
    if shape.other_kind < 1:
        np.multiply(found, shape.other_kind, out=found, where=one.kind[:, None] != other.kind[None])
    return found


def _near(one: Matrix, other: Matrix, reach: float) -> Matrix:
    squares = (one * one).sum(1)[:, None] + (other * other).sum(1)[None]
    found: Matrix = squares - 2 * one @ other.T
    np.multiply(found, -1 / reach, out=found)
    return np.exp(found, out=found)


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
