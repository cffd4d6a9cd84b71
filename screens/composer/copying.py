"""Copies from the composer for Seller Central: the letter, the order ID and the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Outcome, Refused
from fbtui.domain.seller_central import SellerPage
from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.clipboard import copy
from screens.clipboard import copy_to_clipboard
from screens.composer.letter_pane import WHOLE
from screens.dialogs.page import Page

if TYPE_CHECKING:
    from screens.composer.room import ComposerScreen

# Replies are posted in the Feedback Manager; e-mails are sent from the page of the order.
PAGE_OF: dict[Kind, SellerPage] = {"reply": "feedback", "email": "order"}
PAGE_WORDS: dict[SellerPage, str] = {"feedback": "Feedback Manager", "order": "page of the order"}


class LetterCopies:
    """Copies texts to the agent's clipboard, and reports how far each got."""

    def __init__(self, screen: ComposerScreen) -> None:
        self._screen, self._desk = screen, screen.desk

    async def copy_letter(self) -> None:
        """Copy the current letter; if no clipboard takes it, show it in full."""
        self._screen.drafts.save()  # now, so that its message does not hide the next one
        text = self._screen.letters.writing.text
        sent: Outcome = copy(self._screen.app, text)
        self._screen.status.say(sent)
        if isinstance(sent, Refused) and text:
            how = "Select it with the mouse (Shift held in most terminals)"
            await self._screen.ask(Page(how, clean(text, WHOLE)))

    def copy_order(self) -> None:
        if feedback := self._desk.inbox.get(self._screen.feedback_id):
            what = f"Order {clean_line(feedback.order_id)}"
            self._screen.status.say(copy_to_clipboard(self._screen.app, what, feedback.order_id))

    def copy_link(self) -> None:
        page = PAGE_OF[self._screen.letters.writing.kind]
        if feedback := self._desk.inbox.get(self._screen.feedback_id):
            link, what = self._desk.context.link(page, feedback), f"Link to the {PAGE_WORDS[page]}"
            self._screen.status.say(copy_to_clipboard(self._screen.app, what, link))
