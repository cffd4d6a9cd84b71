"""The sender of a letter, as configured for the account and marketplace of its feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fbtui.config import Shop
from fbtui.domain import marketplaces
from fbtui.domain.feedback.feedback import DEFAULT_ACCOUNT, Feedback


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender; `address`, `seller` and `signature` are "" if not configured."""

    address: str
    seller: str
    signature: str
    language: str

    @property
    def words(self) -> str:
        return self.address or self.seller or "your account's address"


def sender_of(feedback: Feedback, shops: Sequence[Shop], agent: str) -> Sender:
    """The sender from the best matching account: with this marketplace, else without any."""
    ours = [shop for shop in shops if shop.name == feedback.account]
    exact = [shop for shop in ours if feedback.marketplace in shop.marketplaces]
    shop = next(iter([*exact, *(each for each in ours if not each.marketplaces)]), None)
    account = "" if feedback.account == DEFAULT_ACCOUNT else feedback.account
    seller = (shop.seller if shop else "") or account
    place = marketplaces.MARKETPLACES.get(feedback.marketplace)
    spoken = place.languages[0] if place and place.languages else "en"
    return Sender(
        address=shop.sender if shop else "",
        seller=seller,
        signature=(shop.signature.strip() if shop else "") or seller or agent,
        language=(shop.language if shop else "") or spoken,
    )
