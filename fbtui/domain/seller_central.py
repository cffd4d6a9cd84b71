"""The way into Seller Central: the page on which a feedback is answered, and the one of its order."""

from __future__ import annotations

from string import Formatter
from typing import Literal
from urllib.parse import quote

from pydantic import Field, field_validator

from fbtui.domain.marketplaces import MARKETPLACES
from fbtui.domain.record import StrictRecord

SellerPage = Literal["feedback", "order"]

# Where sellers say these pages are; no document of Amazon's promises it (docs/domain/procedure.md).
_SHIPPED: dict[SellerPage, str] = {
    "feedback": "https://{host}/feedback-manager/index.html",
    "order": "https://{host}/orders-v3/order/{order_id}",
}
_EVERYWHERE, _HOST = "default", "sellercentral.amazon.com"
_NAMES = {"host", "order_id", "marketplace"}


class SellerCentral(StrictRecord):
    """The forms of the links: by marketplace, or under `default` for all that are not named.

    `{host}`, `{order_id}` and `{marketplace}` are filled in.
    """

    feedback: dict[str, str] = Field(default_factory=dict)
    order: dict[str, str] = Field(default_factory=dict)

    @field_validator("feedback", "order")
    @classmethod
    def _is_a_link(cls, forms: dict[str, str]) -> dict[str, str]:
        for name, form in forms.items():
            if name != _EVERYWHERE and name not in MARKETPLACES:
                raise ValueError(f"{name} is no marketplace; write `default` for all")
            if not form.isascii() or not form.isprintable() or not form.startswith("https://"):
                raise ValueError(f"the link of {name} must begin with https://")
            if why := _why_not(form):
                raise ValueError(f"the link of {name}: {why}")
        return forms

    def link(self, page: SellerPage, marketplace: str, order_id: str) -> str:
        """The address of a page; for an unknown marketplace on Amazon's first host."""
        forms = self.feedback if page == "feedback" else self.order
        form = forms.get(marketplace) or forms.get(_EVERYWHERE) or _SHIPPED[page]
        known = MARKETPLACES.get(marketplace)
        host = known.seller_central if known else _HOST
        return form.format(
            host=host, order_id=quote(order_id, safe=""), marketplace=quote(marketplace, safe="")
        )


def case_link(marketplace: str, case_id: str) -> str:
    """The page of a removal case; Case Log while its ID is not known (docs/domain/removal.md)."""
    known = MARKETPLACES.get(marketplace)
    host = known.seller_central if known else _HOST
    page = f"case-dashboard/view-case?caseID={quote(case_id, safe='')}" if case_id else "case-lobby"
    return f"https://{host}/cu/{page}"


def _why_not(form: str) -> str:
    """Why a form cannot be filled in; "" when it can."""
    try:
        parts = [(name, spec, how) for _, name, spec, how in Formatter().parse(form)]
    except ValueError:
        return "a curly bracket is not closed"
    strange = [name for name, spec, how in parts if name is not None and name not in _NAMES]
    if strange or any(spec or how for _, spec, how in parts):
        return "only {host}, {order_id} and {marketplace} are filled in"
    return ""
