"""Filters, sort orders and named views of the queue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol, get_args

from fbtui.domain.feedback.feedback import STARS_OF, Band, Feedback, Fulfilment, Status
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.limits import Limits
from fbtui.domain.record import Field, StrictRecord
from fbtui.domain.sync.product import TroubleRule
from fbtui.patterns import pattern

_NEVER_STORED = pattern("[\0\ud800-\udfff]")  # NUL and lone surrogates: no desk holds them

Sort = Literal[
    "priority", "newest", "oldest", "stars", "due", "window", "lane", "product", "effect"
]
Claimed = Literal["", "mine", "unclaimed"]
Window = Literal["", "removal", "buyer"]
SORTS: tuple[Sort, ...] = get_args(Sort)

SORT_WORDS: dict[Sort, str] = {
    "priority": "negative first, then by day due, then what can be saved",
    "newest": "newest first",
    "oldest": "oldest first",
    "stars": "fewest stars first, then oldest",
    "due": "by day due, then negative, then newest",
    "window": "removals to ask for, by closing window; then the others",
    "lane": "lane by lane, then by day due",
    "product": "product by product, each topic together, newest first",
    "effect": "what lowers the rating most, and for the longest time",
}
SLOW_SORTS: tuple[Sort, ...] = ("lane", "product")  # by columns that buckets lack

_WINDOW_CHIPS: dict[Window, str] = {
    "removal": "removal window open",
    "buyer": "buyer can still remove it",
}


class Filter(StrictRecord):
    """A filter on feedback; every field that is set must match.

    Empty tuples, empty strings and None mean "any". `search` is the words as typed (see `parse_search`),
    looked for in comment, response and order ID. `since` and `until` are dates of the feedback, both inclusive.
    `window`: the removal may still be requested, or the buyer may still remove it. `guesses`: the lane
    is only likely. `days`: written in the last so many days, including today. `product` is an SKU, an
    ASIN, or words from a title. `trouble`: several recent poor ones on the same product and topic.
    """

    stars: tuple[int, ...] = ()
    status: tuple[Status, ...] = ("open",)
    account: str = ""
    marketplace: str = ""
    fulfilment: Fulfilment | None = None
    lane: str = ""
    step: str = ""
    claimed: Claimed = ""
    window: Window = ""
    tag: str = ""
    product: str = ""
    trouble: bool = False
    search: str = ""
    overdue: bool = False
    guesses: bool = False
    days: int = 0
    since: date | None = None
    until: date | None = None

    @property
    def is_instant(self) -> bool:
        """Whether it is fast on a desk of any size; else the search runs off the UI thread."""
        slow = (
            self.tag or self.fulfilment or self.lane or self.claimed or self.guesses or self.trouble
        )
        return not (self.search.strip() or self.product.strip() or slow)

    @property
    def everywhere(self) -> Filter:
        """Only its search words: what they find whatever the status."""
        return Filter(search=self.search, status=())

    @property
    def why_no_day(self) -> str | None:
        """Why no day lies in its range; None if there may be one."""
        if self.since is None or self.until is None or self.since <= self.until:
            return None
        return f"The first day, {self.since}, is after the last, {self.until}."

    def toggled(self, stars: int) -> Filter:
        """The same filter with one star rating added or removed."""
        kept = set(self.stars) ^ {stars}
        return self.model_copy(update={"stars": tuple(sorted(kept))})

    def chips(self) -> list[str]:
        """The active filters, one short phrase each, for screen and snapshot."""
        chips = [_stars_chip(self.stars)] if self.stars else []
        chips.append(" or ".join(self.status) if self.status else "any status")
        chips += ["overdue"] if self.overdue else []
        chips += [f"account {self.account}"] if self.account else []
        chips += [self.marketplace] if self.marketplace else []
        chips += [f"fulfilment {self.fulfilment}"] if self.fulfilment else []
        chips += [f"lane {self.lane}"] if self.lane else []
        chips += [f"next: {STEP_WORDS.get(self.step, self.step)}"] if self.step else []
        chips += ["lane guessed"] if self.guesses else []
        chips += [self.claimed] if self.claimed else []
        chips += [_WINDOW_CHIPS[self.window]] if self.window else []
        chips += [f"last {self.days} days"] if self.days else []
        chips += [f"tag {self.tag}"] if self.tag else []
        chips += [f"product {self.product}"] if self.product.strip() else []
        chips += ["product in trouble"] if self.trouble else []
        chips += [f"from {self.since}"] if self.since else []
        chips += [f"to {self.until}"] if self.until else []
        chips += [f"“{self.search}”"] if self.search.strip() else []
        return chips


class Search(NamedTuple):
    """A search as typed, taken apart: words; beginnings of SKUs or ASINs; those or words of titles."""

    words: str
    numbers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


def parse_search(typed: str) -> Search:
    """`broken sku:MUG` → words "broken", numbers ("MUG",); a name that is not typed yet counts as none."""
    words, numbers, products = [], [], []
    for part in _NEVER_STORED.sub("\ufffd", typed).split():
        name, colon, value = part.partition(":")
        match f"{name.lower()}{colon}":
            case "sku:" | "asin:":
                numbers.append(value)
            case "product:":
                products.append(value)
            case _:
                words.append(part)
    return Search(" ".join(words), tuple(filter(None, numbers)), tuple(filter(None, products)))


def _stars_chip(stars: tuple[int, ...]) -> str:
    for name, its_stars in STARS_OF.items():
        if stars == its_stars and len(stars) > 1:
            return f"{name} ({'-'.join(map(str, stars))}★)"
    return ",".join(map(str, stars)) + "★"


def stars_of_band(name: Band) -> tuple[int, ...]:
    """The stars in a band, ready for a filter."""
    return STARS_OF[name]


class View(StrictRecord):
    """A filter with its sort order: the list shows it, a snapshot freezes it.

    `done_last`: done feedback comes last, whatever the order.
    """

    filter: Filter = Field(default_factory=Filter)
    sort: Sort = "priority"
    done_last: bool = False

    @property
    def is_instant(self) -> bool:
        """Whether it opens at once on a desk of any size: see `Filter.is_instant`."""
        return self.filter.is_instant and self.sort not in SLOW_SORTS


# Views that come with every desk, listed before an agent's own.
SHIPPED_VIEWS: dict[str, View] = {
    "Removals closing first": View(filter=Filter(step="removal", window="removal"), sort="window"),
    "Fresh 1-2★": View(filter=Filter(stars=(1, 2), days=14), sort="newest"),
    "Overdue": View(filter=Filter(overdue=True)),
    "Mine": View(filter=Filter(claimed="mine")),
    "Products in trouble": View(filter=Filter(status=(), trouble=True), sort="product"),
}


class Viewpoint(NamedTuple):
    """Who looks at a view, when, and with which limits; `trouble`: when a product is in trouble."""

    agent: str
    now: datetime
    limits: Limits
    trouble: TroubleRule = TroubleRule()


class ViewCounts(NamedTuple):
    """How many rows of a view share these values."""

    account: str
    marketplace: str
    stars: int
    status: str
    rows: int


class Ranks(Protocol):
    """A view frozen in order; rank 0 is the first row."""

    total: int

    def window(self, start: int, count: int) -> list[Feedback]:
        """Up to `count` rows from rank `start`; fewer if some have left the view since."""
        ...

    def ids(self, first: int, last: int) -> list[int]:
        """The ids of the ranks from `first` up to but excluding `last`."""
        ...

    def tally(self) -> list[ViewCounts]:
        """Row counts by account, marketplace, stars and status."""
        ...

    def rank_of(self, feedback_id: int) -> int | None:
        """The rank of a feedback, None if it is not in the view."""
        ...
