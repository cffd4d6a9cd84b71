"""The line under the bar: rating, open counts by stars, the agent's own claims, overdue count.

A click on the rating opens its table; a click on a count narrows the queue to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from fbtui.services.feedback.figures import Figures


class QueueHeader(Static):
    """Empty until the figures are read."""

    DEFAULT_CSS = """
    QueueHeader {
        height: 1;
        link-style: none; link-color: $text; link-background-hover: $panel;
        link-style-hover: bold; link-color-hover: $text;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def show(self, figures: Figures) -> None:
        self.update(_content(figures), layout=False)


def _content(figures: Figures) -> Content:
    """`★ 4.8 (626)  open 1★ 74 2★ 57 …  ◆ 2 mine  ▲ 59 overdue`."""
    head = figures.head
    stars = [
        _clicked(
            f"{star}★ {head.open_by_stars.get(star, 0):,}", f"filter_bar.toggle_stars', ({star},)"
        )
        for star in range(1, 6)
    ]
    parts = [
        Content(" "),
        _clicked(figures.rating, "rating.show'").stylize("bold"),
        Content.assemble("  ", ("open ", "$text-muted")),
        Content(" ").join(stars),
    ]
    if head.mine:
        mine = _clicked(f"◆ {head.mine} mine", "filter_bar.toggle', ('claimed', 'mine')")
        parts += [Content("  "), mine]
    if head.overdue:
        overdue = _clicked(f"▲ {head.overdue:,} overdue", "filter_bar.toggle', ('overdue', True)")
        parts += [Content("  "), overdue.stylize("$text-error")]
    return Content("").join(parts)


def _clicked(words: str, act: str) -> Content:
    """Words that do an act when clicked; `act` is the call up to its closing bracket."""
    return Content.from_markup(f'[@click="screen.do(\'{act})"]$words[/]', words=words)
