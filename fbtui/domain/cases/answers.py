"""Amazon's answer to a removal request: known wording decides, any other is only proposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from fbtui.domain.cases.answer_patterns import Decided, Wording, shipped_wording
from fbtui.domain.cases.answer_text import PlainAnswer, make_plain
from fbtui.domain.cases.named_orders import orders_in
from fbtui.domain.cases.quoted_mail import strip_quoted_mail

Decision = Literal["received", "declined", "struck", "removed", "unrecognised"]

_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|(?<![:,])\n\s*\n")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|nr|approx|resp)\.$")
_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
# "Amazon, 14 Feb:" on a line of its own; one may be a greeting, two are senders of messages.
_SENDER = re.compile(r"^[^\n]{1,60}[:：][ \t]*$", re.MULTILINE)
_LONGEST = 50_000  # characters, markup included; a real answer has a few hundred


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision and the words behind it, as written ("" if unrecognised).

    For an unrecognised answer, `proposal` is the likeliest decision, for the agent to accept or not;
    `quote` then holds the words that suggest it.
    """

    decision: Decision
    quote: str = ""
    proposal: Decision | None = None


class AnswerReading(NamedTuple):
    """The likeliest decision in a text, and how sure it is (0 to 2)."""

    decision: str
    margin: float


ReadSentences = Callable[[Sequence[str]], Sequence[AnswerReading]]
"""Finds the likeliest decision in each text."""


