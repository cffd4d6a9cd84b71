"""The two lines above the board: the number of low stats, and the current account."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.health.wording import GLYPHS
from fbtui.services.health.board import Board
from fbtui.terminal.cleaned import clean_line
from screens.health.metric_detail import INK

_DIM = "$text-muted"


def header_content(board: Board, rating: str) -> Content:
    """`✗ 1 in breach  ▲ 2 at risk  ! 1 not reported  ★ 4.8 (626)`."""
    lines = board.lines
    breach = sum(line.is_breach for line in lines)
    risk = sum(line.is_low for line in lines) - breach
    silent = sum(board.escalation_in_words(line) == NOT_REPORTED for line in lines)
    stale, missing = len(board.stale()), len(board.missing())
    bad, near = Standing.BREACH, Standing.AT_RISK
    return Content.assemble(
        (f"{GLYPHS[bad]} {breach} in breach  ", INK[bad] if breach else _DIM),
        (f"{GLYPHS[near]} {risk} at risk  ", INK[near] if risk else _DIM),
        (f"! {silent} not reported  " if silent else "", "$text-warning"),
        (f"~ {stale} stale  " if stale else "", "$text-warning"),
        (f"– {missing} never read  " if missing else "", "$text-warning"),
        (rating, "bold"),
    )


def chips(place: Sequence[str], *, retired: bool, follows: Sequence[str]) -> str:
    """`Nordlicht Home US · retired metrics too · if 2 were struck · ★ 4.1 → 4.3`."""
    at = " ".join(place).strip() or "all accounts"
    return clean_line(" · ".join([at, *(["retired metrics too"] if retired else []), *follows]))
