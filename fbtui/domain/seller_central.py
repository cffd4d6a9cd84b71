"""Links into Seller Central: to the page where a feedback is answered, and to its order."""

from __future__ import annotations

from string import Formatter
from typing import Literal
from urllib.parse import quote

from fbtui.domain import marketplaces
from fbtui.domain.record import Field, StrictRecord

SellerPage = Literal["feedback", "order"]

# As reported by sellers; Amazon documents no addresses (docs/domain/procedure.md).
_SHIPPED: dict[SellerPage, str] = {
    "feedback": "https://{host}/feedback-manager/index.html",
    "order": "https://{host}/orders-v3/order/{order_id}",
}
_EVERYWHERE, _HOST = "default", "sellercentral.amazon.com"
_NAMES = {"host", "order_id", "marketplace"}


def _are_links(forms: dict[str, str]) -> dict[str, str]:
    for name, form in forms.items():
        if name != _EVERYWHERE and name not in marketplaces.MARKETPLACES:
            raise ValueError(f"{name} is no marketplace; write `default` for all")
        if not form.isascii() or not form.isprintable() or not form.startswith("https://"):
            raise ValueError(f"the link of {name} must begin with https://")
        if why := _why_not(form):
            raise ValueError(f"the link of {name}: {why}")
    return forms


class SellerCentral(StrictRecord):
    """Link templates by marketplace, or under `default` for all others.

    `{host}`, `{order_id}` and `{marketplace}` are filled in.
    """

    feedback: dict[str, str] = Field(default_factory=dict, check=_are_links)
    order: dict[str, str] = Field(default_factory=dict, check=_are_links)

    def link(self, page: SellerPage, marketplace: str, order_id: str) -> str:
        """The address of a page; on Amazon's main host if the marketplace is unknown."""
        forms = self.feedback if page == "feedback" else self.order
        form = forms.get(marketplace) or forms.get(_EVERYWHERE) or _SHIPPED[page]
        known = marketplaces.MARKETPLACES.get(marketplace)
        host = known.seller_central if known else _HOST
        return form.format(
            host=host, order_id=quote(order_id, safe=""), marketplace=quote(marketplace, safe="")
        )


def case_link(marketplace: str, case_id: str) -> str:
    """The page of a removal case, or Case Log while its ID is unknown (docs/domain/removal.md)."""
    known = marketplaces.MARKETPLACES.get(marketplace)
    host = known.seller_central if known else _HOST
    page = f"case-dashboard/view-case?caseID={quote(case_id, safe='')}" if case_id else "case-lobby"
    return f"https://{host}/cu/{page}"


def _why_not(form: str) -> str:
    """Why a link template cannot be filled in; "" if it can."""
    try:
        parts = [(name, spec, how) for _, name, spec, how in Formatter().parse(form)]
    except ValueError:
        return "a curly bracket is not closed"
    strange = [name for name, spec, how in parts if name is not None and name not in _NAMES]
    if strange or any(spec or how for _, spec, how in parts):
        return "only {host}, {order_id} and {marketplace} are filled in"
    return ""
