"""Fits the shipped heads from `data/examples/`: python -m fbtui.understanding.fitting [HEAD...]

To be run after an example was changed here; a test tells when it was forgotten. A team's own
examples need no fitting: they are added when they are read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from fbtui.understanding import examples
from fbtui.understanding.classifier import fit
from fbtui.understanding.examples import LABELS, Example
from fbtui.understanding.reader import HEADS
from fbtui.understanding.similarity import Shape

SHAPES = {
    "comments": Shape(
        reach=0.9,
        other_kind=0.5,
        ridge=0.1,
        by_parts=True,
        words=0.3,
        weighs_clauses=True,
    ),
    "letters": Shape(reach=1.5, other_kind=1.0, ridge=0.2, by_parts=False, balance=0.7, words=0.3),
    "answers": Shape(reach=0.9, other_kind=1.0, ridge=0.1, by_parts=True, words=1.0),
}


def shipped(head: str) -> list[Example]:
    """The examples of a head, each once."""
    told = (each for path in examples.files(head) for each in examples.read(path, LABELS[head]))
    return list(dict.fromkeys(told))


def main(heads: Sequence[str]) -> None:
    """Fit the named heads, or all of them. Comments take a quarter of an hour and 10 GB."""
    HEADS.mkdir(exist_ok=True)
    for name in heads or LABELS:
        told = shipped(name)
        fit(told, LABELS[name], SHAPES[name]).save(HEADS / f"{name}.npz", told)
        sys.stderr.write(f"{name}: {len(told):,} examples\n")


if __name__ == "__main__":
    main(sys.argv[1:])
