"""Checks a template against the policy before anyone uses it, filled in for invented orders."""

from __future__ import annotations

from fbtui.config import config_folder
from fbtui.domain.letters.policy import Finding, LetterContext, check
from fbtui.domain.letters.templates import Template, fill
from fbtui.domain.outcome import Refused
from fbtui.services.letters.policy import load_policy

_ORDER: dict[str, str | int] = {
    "order_id": "114-8766213-9372221",
    "stars": 1,
    "buyer_name": "",
    "product": "",
    "seller_name": "Lamp & Kettle",
    "agent_name": "Anna",
    "emailed": "yes",
    "complaint": "",
    "opening": 1,
    "closing": 1,
    "signature": "Anna\nLamp & Kettle",
    "marketplace": "US",
    "date": "2025-11-12",
}
_OTHER: dict[str, str | int] = {"complaint": "delivery", "opening": 2, "closing": 2, "emailed": ""}
_THIRD: dict[str, str | int] = {"complaint": "service", "opening": 3, "closing": 3}
_NAMED = _ORDER | {"stars": 5, "buyer_name": "Kelly Marsh", "product": "Glass Teapot 1.2 l"}
_ORDERS = (_ORDER, _NAMED, _ORDER | _OTHER, _NAMED | _THIRD)


def blocked_by_policy(template: Template) -> list[Finding]:
    """The findings that would block letters from this template, each once."""
    policy, found = load_policy(config_folder(), None), dict[tuple[str, str], Finding]()
    for order in _ORDERS:
        letter = fill(template, order)
        if isinstance(letter, Refused):
            continue
        context = LetterContext(
            order_id=str(order["order_id"]), buyer_name=str(order["buyer_name"]), marketplace="US"
        )
        for finding in check(letter, template.header.step, policy, context):
            if finding.severity == "block":
                found.setdefault((finding.code, finding.quote), finding)
    return list(found.values())
