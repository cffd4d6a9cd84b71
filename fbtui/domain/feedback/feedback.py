"""A feedback: a buyer's rating of the seller on one order, and how it stands with us."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, get_args

from fbtui.domain.record import Record

Band = Literal["negative", "neutral", "positive"]
Status = Literal["open", "done", "snoozed"]
Fulfilment = Literal["FBA", "MFN", "unknown"]

DEFAULT_ACCOUNT = "main"  # where no account is named: no name that a buyer knows
BANDS: tuple[Band, ...] = get_args(Band)
STATUSES: tuple[Status, ...] = get_args(Status)
FULFILMENTS: tuple[Fulfilment, ...] = get_args(Fulfilment)
# What the Feedback Manager shows beside a comment (docs/domain/procedure.md).
QUESTIONS: dict[str, str] = {
    "arrived_on_time": "Item arrived on time?",
    "as_described": "Item as described by seller?",
    "service": "Prompt and courteous service?",
    "rater_role": "Rater role",
}
# As the Account Health page calls them.
FULFILMENT_WORDS: dict[Fulfilment, str] = {
    "FBA": "Fulfilled by Amazon",
    "MFN": "Seller Fulfilled",
    "unknown": "fulfilment unknown",
}
STARS_OF: dict[Band, tuple[int, ...]] = {"negative": (1, 2), "neutral": (3,), "positive": (4, 5)}


def band(stars: int) -> Band:
    """The band of 1-5 stars (AMAZON.md's figures: 5-4 positive, 3 neutral, 2-1 negative)."""
    if stars <= 2:
        return "negative"
    return "neutral" if stars == 3 else "positive"


class Feedback(Record):
    """One feedback as the desk knows it. Texts are as the buyer wrote them: clean before showing.

    `date` is the marketplace's day; times are aware UTC. `due` is None when the step is never due.
    `rater_role` and the three after `rater_email` are Amazon's customer questions, as it wrote them.
    `response` is our public reply as Amazon's report stated it, "" when it stated none.
    `lane_by` and `fulfilment_by` name the agent who decided, "" when the routing or a file did.
    `ground` is the removal ground that the words give, "" for none. `topic` is what the comment was
    read to be about, "" while it waits to be read, `margin` how surely, `said` its clauses as text,
    `is_guess` that the lane is likely and no more, `read_by` the model and examples that read it.
    `asin`, `sku`, `title` are the product's, "" while unknown; several products of one order stand side by side.
    `step` is what the playbook wants next: a step's name, "wait" while Amazon is asked, "" when nothing is left.
    """

    id: int
    account: str
    marketplace: str
    order_id: str
    date: date
    stars: int
    comment: str
    response: str
    rater_email: str
    rater_role: str | None = None
    arrived_on_time: str | None = None
    as_described: str | None = None
    service: str | None = None
    fulfilment: Fulfilment
    buy_shipping_on_time: bool | None = None
    fulfilment_by: str = ""
    asin: str = ""
    sku: str = ""
    title: str = ""
    lane: str = ""
    lane_by: str = ""
    ground: str = ""
    topic: str = ""
    margin: float = 0.0
    said: str = ""
    is_guess: bool = False
    read_by: str = ""
    step: str = ""
    claimed_by: str = ""
    claimed_at: datetime | None = None
    status: Status
    snoozed_until: datetime | None
    due: datetime | None
    imported_at: datetime
    tags: tuple[str, ...]
    version: int

    @property
    def answers(self) -> dict[str, str]:
        """The customer questions that Amazon states an answer to: `Item arrived on time?` → `No`."""
        told = {words: getattr(self, name) for name, words in QUESTIONS.items()}
        return {words: answer for words, answer in told.items() if answer and answer != "-"}

    @property
    def band(self) -> Band:
        return band(self.stars)

    @property
    def product(self) -> str:
        """What the product is called: its title, else its SKU or ASIN, "" while unknown."""
        return self.title or self.sku or self.asin

    @property
    def product_words(self) -> str:
        """`Mug, blue (MUG · B0…)`, "" while the product is unknown. Anybody's text: clean before showing."""
        numbers = " · ".join(filter(None, (self.sku, self.asin)))
        return f"{self.title} ({numbers})" if self.title and numbers else self.title or numbers

    def is_overdue(self, now: datetime) -> bool:
        """Whether its step should have been done by now: only open feedback can be late.

        Moments are stored to the second, so the current second is not late yet.
        """
        return (
            self.status == "open" and self.due is not None and self.due < now.replace(microsecond=0)
        )

    def holder(self, now: datetime, claim_minutes: int) -> str:
        """Who has it now; "" for nobody. A claim ends without activity.

        One that a clock ahead of ours made is none: it would last as long as that clock is ahead.
        """
        if self.claimed_at is None or abs(now - self.claimed_at) >= timedelta(
            minutes=claim_minutes
        ):
            return ""
        return self.claimed_by
