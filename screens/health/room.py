"""The room of account health itself: how it opens, stays live, and what else is done from it."""

from __future__ import annotations

from textual import work

from fbtui.terminal.cleaned import clean_line
from screens.bindings import bindings
from screens.dialogs.choose import Choose
from screens.dialogs.new_file import ask_for_new_file
from screens.dialogs.page import Page
from screens.health.acts import HealthActs
from screens.health.rows import Stated

_LIVE = 1.0  # seconds between two looks for what other agents have done


class HealthScreen(HealthActs):
    """The board of account health."""

    BINDINGS = bindings("health")

    def on_mount(self) -> None:
        self.reload()
        self.set_interval(_LIVE, self._look_for_others)

    def on_resize(self) -> None:
        self.call_after_refresh(lambda: self._follow(self.board_list.current))

    def action_detail(self) -> None:
        """The metric under the cursor on a page of its own."""
        row = self.board_list.current
        title = "Account health"
        if row is not None:
            self.app.push_screen(Page(title, self._told(row, self.size.width - 4)))

    def on_board_list_opened(self) -> None:
        self.action_detail()

    def action_scroll_about(self, by: int) -> None:
        self.query_one("#about-metric").scroll_relative(y=by * 3, animate=False)

    def action_next_low(self, by: int) -> None:
        """To the next metric that is at risk or in breach."""
        stops, here = self.board_list.stops(), self.board_list.stop
        ahead = range(here + 1, len(stops)) if by > 0 else range(here - 1, -1, -1)
        for at in ahead:
            row = stops[at]
            if isinstance(row, Stated) and row.line.is_low:
                self.board_list.go(at)
                return
        self.say(f"No low stat further {'down' if by > 0 else 'up'}.")

    @work
    async def action_place(self) -> None:
        """Narrow to one account and marketplace."""
        places = self.shown.places or tuple(self.desk.inbox.accounts())
        choices = [
            (str(at), clean_line(f"{account} {code}")) for at, (account, code) in enumerate(places)
        ]
        chosen = await self.app.push_screen_wait(
            Choose("Account and marketplace", [*choices, ("all", "all")])
        )
        if chosen is not None:
            self.account, self.marketplace = ("", "") if chosen == "all" else places[int(chosen)]
            self.reload()

    def action_retired(self) -> None:
        self.retired = not self.retired
        self.reload()
        self.say(f"Retired metrics without readings are {'shown' if self.retired else 'hidden'}.")

    def action_reload(self) -> None:
        self.desk.health.reread_targets()
        self.reload()
        self.say("Read anew.")

    @work
    async def action_export(self) -> None:
        hint = "The ending names the format: .json .csv"
        question = "Write this board into the file"
        if wanted := await ask_for_new_file(self.app, question, hint, "health.csv"):
            path, over = wanted
            self.say(self.desk.health.write(self.shown, path, over=over))

    @work
    async def action_take_in(self) -> None:
        from screens.take_in import TakeIn  # its readers are slow to import and seldom needed

        if said := await self.app.push_screen_wait(TakeIn(self.desk)):
            self.reload()
            self.say(said)

    def _look_for_others(self) -> None:
        """Another agent's change appears without moving the cursor."""
        if self.desk.inbox.version_of_data() != self._version:
            self.reload()
