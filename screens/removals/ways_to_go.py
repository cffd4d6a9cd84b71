"""How a feedback goes though nobody asked Amazon: the choice that queue and tracker offer."""

from __future__ import annotations

from fbtui.domain.cases.transitions import EventKind

WAYS_TO_GO = (
    (EventKind.BUYER_REMOVED.value, "The buyer took it back"),
    (EventKind.STRUCK.value, "Amazon struck it through"),
    (EventKind.REMOVED.value, "Amazon removed it"),
)
