"""Copies from a removal request for Seller Central: text, evidence, order ID and link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean_line
from screens.handing_over import hand_over

if TYPE_CHECKING:
    from screens.removals.request_dialog import Asking

OF_PERMITTED = ("carrying.copy_request", "carrying.copy_evidence")


class Carrying:
    """Copies texts to the agent's clipboard, and reports how far each got."""

    def __init__(self, dialog: Asking) -> None:
        self._dialog = dialog

    def copy_request(self) -> None:
        self._copy("The request", self._dialog.prepared.request_text)

    def copy_evidence(self) -> None:
        self._copy("The evidence pack", self._dialog.prepared.evidence)

    def copy_link(self) -> None:
        self._copy("The link", self._dialog.prepared.link)

    def copy_order(self) -> None:
        order = self._dialog.prepared.feedback.order_id
        self._copy(f"Order {clean_line(order)}", order)

    def _copy(self, what: str, text: str) -> None:
        dialog = self._dialog
        if not text:
            dialog.status.say(
                Refused("There is no ground yet, so there is no text: g chooses one.")
            )
            return
        dialog.status.say(hand_over(dialog.app, what, text))
