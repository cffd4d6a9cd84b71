"""The links into Seller Central: shipped forms, a team's own, and forms that are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from fbtui.domain.marketplaces import MARKETPLACES
from fbtui.domain.seller_central import SellerCentral

ORDER = "114-8766213-9372221"


def test_each_marketplace_has_its_links() -> None:
    central = SellerCentral()
    for code, place in MARKETPLACES.items():
        assert place.seller_central == f"sellercentral.{place.domain}"
        assert central.link("order", code, ORDER).endswith(
            f"{place.seller_central}/orders-v3/order/{ORDER}"
        )
    assert central.link("feedback", "", ORDER).startswith("https://sellercentral.amazon.com/")


def test_a_form_of_the_teams_own_wins_for_its_marketplace_and_for_all() -> None:
    central = SellerCentral(
        feedback={"default": "https://eu.example/{marketplace}?q={order_id}"},
        order={"DE": "https://de.example/{order_id}"},
    )
    assert central.link("feedback", "FR", "a b/c") == "https://eu.example/FR?q=a%20b%2Fc"
    assert central.link("order", "DE", ORDER) == f"https://de.example/{ORDER}"
    assert "sellercentral.amazon.fr" in central.link("order", "FR", ORDER)


@pytest.mark.parametrize(
    ("place", "form", "why"),
    [
        ("XX", "https://x.example", "no marketplace"),
        ("DE", "http://x.example", "https://"),
        ("DE", "https://x.example/\x1b]0;x", "https://"),
        ("DE", "https://x.example/{comment}", "only {host}"),
        ("DE", "https://x.example/{order_id.__class__}", "only {host}"),
        ("DE", "https://x.example/{order_id!r}", "only {host}"),
        ("DE", "https://x.example/{order_id", "not closed"),
    ],
)
def test_a_form_that_cannot_be_a_link_is_refused(place: str, form: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        SellerCentral(order={place: form})
