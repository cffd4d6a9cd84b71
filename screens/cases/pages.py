"""What the tracker shows on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.cases.share_granted import By
from screens.cases.case_page import case_page, shares_page
from screens.dialogs.page import Page

if TYPE_CHECKING:
    from screens.cases.room import CasesScreen

_BY: tuple[By, ...] = ("ground", "agent", "month")


class Pages:
    """One case in full, and the shares that Amazon granted."""

    def __init__(self, room: CasesScreen) -> None:
        self._room = room

    async def whole(self) -> None:
        desk, here = self._room.desk, self._room.here
        if here and (detail := desk.tracker.detail(here.id)):
            await self._room.ask(Page("Removal case", case_page(detail, desk.context.clock())))

    async def shares(self) -> None:
        shares = {by: self._room.desk.tracker.shares(by) for by in _BY}
        title = "Share of our requests that Amazon granted"
        await self._room.ask(Page(title, shares_page(shares)))
