"""Hands texts, order IDs and links to the agent for Seller Central: by clipboard, or as clickable links."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.style import Style

from fbtui.domain.outcome import Done, Outcome
from fbtui.terminal.clipboard import copy
from fbtui.terminal.strips import hyperlink


def copy_to_clipboard(app: App[Any], what: str, text: str) -> Outcome:
    """Copy a text; the outcome names it and says how far it got."""
    sent = copy(app, text)
    if not isinstance(sent, Done):
        return sent
    how = sent.message[0].lower() + sent.message[1:]
    return Done(f"{what}: {how}")


def as_link(address: str) -> tuple[str, str | Style]:
    """An address as part of a text; terminals with links open it on a click."""
    target = hyperlink(address)
    return (address, Style(link=target) if target else "")
