"""The line under the bar: rating, open counts by stars, what is the agent's, what is overdue."""

from __future__ import annotations

from textual.content import Content

from fbtui.services.feedback.figures import Figures


def head_content(figures: Figures) -> Content:
    """`★ 4.8 (626)  open 1★ 74 2★ 57 …  ◆ 2 mine  ▲ 59 overdue`."""
    head = figures.head
    stars = [f"{star}★ {head.open_by_stars.get(star, 0):,}" for star in range(1, 6)]
    return Content.assemble(
        (f" {figures.rating}  ", "bold"),
        ("open ", "$text-muted"),
        " ".join(stars),
        (f"  ◆ {head.mine} mine" if head.mine else "", ""),
        (f"  ▲ {head.overdue:,} overdue" if head.overdue else "", "$text-error"),
    )
