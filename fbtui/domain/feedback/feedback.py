"""A feedback: a buyer's rating of the seller on one order, and our work on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from fbtui.domain.feedback.claims import is_held
from fbtui.domain.record import Record

Band = Literal["negative", "neutral", "positive"]
Status = Literal["open", "done", "snoozed"]
Fulfilment = Literal["FBA", "MFN", "unknown"]

DEFAULT_ACCOUNT = "main"  # if no account is named; buyers know no such name
BANDS: tuple[Band, ...] = get_args(Band)
STATUSES: tuple[Status, ...] = get_args(Status)
FULFILMENTS: tuple[Fulfilment, ...] = get_args(Fulfilment)
# Shown in the Feedback Manager next to a comment (docs/domain/procedure.md).
QUESTIONS: dict[str, str] = {
    "arrived_on_time": "Item arrived on time?",
    "as_described": "Item as described by seller?",
    "service": "Prompt and courteous service?",
    "rater_role": "Rater role",
}
# The names on the Account Health page.
FULFILMENT_WORDS: dict[Fulfilment, str] = {
    "FBA": "Fulfilled by Amazon",
    "MFN": "Seller Fulfilled",
    "unknown": "fulfilment unknown",
}
STARS_OF: dict[Band, tuple[int, ...]] = {"negative": (1, 2), "neutral": (3,), "positive": (4, 5)}


def band(stars: int) -> Band:
    """The band of 1-5 stars (docs/domain/reports.md: 5-4 positive, 3 neutral, 2-1 negative)."""
    if stars <= 2:
        return "negative"
    return "neutral" if stars == 3 else "positive"


class Feedback(Record):
    """One feedback on the desk. Texts are raw, as the buyer wrote them: clean before showing.

    `date` is the marketplace's day; times are aware UTC. `due` is None when the step is never due.
    `rater_role` and the three after `rater_email` are Amazon's customer questions, verbatim.
    `response` is our public reply as stated in Amazon's report, "" for none.
    `lane_by` and `fulfilment_by` name the agent who decided, "" if the routing or a file did.
    `ground` is the removal ground the words give, "" for none. `topic` is the comment's topic, ""
    until it has been read; `margin` says how sure that is, `said` holds its clauses as text, `is_guess`
    marks a lane that is only likely, `read_by` names the model and examples that read it.
    `asin`, `sku`, `title` are the product's, "" while unknown; an order's several products are joined.
    `step` is the next step in the playbook, "wait" while Amazon's answer is awaited, "" if none is left.
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
        """The customer questions with an answer: `Item arrived on time?` → `No`."""
        answers = {words: getattr(self, name) for name, words in QUESTIONS.items()}
        return {words: answer for words, answer in answers.items() if answer and answer != "-"}

    @property
    def band(self) -> Band:
        return band(self.stars)

    @property
    def product(self) -> str:
        """The product's title, else its SKU or ASIN, "" while unknown."""
        return self.title or self.sku or self.asin

    @property
    def product_name(self) -> str:
        """The product in a narrow column: its SKU, else title or ASIN, "" while unknown. Untrusted."""
        return self.sku or self.title or self.asin

    @property
    def product_words(self) -> str:
        """`Mug, blue (MUG · B0…)`, "" while the product is unknown. Untrusted: clean before showing."""
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
        """The agent whose claim holds now, or ""."""
        return self.claimed_by if is_held(self.claimed_at, now, claim_minutes) else ""
