"""The content of the sample desk, from the files in data/demo/."""

from __future__ import annotations

import tomllib
from typing import Any, Literal

from fbtui.assets import DATA
from fbtui.domain.record import Field, StrictRecord

Marketplace = Literal["US", "UK", "DE"]
Language = Literal["en", "de", "es", "fr", "it", "ja"]


class DemoComment(StrictRecord):
    """One invented comment; `topic` joins the aspects a person would find in it with "+"."""

    text: str = Field(max_length=400)  # Amazon's own limit (docs/domain/reports.md)
    stars: int = Field(ge=1, le=5)
    language: Language
    fulfilment: Literal["FBA", "MFN", ""]
    topic: str
    marketplace: Marketplace | None = None
    buy_shipping_on_time: bool | None = None
    times: int = Field(default=1, ge=1)
    tags: tuple[str, ...] = ()
    note: str = ""
    drafted: str = ""
    what: str = ""

    @property
    def main_topic(self) -> str:
        """The single topic the classifier would give the comment."""
        topics = set(self.topic.split("+"))
        blamed = topics & {"product", "condition", "delivery", "service", "price"}
        if len(blamed) <= 1 and not (blamed & {"product", "delivery"} and "praise" in topics):
            return next(iter(blamed), "nothing").replace("price", "service")
        return "condition" if blamed & {"product", "condition"} else "service"

    @property
    def in_hand(self) -> bool:
        """Whether a colleague has begun work on it, so that it is recent and still open."""
        return bool(self.tags or self.note or self.drafted)


class AgeSpan(StrictRecord):
    """`share` percent of the rows are between `first` and `last` days old."""

    share: int
    first: int = Field(alias="from", ge=0)
    last: int = Field(alias="to")


class DemoAccount(StrictRecord):
    """A seller account in one marketplace, its order prefixes and its buyers' alias domain.

    `products` are (ASIN, SKU, title); the first one sells as much as all the others.
    """

    name: str
    prefixes: tuple[str, ...]
    domain: str
    products: tuple[tuple[str, str, str], ...]


class DemoDesk(StrictRecord):
    """data/demo/desk.toml: numbers are percentages, or days before today."""

    greeting: tuple[tuple[str, str], ...]
    ages: tuple[AgeSpan, ...]
    imports: tuple[int, ...]
    done: int
    done_after: int
    buy_shipping: dict[Literal["on_time", "late"], int]
    answered: dict[Literal["done", "open", "praised"], int]
    marketplaces: dict[Language, tuple[Marketplace, ...]]
    accounts: dict[Marketplace, DemoAccount]
    domains: dict[Language, str]
    replies: dict[Language, dict[str, tuple[str, ...]]]


def read_demo_file(name: str) -> dict[str, Any]:
    with (DATA / "demo" / name).open("rb") as file:
        return tomllib.load(file)
