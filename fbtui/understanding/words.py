"""Texts by their words and runs of letters, beside what they mean: "not", "but", and misspelt names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

PLACES = 1 << 14  # each word and run has one of them; some share one, with either sign
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_RUNS = (3, 4, 5)  # letters


def words_of(texts: Sequence[str]) -> Matrix:
    """One row of length 1 a text: how often each word, pair of words and run of letters occurs."""
    found = np.zeros((len(texts), PLACES), np.float32)
    for row, text in zip(found, texts, strict=True):
        marks = np.array([crc32(each.encode("utf-8", "replace")) for each in _told(text)], np.int64)
        places, nth = np.unique(marks % PLACES, return_inverse=True)
        many = np.bincount(nth, np.where(marks >> 31, -1.0, 1.0), len(places))
        told = np.sign(many) * np.log1p(np.abs(many))
        row[places] = told / max(float(np.linalg.norm(told)), 1e-6)
    return found


def _told(text: str) -> Iterator[str]:
    words = _WORD.findall(_DIGIT.sub("0", text.lower()))
    yield from ("w" + word for word in words)
    yield from (f"b{one} {two}" for one, two in pairwise(words))
    line = f" {' '.join(words)} "
    for length in _RUNS:
        yield from ("c" + line[at : at + length] for at in range(len(line) - length + 1))
