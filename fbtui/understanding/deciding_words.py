"""The words that spoke: those without which the decision would be less sure, or another one."""

from __future__ import annotations

import re
from math import log

from fbtui.understanding.clauses import Span
from fbtui.understanding.reader import Guess, Reading

# Words between blanks; where a script has none, runs of one kind of sign.
_WORD = re.compile(r"[々一-鿿]+|[ァ-ヶー]+|[ぁ-ゖ]+|[^\W々一-鿿ァ-ヶーぁ-ゖ]+(?:['’][^\W]+)?")
_MOST_WORDS = 80
_QUOTED = 4
_COUNTS = 0.3  # of what the loudest word is worth
_LEAST = 1e-6  # a share of nothing has no logarithm


def guess_with_words(
    reader: Reading, head: str, text: str, kind: int = 0
) -> tuple[Guess, list[Span]]:
    """What the text is, and where the words stand whose absence would tell, in their order."""
    words = [found.span() for found in _WORD.finditer(text)][:_MOST_WORDS]
    without = [f"{text[:start]} {text[end:]}" for start, end in words]
    whole, *others = reader.guesses(head, [text, *without], [kind] * (len(without) + 1))
    at = reader.labels(head).index(whole.label)
    losses = [_lead(whole, at) - _lead(other, at) for other in others]
    loudest = max(losses, default=0.0)
    if loudest <= 0:
        return whole, []
    ranked = sorted(range(len(words)), key=lambda nth: -losses[nth])[:_QUOTED]
    return whole, [words[nth] for nth in sorted(ranked) if losses[nth] >= _COUNTS * loudest]


def _lead(guess: Guess, at: int) -> float:
    """By how much a label beats the others; negative where it does not.

    Scores are shares, from -1 to 1, and near their ends hardly move: their logarithms do.
    """
    told = [log(max(1 + score, _LEAST)) for score in guess.scores]
    return told[at] - max(score for nth, score in enumerate(told) if nth != at)
