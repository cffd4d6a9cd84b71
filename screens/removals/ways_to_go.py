"""The ways in which feedback goes without a request, offered by queue and tracker."""

from __future__ import annotations

from fbtui.domain.cases.transitions import EventKind

WAYS_TO_GO = (
    (EventKind.BUYER_REMOVED.value, "The buyer took it back"),
    (EventKind.STRUCK.value, "Amazon struck it through"),
    (EventKind.REMOVED.value, "Amazon removed it"),
)
