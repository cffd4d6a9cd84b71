"""Copies from a removal request for Seller Central: text, evidence, order ID and link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean_line
from screens.clipboard import copy_to_clipboard

if TYPE_CHECKING:
    from screens.removal_dialogs.request_dialog import RequestDialog

OF_PERMITTED = ("copying.copy_request", "copying.copy_evidence")


class RequestCopies:
    """Copies texts to the agent's clipboard, and reports how far each got."""

    def __init__(self, dialog: RequestDialog) -> None:
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
        dialog.status.say(copy_to_clipboard(dialog.app, what, text))