_UNRECOGNISED = Answer("unrecognised")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the normalised text: its span, and whether it is a question."""

    start: int
    end: int
    asks: bool


def read_answer(
    text: str, wording: Wording | None = None, read: ReadSentences | None = None
) -> Answer:
    """The decision in a pasted answer.

    Nothing is decided by two decisions or two orders in one text, a denial, a condition, a question,
    an older message or our own request. Wording that `data/answers.toml` lacks is at most proposed by
    `read`. Sources: docs/domain/procedure.md, docs/domain/removal.md.
    """
    if len(text) > _LONGEST:
        return _UNRECOGNISED
    wording = wording or shipped_wording()
    plain, kept, is_history = _kept(text)
    reader = _Reader(wording, plain, kept)
    is_open = wording.anywhere.search(kept) or len(orders_in(kept)) > 1
    known = _UNRECOGNISED if is_open else reader.answer()
    if is_history and known.decision != "unrecognised":
        return Answer("unrecognised", known.quote, known.decision)
    if known.decision != "unrecognised" or read is None:
        return known
    return reader.proposed(read)


def _kept(text: str) -> tuple[PlainAnswer, str, bool]:
    """The normalised text and the part that is the answer: the quotation, if everything is quoted.

    Whether that is a history of several messages comes third: nothing in it is new for certain.
    """
    plain = make_plain(text)
    kept = strip_quoted_mail(plain.text)
    if not any(map(str.isalnum, kept)):
        bare = make_plain(_QUOTE_MARK.sub("", text))
        if any(map(str.isalnum, strip_quoted_mail(bare.text))):
            return bare, strip_quoted_mail(bare.text), len(_SENDER.findall(bare.text)) > 1
    return plain, kept, False


class _Reader:
    """One answer under one wording."""

    def __init__(self, wording: Wording, plain: PlainAnswer, kept: str) -> None:
        self._wording = wording
        self._plain = plain
        self._kept = kept
        self._sentences = tuple(_sentences(kept))

    def answer(self) -> Answer:
        """The single decision in the text, if there is one."""
        decided = {
            decision: found[0]
            for decision, pattern in self._wording.says.items()
            if (found := self._clear(pattern, granted=decision in ("struck", "removed")))
        }
        if not decided:
            return self._received_in_passing()
        (decision, span), *others = decided.items()
        if others or self._is_contradicted(decision):
            return _UNRECOGNISED
        return Answer(decision, self._plain.as_it_stood(*span))

    def sentences(self) -> list[str]:
        """The original sentences, without empty ones."""
        originals = (
            self._plain.as_it_stood(*_bare(self._kept, x.start, x.end)) for x in self._sentences
        )
        return [sentence for sentence in originals if sentence]

    def proposed(self, read: ReadSentences) -> Answer:
        """The likeliest decision, with the sentence that suggests it most."""
        sentences = self.sentences()
        if not sentences:
            return _UNRECOGNISED
        whole, *parts = read([" ".join(sentences), *sentences])
        if whole.decision == "unrecognised" or whole.margin < self._wording.propose:
            return _UNRECOGNISED
        agreeing = [
            (part.margin, sentence)
            for part, sentence in zip(parts, sentences, strict=True)
            if part.decision == whole.decision
        ]
        quote = max(agreeing)[1] if agreeing else sentences[0]
        return Answer("unrecognised", quote, cast(Decision, whole.decision))

    def _received_in_passing(self) -> Answer:
        found = self._clear(self._wording.in_passing, granted=False)
        if not found or self._wording.obstacles.search(self._kept):
            return _UNRECOGNISED
        if self._is_contradicted("received"):
            return _UNRECOGNISED
        return Answer("received", self._plain.as_it_stood(*found[0]))

    def _is_contradicted(self, decision: Decided) -> bool:
        hints = self._wording.hints
        granted = decision not in ("struck", "removed") and self._hinted(hints["granted"])
        declined = decision != "declined" and hints["declined"].search(self._kept) is not None
        return granted or declined or self._quotes_another(decision)

    def _quotes_another(self, decision: Decided) -> bool:
        """A page that shows several answers in quotation marks decides nothing."""
        return any(
            self._clear(pattern, granted=other in ("struck", "removed"), quoted=True)
            for other, pattern in self._wording.says.items()
            if other != decision
        )

    def _hinted(self, pattern: re.Pattern[str]) -> bool:
        return bool(self._clear(pattern, granted=True))

    def _clear(
        self, pattern: re.Pattern[str], *, granted: bool, quoted: bool = False
    ) -> list[tuple[int, int]]:
        """Where the pattern matches in a sentence that casts no doubt on it.

        With `quoted`, a match inside a quotation is not doubted for that.
        """
        return [
            found.span()
            for sentence in self._sentences
            if not sentence.asks
            for found in pattern.finditer(self._kept, sentence.start, sentence.end)
            if (quoted or not self._is_reported(found))
            and not self._is_doubted(sentence, found, granted=granted)
        ]

    def _is_doubted(self, sentence: _Sentence, found: re.Match[str], *, granted: bool) -> bool:
        wording = self._wording
        before = self._kept[sentence.start : found.end() if granted else found.start()]
        after = self._kept[found.end() : sentence.end]
        after_doubt = wording.after_granted if granted else wording.after
        return (
            wording.before.search(wording.harmless.sub(" ", before)) is not None
            or after_doubt.search(wording.harmless.sub(" ", after)) is not None
        )

    def _is_reported(self, found: re.Match[str]) -> bool:
        """Inside quotation marks opened, or followed by a comment, by someone other than Amazon."""
        opened = self._kept.count('"', 0, found.start())
        if opened % 2 == 0:
            return False
        mark = self._kept.rindex('"', 0, found.start())
        paragraph = max(self._kept.rfind("\n\n", 0, mark), self._kept.rfind('"', 0, mark)) + 1
        closing = self._kept.find('"', found.end())
        said_after = closing >= 0 and self._wording.tail.match(self._kept, closing + 1)
        lead = self._kept[paragraph:mark]
        return bool(said_after) or self._wording.lead.fullmatch(lead) is None


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    return start, start + len(stretch.strip())


def _sentences(kept: str) -> Iterator[_Sentence]:
    start = 0
    for end in _END.finditer(kept):
        if _ABBREVIATED.search(kept, max(start, end.start() - 8), end.end()):
            continue
        yield _Sentence(start, end.end(), "?" in end.group())
        start = end.end()
    yield _Sentence(start, len(kept), asks=False)
