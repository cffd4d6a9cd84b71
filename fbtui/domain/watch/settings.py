"""`[watch]` in the configuration: the rules for alerts, and who gets digests and alerts."""

from __future__ import annotations

from typing import Literal, get_args

from fbtui.domain.record import Field, StrictRecord
from fbtui.domain.sync.product import TroubleRule

Rule = Literal["one_star", "window", "breach", "fetch", "product"]
_TROUBLE = TroubleRule()
RULES: tuple[Rule, ...] = get_args(Rule)
RULE_WORDS: dict[Rule, tuple[str, str]] = {  # once, and of several
    "one_star": ("a 1★ feedback has arrived", "feedbacks of 1★ have arrived"),
    "window": ("a removal window closes", "removal windows close"),
    "breach": ("a metric is in breach", "metrics are in breach"),
    "fetch": ("a report could not be fetched", "reports could not be fetched"),
    "product": ("a product is in trouble", "products are in trouble"),
}


class Watch(StrictRecord):
    """`to` are colleagues' addresses, reached by [smtp] from `sender`; `command` gets the text on
    standard input and runs without a shell. `alerts` are the rules that trigger an immediate message. A
    window closes soon within `window_days`; a product is in trouble after `product_feedbacks` of 1-3
    stars on the same topic in `product_days`.
    """

    to: tuple[str, ...] = ()
    sender: str = ""
    command: str = ""
    alerts: tuple[Rule, ...] = RULES
    window_days: int = Field(3, ge=0)
    product_days: int = Field(_TROUBLE.days, ge=1)
    product_feedbacks: int = Field(_TROUBLE.feedbacks, ge=2)

    @property
    def trouble(self) -> TroubleRule:
        return TroubleRule(self.product_days, self.product_feedbacks)

    def check(self) -> None:
        from fbtui.domain.letters.sending import is_sender  # not for the first frame

        for address in (*self.to, *([self.sender] if self.sender else [])):
            if not is_sender(address):
                raise ValueError(f"{address!r} is not a plain e-mail address")
