"""Fits the shipped heads from `data/examples/`: python -m fbtui.understanding.fitting [HEAD...]

To be run after an example was changed here; a test tells when it was forgotten. A team's own
examples need no fitting: they are added when they are read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from fbtui.understanding import examples
from fbtui.understanding.examples import LABELS, Example
from fbtui.understanding.head import Shape, fit
from fbtui.understanding.reader import HEADS

SHAPES = {
    "comments": Shape(reach=0.9, other_kind=0.5, ridge=0.1, by_parts=True),
    "letters": Shape(reach=2.0, other_kind=1.0, ridge=0.2, by_parts=False, balance=0.7),
    "answers": Shape(reach=0.9, other_kind=1.0, ridge=0.1, by_parts=True),
}


def shipped(head: str) -> list[Example]:
    """The examples of a head, each once."""
    told = (each for path in examples.files(head) for each in examples.read(path, LABELS[head]))
    return list(dict.fromkeys(told))


def main(heads: Sequence[str]) -> None:
    HEADS.mkdir(exist_ok=True)
    for head in heads or LABELS:
        known = shipped(head)
        fit(known, LABELS[head], SHAPES[head]).save(HEADS / f"{head}.npz", known)
        sys.stderr.write(f"{head}: {len(known):,} examples\n")


if __name__ == "__main__":
    main(sys.argv[1:])
