"""What a comment says: its words, clause by clause, become opinions on topics.

A stop or a contrast word ("but") ends a clause. A good or bad word speaks of the nearest topic in
its clause; "not" turns what follows it; "I thought it would be" takes it back. What speaks of
somebody else ("they", "refund") without an opinion is kept: it stands against "entire comment".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fbtui.domain import lexicon as kinds
from fbtui.domain.phrases import Label, Net, Word

_NOT_REACHES = 3
_UNCLEAR = "service"  # what a turned commonplace most likely speaks of; never a ground
_TOPIC_REACHES = 5
_CLAUSE_ENDS = (kinds.ENDS, kinds.BUT)
_GOOD_KINDS = (kinds.PRAISE, kinds.GOOD)
_OPINIONS = (kinds.COMPLAINT, kinds.PRAISE, kinds.GOOD, kinds.BAD)


class Opinion(NamedTuple):
    """One aspect, complained of or praised, in `words[start:end]`."""

    aspect: str
    good: bool
    start: int
    end: int


class Reading(NamedTuple):
    """All that a comment was understood to say, in indices of its words.

    `mentions` names topics without an opinion, `others` words about somebody else; `loose` are
    unknown words in clauses that say nothing understood, `strangers` those in clauses that do.
    """

    opinions: list[Opinion]
    mentions: list[Opinion]
    others: list[Opinion]
    praises: list[tuple[int, int]]
    loose: list[int]
    strangers: list[int]


def understand(net: Net, words: Sequence[Word], unknown: Word) -> Reading:
    """What the words of a comment say; `unknown` is the entry of a word nobody described."""
    reader = _Reader(words, unknown)
    take = reader.take
    for start, end, label in net.phrases(words):
        take(start, end, label)
    return reader.finish()


class _Reader:
    """Goes through the phrases once; keeps what the clause at hand has said so far."""

    __slots__ = (
        "_begin", "_cancelled", "_not_until", "_pending", "_said", "_topics", "_unknown",
        "_values", "_words", "found",
    )  # fmt: skip

    def __init__(self, words: Sequence[Word], unknown: Word) -> None:
        self._words = words
        self._unknown = unknown if unknown in words else None
        self._topics: list[Opinion] = []
        self._values: list[Opinion] = []
        self._pending: list[Opinion] = []
        self._begin = 0
        self._not_until = -1
        self._said = self._cancelled = False
        self.found = Reading([], [], [], [], [], [])

    def take(self, start: int, end: int, label: Label) -> None:
        """One phrase."""
        kind, aspect = label
        if kind in _OPINIONS:
            self._said = True
            if not self._cancelled:
                turned = start <= self._not_until and "NOT" not in self._words[start].symbols
                good = (kind in _GOOD_KINDS) != turned
                target = self.found.opinions if aspect else self._values
                target.append(Opinion(aspect, good, start, end))
        elif kind is kinds.TOPIC:
            self._take_topic(Opinion(aspect, True, start, end))
        elif kind is kinds.NOT:
            self._not_until = end + _NOT_REACHES
        elif kind in _CLAUSE_ENDS:
            self._close(start, end, kind)
        elif kind is kinds.AND:
            self._not_until = -1
        elif kind is kinds.NEUTRAL:
            self._said = True
            if start <= self._not_until:  # "got a refund" is nothing, "never got a refund" is not
                self.found.others.append(Opinion(_UNCLEAR, False, start, end))
        elif kind is kinds.CANCEL:
            self._cancelled = True
        else:
            self.found.others.append(Opinion(aspect, False, start, end))

    def finish(self) -> Reading:
        """Close the last clause."""
        count = len(self._words)
        self._close(count, count, kinds.ENDS)
        self.found.mentions.extend(self._pending)
        return self.found

    def _take_topic(self, topic: Opinion) -> None:
        # "flimsy packaging" complains of the packaging, whatever flimsy things usually are.
        opinions = self.found.opinions
        if opinions and topic.aspect != "product" and opinions[-1].end == topic.start:
            last = opinions[-1]
            if last.aspect == "product" and last.end - last.start == 1:
                opinions[-1] = Opinion(topic.aspect, last.good, last.start, topic.end)
                return
        self._topics.append(topic)

    def _close(self, start: int, end: int, kind: str) -> None:
        if self._topics or self._values:
            self._bind(kind)
        elif kind is kinds.BUT:
            self.found.mentions.extend(self._pending)
            self._pending = []
        if self._unknown:
            self._count_unknown(start)
        self._begin, self._not_until = end, -1
        self._said = self._cancelled = False

    def _bind(self, kind: str) -> None:
        """Give each good or bad word its topic, each topic its good or bad word."""
        found, topics = self.found, self._topics
        found.mentions.extend(self._pending if topics else ())
        candidates = topics or self._pending
        spoken: set[int] = set()
        for value in self._values:
            reach = _TOPIC_REACHES if topics else len(self._words)
            near = [(_distance(value, t), i) for i, t in enumerate(candidates)]
            near = [(d, i) for d, i in near if d <= reach]
            if near:
                chosen = min(near)[1]
                spoken.add(chosen)
                found.opinions.append(_joined(candidates[chosen], value))
            elif value.good:
                found.praises.append((value.start, value.end))
        silent = [t for i, t in enumerate(candidates) if i not in spoken]
        for topic in silent if topics else ():
            near_value = [v for v in self._values if _distance(v, topic) <= _TOPIC_REACHES]
            if near_value:
                value = min(near_value, key=lambda v: _distance(v, topic))
                found.opinions.append(Opinion(topic.aspect, value.good, topic.start, topic.end))
        said = bool(self._values)
        self._said = self._said or said
        self._pending = [] if said or kind is kinds.BUT else list(topics)
        if not said and kind is kinds.BUT:
            found.mentions.extend(topics)
        self._topics, self._values = [], []

    def _count_unknown(self, end: int) -> None:
        where = self.found.strangers if self._said else self.found.loose
        words, unknown = self._words, self._unknown
        where.extend(i for i in range(self._begin, end) if words[i] is unknown)


def _distance(a: Opinion, b: Opinion) -> int:
    return b.start - a.end if b.start >= a.end else a.start - b.end


def _joined(topic: Opinion, value: Opinion) -> Opinion:
    """Quote both words where they stand close together, else the good or bad word with them."""
    start, end = min(topic.start, value.start), max(topic.end, value.end)
    return Opinion(topic.aspect, value.good, start, end)
