"""Alerts from the configured rules, each sent once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from fbtui.domain.outcome import Done, Outcome
from fbtui.domain.sync.fetch import KINDS
from fbtui.domain.watch.digest import feedback_line, metric_figure, product_line, window_line
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
_WHOLE: dict[Rule, str] = {  # what shows them all
    "one_star": "fbtui list --stars 1",
    "window": "fbtui list --step removal --sort window",
    "breach": "fbtui health",
    "fetch": "fbtui sync --status",
    "product": "fbtui digest",
}


class Alert(NamedTuple):
    """`about` identifies the occurrence, which is reported only once."""

    rule: Rule
    about: str
    words: str


def subject_of(alerts: Sequence[Alert]) -> str:
    """`a metric is in breach · 3 feedbacks of 1★ have arrived`."""
    return " · ".join(_counted(rule, len(some)) for rule, some in _by_rule(alerts).items())


def lines_of(alerts: Sequence[Alert]) -> list[str]:
    """One line for the only alert of a rule; several stand below a line that counts them, the last are left out."""
    found = []
    for rule, some in _by_rule(alerts).items():
        begin = _counted(rule, len(some))
        begin = f"{begin[:1].upper()}{begin[1:]}:"
        if len(some) == 1:
            found.append(f"{begin} {some[0].words}")
            continue
        found += [begin, *(f"  {each.words}" for each in some[:_SHOWN])]
        if (more := len(some) - _SHOWN) > 0:
            found.append(f"  … and {more:,} more: {_WHOLE[rule]}")
    return found


def _by_rule(alerts: Sequence[Alert]) -> dict[Rule, list[Alert]]:
    found: dict[Rule, list[Alert]] = {}
    for each in alerts:
        found.setdefault(each.rule, []).append(each)
    return found


def _counted(rule: Rule, many: int) -> str:
    once, several = RULE_WORDS[rule]
    return once if many == 1 else f"{many:,} {several}"


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
        return Done(f"{len(alerts)} sent.")

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
                yield Alert("breach", f"{series} {line.low_since()}", metric_figure(line))

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
