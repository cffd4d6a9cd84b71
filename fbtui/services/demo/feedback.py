"""The sample desk: several hundred invented feedbacks, the same for everyone on the same day."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate
from string import ascii_lowercase, digits
from typing import Literal, NamedTuple

from fbtui.domain.sync.product import Product
from fbtui.intake.rows import ReportRow
from fbtui.services.demo.content import DemoAccount, DemoComment, DemoDesk, read_demo_file

_COMMENT_FILES = ("complaints.toml", "praise.toml", "hostile.toml")
_ALIAS = ascii_lowercase + digits
_HEADER_LINES = 1
_OF_ANY_PRODUCT = ("delivery", "service")  # topics of comments that fit any product
# Coprime to 10,000,000, so that no two rows get the same middle part of an order ID.
_ORDER_STEP = 7_368_787
_ORDER_START = 1_932_466


class DemoFeedback(NamedTuple):
    """One feedback of the sample desk, with the work already done on it.

    `days_since_import` counts back from the given `today`; `drafted` is a reply begun by a colleague, or
    "". `buy_shipping_on_time` is None if unknown.
    """

    account: str
    marketplace: str
    row: ReportRow
    buy_shipping_on_time: bool | None
    tags: tuple[str, ...]
    note: str
    status: Literal["open", "done"]
    days_since_import: int
    drafted: str
    topic: str  # as a person would assign it: the sample needs no model
    product: Product  # empty if unknown


class _DatedComment(NamedTuple):
    """A comment with its date; every invented detail is derived from `nth`."""

    nth: int
    comment: DemoComment
    age: int


def demo_rows(today: date) -> list[DemoFeedback]:
    """The sample desk as of `today`, newest feedback first; the same day gives the same rows."""
    desk = DemoDesk.model_validate(read_demo_file("desk.toml"))
    comments = [
        _DatedComment(i, comment, _age(i, comment, desk)) for i, comment in enumerate(_comments())
    ]
    done = _already_done(comments, desk)
    comments.sort(key=lambda one: (one.age, one.nth))
    return [
        _feedback(one, line, one.nth in done, desk, today)
        for line, one in enumerate(comments, start=1 + _HEADER_LINES)
    ]


def demo_greeting() -> tuple[tuple[str, str], ...]:
    """Keys for a newcomer to try, with what they do."""
    return DemoDesk.model_validate(read_demo_file("desk.toml")).greeting


def _comments() -> list[DemoComment]:
    """Every comment as often as it occurs, in the order of the files."""
    rows = (
        DemoComment.model_validate(c) for n in _COMMENT_FILES for c in read_demo_file(n)["comments"]
    )
    return [comment for comment in rows for _ in range(comment.times)]


def _draw(nth: int, purpose: str, limit: int) -> int:
    """A pseudo-random number below `limit`, always the same for this row."""
    seed = blake2b(f"{purpose} {nth}".encode(), digest_size=8).digest()
    return int.from_bytes(seed, "big") % limit


def _share(nth: int, purpose: str, percents: tuple[int, ...]) -> int:
    """The share this row falls into; the last one takes the remainder."""
    drawn = _draw(nth, purpose, 100)
    return sum(drawn >= bound for bound in list(accumulate(percents))[:-1])


def _age(nth: int, comment: DemoComment, desk: DemoDesk) -> int:
    shares = tuple(span.share for span in desk.ages)
    span = desk.ages[0 if comment.in_hand else _share(nth, "span", shares)]
    return span.first + _draw(nth, "age", span.last - span.first + 1)


def _already_done(comments: list[_DatedComment], desk: DemoDesk) -> set[int]:
    """The rows colleagues finished: complaints with a comment, older than `done_after`."""
    older = [
        one.nth
        for one in comments
        if one.age > desk.done_after
        and one.comment.stars <= 3
        and one.comment.topic not in ("empty", "hostile")
    ]
    return set(sorted(older, key=lambda nth: _draw(nth, "done", 1 << 32))[: desk.done])


def _feedback(
    one: _DatedComment, line: int, is_done: bool, desk: DemoDesk, today: date
) -> DemoFeedback:
    nth, comment, age = one
    markets = (comment.marketplace,) if comment.marketplace else desk.marketplaces[comment.language]
    market = markets[_draw(nth, "marketplace", len(markets))]
    account = desk.accounts[market]
    row = ReportRow(
        line=line,
        date=(today - timedelta(days=age)).isoformat(),
        stars=comment.stars,
        comment=comment.text,
        response=_response(one, is_done, desk),
        order_id=_order_id(nth, account),
        rater_email=_alias(nth) + "@" + desk.domains.get(comment.language, account.domain),
        fulfilment=comment.fulfilment,
    )
    return DemoFeedback(
        account=account.name,
        marketplace=market,
        row=row,
        buy_shipping_on_time=_buy_shipping(nth, comment, desk),
        tags=comment.tags,
        note=comment.note,
        status="done" if is_done else "open",
        days_since_import=_days_since_import(one, is_done, desk),
        drafted=comment.drafted,
        topic=comment.main_topic,
        product=_product(nth, comment, account),
    )


def _order_id(nth: int, account: DemoAccount) -> str:
    prefix = account.prefixes[_draw(nth, "prefix", len(account.prefixes))]
    middle = (_ORDER_START + nth * _ORDER_STEP) % 10_000_000
    return f"{prefix}-{middle:07}-{_draw(nth, 'order', 10_000_000):07}"


def _alias(nth: int) -> str:
    drawn = blake2b(f"alias {nth}".encode(), digest_size=15).digest()
    return "".join(_ALIAS[byte % len(_ALIAS)] for byte in drawn)


def _product(nth: int, comment: DemoComment, account: DemoAccount) -> Product:
    """The product of an order in the orders file, unless the comment may speak of a different thing."""
    if not comment.fulfilment or comment.main_topic not in _OF_ANY_PRODUCT:
        return Product()
    drawn = _draw(nth, "item", 2 * len(account.products) - 2)
    return Product(*account.products[max(drawn - len(account.products) + 2, 0)])


def _response(one: _DatedComment, is_done: bool, desk: DemoDesk) -> str:
    """The reply in the report, in the buyer's language, or ""."""
    nth, comment, _ = one
    if comment.topic in ("empty", "hostile") or comment.in_hand:
        return ""
    kind: Literal["done", "open", "praised"] = (
        "done" if is_done else "praised" if comment.stars > 3 else "open"
    )
    if _draw(nth, "answered", 100) >= desk.answered[kind]:
        return ""
    replies = desk.replies[comment.language]
    choice = replies.get(_aspect_answered(comment), replies["any"])
    return choice[_draw(nth, "reply", len(choice))]


def _aspect_answered(comment: DemoComment) -> str:
    """The aspect a reply addresses; several complaints get the general reply ("any")."""
    aspects = set(comment.topic.split("+")) - {"obscene", "personal"}
    if "praise" in aspects:
        return "praise"
    return aspects.pop() if len(aspects) == 1 else "any"


def _buy_shipping(nth: int, comment: DemoComment, desk: DemoDesk) -> bool | None:
    if comment.fulfilment != "MFN" or comment.buy_shipping_on_time is not None:
        return comment.buy_shipping_on_time
    on_time, late = desk.buy_shipping["on_time"], desk.buy_shipping["late"]
    return (True, False, None)[_share(nth, "buy shipping", (on_time, late, 100 - on_time - late))]


def _days_since_import(one: _DatedComment, is_done: bool, desk: DemoDesk) -> int:
    """Finished rows were imported soon after they were written, open ones recently."""
    if is_done:
        return one.age - 1 - _draw(one.nth, "import", 5)
    if one.comment.topic == "hostile":
        return 0  # the first rows a newcomer sees
    return min(one.age, _share(one.nth, "import", desk.imports))
