"""Alerts from the configured rules, each sent once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from fbtui.domain.outcome import Done, Outcome
from fbtui.domain.sync.fetch import KINDS
from fbtui.domain.watch.digest import feedback_line, metric_line, product_line, window_line
from fbtui.domain.watch.settings import RULE_WORDS, Rule, Watch
from fbtui.services.context import Context, as_outcome
from fbtui.services.health.health import Health
from fbtui.services.watch.digest import Digests, fetch_line
from fbtui.store.sync import fetches
from fbtui.store.watch import sent_alerts
from fbtui.store.watch import since as news

_LOOKS_BACK = timedelta(days=2)  # anything older is not news, even if never reported
_MANY = 200
_SHOWN = 10  # alerts of one rule given in full


class Alert(NamedTuple):
    """`about` identifies the occurrence, which is reported only once."""

    rule: Rule
    about: str
    words: str

    @property
    def line(self) -> str:
        begin = RULE_WORDS[self.rule]
        return f"{begin[:1].upper()}{begin[1:]}: {self.words}"


def lines_of(alerts: Sequence[Alert]) -> list[str]:
    """One line per alert; beyond the first of a rule, the rest are only counted."""
    found = []
    for rule in dict.fromkeys(each.rule for each in alerts):
        of_rule = [each for each in alerts if each.rule == rule]
        found += [each.line for each in of_rule[:_SHOWN]]
        if (more := len(of_rule) - _SHOWN) > 0:
            found.append(f"… and {more:,} more times {RULE_WORDS[rule]}; `fbtui digest` shows all.")
    return found


class Alerts:
    """Finds new alerts by the configured rules."""

    def __init__(self, context: Context, watch: Watch, digests: Digests) -> None:
        self._context, self._watch, self._digests = context, watch, digests

    def new(self) -> list[Alert]:
        """Alerts not sent yet. Raises RefusedInput for a mistake in the targets file."""
        finders: dict[Rule, Callable[[], Iterator[Alert]]] = {
            "one_star": self._one_star,
            "window": self._window,
            "breach": self._breach,
            "fetch": self._fetch,
            "product": self._product,
        }
        connection = self._context.database.reading
        found = []
        for rule in dict.fromkeys(self._watch.alerts):
            known = sent_alerts.sent_alerts(connection, rule)
            found += [each for each in finders[rule]() if each.about not in known]
        return found

    @as_outcome
    def tell(self, alerts: list[Alert]) -> Outcome:
        """Remember that these were sent."""
        with self._context.database.writing() as connection:
            sent_alerts.mark_as_sent(
                connection, [each[:2] for each in alerts], self._context.clock()
            )
        return Done(f"{len(alerts)} told.")

    def _one_star(self) -> Iterator[Alert]:
        now = self._context.clock()
        for each in news.poor(self._context.database.reading, now - _LOOKS_BACK, 1, _MANY):
            yield Alert("one_star", str(each.id), feedback_line(each, now))

    def _window(self) -> Iterator[Alert]:
        now = self._context.clock()
        for each, left in self._digests.closing():
            yield Alert("window", str(each.id), window_line(each, left, now))

    def _breach(self) -> Iterator[Alert]:
        """A metric that recovered in between is a new occurrence."""
        for line in Health(self._context).board().lines:
            if line.is_breach:
                series = " ".join(map(str, line.reading.series))
                yield Alert("breach", f"{series} {line.low_since()}", metric_line(line))

    def _fetch(self) -> Iterator[Alert]:
        """Once until it was fetched again, and once more if by then it waits for a person."""
        connection = self._context.database.reading
        taken = {kind: fetches.last_taken(connection, kind) for kind in KINDS}
        for each in self._digests.fetches():
            fetched = taken[each.kind].get((each.account, each.marketplace))
            about = f"{each.account} {each.marketplace} {each.kind} {fetched or 'never'}"
            person = " person" if each.needs_person else ""
            yield Alert("fetch", f"{about}{person}", fetch_line(each))

    def _product(self) -> Iterator[Alert]:
        """The same product and topic counts as new in another week."""
        week = self._context.clock().date().isocalendar()
        for each in self._digests.products():
            about = f"{each.account} {each.name} {each.topic} {week.year}-{week.week}"
            yield Alert("product", about, product_line(each, self._context.trouble.days))
