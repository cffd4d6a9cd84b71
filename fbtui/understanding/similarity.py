"""How alike texts are: by the vectors of the whole, of its clauses, and by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fbtui.understanding.clauses import clauses
from fbtui.understanding.encoder import encode
from fbtui.understanding.words import Matrix, words_of

# Zero-width characters, soft hyphens and bidi controls: nobody sees them, and they cut words for the model.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Shape(NamedTuple):
    """The numbers of a classifier: how far an example reaches, how much other kinds of text tell
    (0 to 1), how much an example may be misjudged, whether the mean of its clauses counts beside the
    whole, how much the examples of rare labels count for more (0: not, 1: as if all labels had as
    many), how much words tell beside the meaning, and whether clauses are scored and weighed too.
    """

    reach: float
    other_kind: float
    ridge: float
    by_parts: bool
    balance: float = 0.0
    words: float = 0.0
    weighs_clauses: bool = False


class Points(NamedTuple):
    """Texts as the classifier sees them: the whole, the mean of its parts, its kind, and its words."""

    whole: Matrix
    parts: Matrix
    kind: NDArray[np.int8]
    words: Matrix


def points_of(texts: Sequence[str], kinds: Sequence[int], shape: Shape) -> Points:
    """Encode texts as they look, each different one once, and the clauses of those that have several."""
    texts = [text if text.isascii() else _UNSEEN.sub("", text) for text in texts]
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


def _parts_of(text: str) -> tuple[str, ...]:
    spans = clauses(text)
    return tuple(text[start:end] for start, end in spans) if len(spans) > 1 else ()


def alike(one: Points, other: Points, shape: Shape) -> Matrix:
    """How alike texts are in meaning and, as far as the shape minds them, in their words."""
    found = alike_in_meaning(one, other, shape)
    if shape.words:
        found += shape.words * (one.words @ other.words.T)
    return found


def alike_in_meaning(one: Points, other: Points, shape: Shape) -> Matrix:
    """How alike the texts are in meaning, 0 to 1: 1 for the same text of the same kind."""
    found = _near(one.whole, other.whole, shape.reach)
    if shape.by_parts:
        found += _near(one.parts, other.parts, shape.reach)
        found *= 0.5
    if shape.other_kind < 1:
        np.multiply(found, shape.other_kind, out=found, where=one.kind[:, None] != other.kind[None])
    return found


def _near(one: Matrix, other: Matrix, reach: float) -> Matrix:
    """exp(-d²/reach) for the distances d of vectors of length 1: d² is 2 - 2 × their product."""
    found: Matrix = one @ other.T
    found -= 1
    found *= 2 / reach
    return np.exp(found, out=found)
