"""The two lines above the board: the number of low stats, and the current account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.health.wording import GLYPHS
from fbtui.services.health.board import Board
from fbtui.terminal.cleaned import clean_line
from screens.health.metric_detail import INK

_DIM = "$text-muted"


def header_content(board: Board, rating: str, width: int) -> Content:
    """`✗ 1 in breach  ▲ 2 at risk  ★ 4.8 (626)  ! 1 not reported`; whole parts, as many as have room."""
    parts = [Content.styled(words, ink) for words, ink in _parts(board, rating) if words]
    shown, gap = Content(""), Content("  ")
    for part in parts:
        longer = gap.join([shown, part]) if shown else part
        shown = longer if longer.cell_length <= width else shown
    return shown


def _parts(board: Board, rating: str) -> Iterator[tuple[str, str]]:
    lines = board.lines
    breach = sum(line.is_breach for line in lines)
    risk = sum(line.is_low for line in lines) - breach
    silent = sum(board.escalation_in_words(line) == NOT_REPORTED for line in lines)
    stale, missing = len(board.stale()), len(board.missing())
    bad, near = Standing.BREACH, Standing.AT_RISK
    yield f"{GLYPHS[bad]} {breach} in breach", INK[bad] if breach else _DIM
    yield f"{GLYPHS[near]} {risk} at risk", INK[near] if risk else _DIM
    yield rating, "bold"
    yield f"! {silent} not reported" if silent else "", "$text-warning"
    yield f"~ {stale} stale" if stale else "", "$text-warning"
    yield f"– {missing} never read" if missing else "", "$text-warning"


def chips(place: Sequence[str], *, retired: bool, follows: Sequence[str]) -> str:
    """`Nordlicht Home US · retired metrics too · if 2 were struck · ★ 4.1 → 4.3`."""
    at = " ".join(place).strip() or "all accounts"
    return clean_line(" · ".join([at, *(["retired metrics too"] if retired else []), *follows]))
