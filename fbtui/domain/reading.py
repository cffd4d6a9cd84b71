"""What a comment says: its words, clause by clause, become opinions on topics.

A stop or a contrast word ("but") ends a clause. A good or bad word speaks of the nearest topic in
its clause; "not" turns what follows it; "I thought it would be" takes it back. What speaks of
somebody else ("they", "refund") without an opinion is kept: it stands against "entire comment".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fbtui.domain import lexicon as kinds
from fbtui.domain.phrases import Label, Net, Word

_NOT_REACHES = 3
_UNCLEAR = "service"  # what a turned commonplace most likely speaks of; never a ground
_TOPIC_REACHES = 5
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
    unknown words in clauses that say nothing understood, `strangers` those in clauses that do;
    `turns` are the words that turn against what was said before ("but").
    """

    opinions: list[Opinion]
    mentions: list[Opinion]
    others: list[Opinion]
    praises: list[tuple[int, int]]
    loose: list[int]
    strangers: list[int]
    turns: list[tuple[int, int]]


def understand(net: Net, clauses: Iterable[Sequence[Word]], unknown: Word) -> Reading:
    """What the clauses of a comment say; `unknown` is the entry of a word nobody described."""
    reader = Reader(net, unknown)
    for words in clauses:
        if words:
            reader.hear(words)
    return reader.finish()


class Reader:
    """Goes through the phrases of each clause once; what it found is in indices of all words."""

    __slots__ = (
        "_begin", "_cancelled", "_end", "_net", "_not_until", "_said", "_start", "_topics",
        "_unknown", "_values", "_words", "found", "pending",
    )  # fmt: skip

    def __init__(self, net: Net, unknown: Word, pending: Sequence[Opinion] = ()) -> None:
        self._net = net
        self._unknown = unknown
        self._words: Sequence[Word] = ()
        self._topics: list[Opinion] = []
        self._values: list[Opinion] = []
        self._start = self._end = self._begin = 0
        self._not_until = -1
        self._said = self._cancelled = False
        self.pending = list(pending)  # topics of the clauses before, nothing said of them yet
        self.found = Reading([], [], [], [], [], [], [])

    def hear(self, words: Sequence[Word]) -> None:
        """One clause: what stands between two stops."""
        self._words = words
        self._start, self._end = self._end, self._end + len(words)
        self._begin, take, here = self._start, self._take, self._start
        for start, end, label in self._net.phrases(words):
            take(here + start, here + end, label)
        self._close(self._end, self._end, kinds.ENDS)

    def finish(self) -> Reading:
        """All that was found."""
        self.found.mentions.extend(self.pending)
        return self.found

    def _take(self, start: int, end: int, label: Label) -> None:
        """One phrase."""
        kind, aspect = label
        if kind in _OPINIONS:
            self._said = True
            if not self._cancelled:
                turned = start <= self._not_until and not self._begins_with_not(start)
                good = (kind in _GOOD_KINDS) != turned
                self._give(Opinion(aspect, good, start, end))
        elif kind is kinds.TOPIC:
            self._take_topic(Opinion(aspect, True, start, end))
        elif kind is kinds.NOT:
            self._not_until = end + _NOT_REACHES
        elif kind is kinds.BUT:
            self.found.turns.append((start, end))
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

    def _give(self, opinion: Opinion) -> None:
        """An opinion, or a word that is good or bad without a topic of its own yet."""
        if opinion.aspect:
            self.found.opinions.append(opinion)
            return
        # "super slow", "shipping was pretty bad": a good word right before a bad one strengthens it.
        for said in () if opinion.good else (self._values, self.found.opinions):
            if said and said[-1].good and self._start < said[-1].end == opinion.start:
                said[-1] = said[-1]._replace(good=False, end=opinion.end)
                return
        self._values.append(opinion)

    def _begins_with_not(self, start: int) -> bool:
        return "NOT" in self._words[start - self._start].symbols

    def _take_topic(self, topic: Opinion) -> None:
        # "flimsy packaging" complains of the packaging, whatever flimsy things usually are.
        opinions = self.found.opinions
        if opinions and topic.aspect != "product" and opinions[-1].end == topic.start:
            last = opinions[-1]
            alone = self._start <= last.start == last.end - 1
            if last.aspect == "product" and alone:
                opinions[-1] = Opinion(topic.aspect, last.good, last.start, topic.end)
                return
        self._topics.append(topic)

    def _close(self, start: int, end: int, kind: str) -> None:
        if self._topics:
            self._bind(kind)
        elif self._values:
            self._bind_to_pending()
        elif kind is kinds.BUT:
            self.found.mentions.extend(self.pending)
            self.pending = []
        if self._unknown in self._words:
            self._count_unknown(start)
        self._begin, self._not_until = end, -1
        self._said = self._cancelled = False

    def _bind(self, kind: str) -> None:
        """Give each good or bad word its topic, each topic its good or bad word."""
        found, topics, values = self.found, self._topics, self._values
        found.mentions.extend(self.pending)
        spoken: set[int] = set()
        for value in values:
            near = [(_distance(value, t), i) for i, t in enumerate(topics)]
            near = [(d, i) for d, i in near if d <= _TOPIC_REACHES]
            if near:
                chosen = min(near)[1]
                spoken.add(chosen)
                found.opinions.append(_joined(topics[chosen], value))
            elif value.good:
                found.praises.append((value.start, value.end))
        for topic in [t for i, t in enumerate(topics) if i not in spoken]:
            near_value = [v for v in values if _distance(v, topic) <= _TOPIC_REACHES]
            if near_value:
                value = min(near_value, key=lambda v: _distance(v, topic))
                found.opinions.append(Opinion(topic.aspect, value.good, topic.start, topic.end))
            elif values:  # too far from all that is good or bad: only named, but not forgotten
                found.mentions.append(topic)
        self._said = self._said or bool(values)
        if not values and kind is kinds.BUT:
            found.mentions.extend(topics)
        self.pending = [] if values or kind is kinds.BUT else topics
        self._topics, self._values = [], []

    def _bind_to_pending(self) -> None:
        """Good or bad words without a topic speak of the last one named before, if of any."""
        found = self.found
        for value in self._values:
            if self.pending:
                found.opinions.append(_joined(self.pending[-1], value))
            elif value.good:
                found.praises.append((value.start, value.end))
        found.mentions.extend(self.pending[:-1])
        self.pending, self._values, self._said = [], [], True

    def _count_unknown(self, end: int) -> None:
        where = self.found.strangers if self._said else self.found.loose
        words, unknown, first = self._words, self._unknown, self._start
        where.extend(i for i in range(self._begin, end) if words[i - first] is unknown)


def _distance(a: Opinion, b: Opinion) -> int:
    return b.start - a.end if b.start >= a.end else a.start - b.end


def _joined(topic: Opinion, value: Opinion) -> Opinion:
    """Quote both words where they stand close together, else the good or bad word with them."""
    start, end = min(topic.start, value.start), max(topic.end, value.end)
    return Opinion(topic.aspect, value.good, start, end)
