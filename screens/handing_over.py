"""What the agent takes along to Seller Central: the order ID, the link, a text; and links that can be clicked."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.style import Style

from fbtui.domain.outcome import Done, Outcome
from fbtui.terminal.clipboard import copy
from fbtui.terminal.strips import hyperlink


def hand_over(app: App[Any], what: str, text: str) -> Outcome:
    """Copy a text; the answer names it and says how far it came."""
    sent = copy(app, text)
    if not isinstance(sent, Done):
        return sent
    how = sent.said[0].lower() + sent.said[1:]
    return Done(f"{what}: {how}")


def as_link(address: str) -> tuple[str, str | Style]:
    """An address as a part of a text; the terminal opens it on a click, where it can."""
    target = hyperlink(address)
    return (address, Style(link=target) if target else "")
