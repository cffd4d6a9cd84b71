"""The items of the Account Health page: names, figures, targets, windows and so on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from fbtui.domain.health.metric import Metric
from fbtui.domain.health.parsing import Quantity
from fbtui.domain.health.vocabulary import Comparator, Unit


class Name(NamedTuple):
    metric: Metric


class Figure(NamedTuple):
    """A share, a number, a time, N/A (no unit), or `counts`, "2 of 7,890", that belong to a share."""

    quantity: Quantity
    unit: Unit | None = None
    counts: bool = False


class Nothing(NamedTuple):
    """`--`: no target or no figure, depending on the column."""


class Bar(NamedTuple):
    comparator: Comparator
    value: Fraction


class Window(NamedTuple):
    """`60 days (Jun 1, 2018 to Jul 30, 2018) Orders: 1`; `end` and `orders` if stated."""

    days: int
    end: date | None = None
    orders: int | None = None


class Orders(NamedTuple):
    number: int


class Side(NamedTuple):
    fulfilment: str


class TargetHead(NamedTuple):
    """The head of the column of targets."""


class Heading(NamedTuple):
    """The start of another tile or table."""


class Status(NamedTuple):
    """Amazon's own status. `of_account`: of the whole account."""

    word: str
    of_account: bool


class Notice(NamedTuple):
    day: date
    title: str


class Furniture(NamedTuple):
    """Text of the page without information."""


class Unknown(NamedTuple):
    text: str


Item = (
    Name | Figure | Nothing | Bar | Window | Orders | Side | TargetHead | Heading | Status | Notice
    | Furniture | Unknown
)  # fmt: skip
