"""Classifies Amazon's answers with the classifier head for answers."""

from __future__ import annotations

from collections.abc import Sequence

from fbtui.domain.cases.answers import AnswerReading, ReadSentences
from fbtui.understanding.reader import Reading

HEAD = "answers"


def answer_reader(reader: Reading) -> ReadSentences:
    """A function that predicts the decision in each text."""

    def read(texts: Sequence[str]) -> list[AnswerReading]:
        return [AnswerReading(guess.label, guess.margin) for guess in reader.guesses(HEAD, texts)]

    return read
