"""The ways in which feedback goes without a request, offered by queue and tracker."""

from __future__ import annotations

from fbtui.domain.cases.transitions import EventKind

GONE_BY_WORDS = (
    (EventKind.BUYER_REMOVED.value, "The buyer took it back"),
    (EventKind.STRUCK.value, "Amazon struck it through"),
    (EventKind.REMOVED.value, "Amazon removed it"),
)
