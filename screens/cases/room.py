"""The room of cases itself: how it opens, stays live, narrows, and what else can be done from it."""

from __future__ import annotations

from textual import work
from textual.widgets import Input

from fbtui.domain.outcome import Refused
from fbtui.domain.removal.history import Channel
from fbtui.domain.removal.shares import By
from fbtui.domain.removal.tracked import CASE_SORT_WORDS, CASE_SORTS, CaseFilter
from fbtui.domain.removal.transitions import CaseState
from fbtui.export.snapshot import FORMATS, format_of
from fbtui.services.case_texts import CHANNEL_WORDS
from fbtui.terminal.cleaned import clean_line
from screens.bindings import bindings
from screens.cases.acts import CaseActs
from screens.cases.case_page import case_page, shares_page
from screens.dialogs.choose import Choose
from screens.dialogs.new_file import ask_for_new_file
from screens.dialogs.page import Page

_LIVE = 1.0  # seconds between two looks for what other agents have done
_CLOCK = 30.0  # seconds between two looks at the clock
_BY: tuple[By, ...] = ("ground", "agent", "month")


class CasesScreen(CaseActs):
    """The tracker."""

    BINDINGS = bindings("cases", first="search")

    def on_mount(self) -> None:
        self.look(self.view)
        self.set_interval(_LIVE, self._look_for_others)
        self.set_interval(_CLOCK, self.reload)

    def on_screen_resume(self) -> None:
        self.reload()

    def on_case_list_opened(self) -> None:
        self.action_open_case()

    def action_open_case(self) -> None:
        case = self.case_list.current
        if case and (detail := self.desk.tracker.detail(case.id)):
            page = case_page(detail, self.desk.seat.clock())
            self.app.push_screen(Page("Removal case", page))

    def action_group(self, nth: int) -> None:
        state = list(CaseState)[nth - 1]
        self._narrow(state=None if self.view.filter.state is state else state)

    def action_due(self) -> None:
        self._narrow(due=not self.view.filter.due)

    def action_all(self) -> None:
        self.search_box.value = ""
        self.look(self.view.model_copy(update={"filter": CaseFilter()}))

    def action_search(self) -> None:
        self.add_class("-searching")
        self.search_box.value = self.view.filter.search
        self.set_focus(self.search_box)  # at once: the next key may have been typed already

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the search box "/" is a sign."""
        return not (action == "search" and self.has_class("-searching"))

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.search_box and self.has_class("-searching"):
            self._narrow(search=event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input is self.search_box:
            self._leave_search()

    def action_leave(self) -> None:
        """Esc leaves the search, then what was searched, then the room."""
        if self.has_class("-searching") or self.view.filter.search:
            self._leave_search()
            self._narrow(search="")
        else:
            self.app.switch_mode("queue")

    @work
    async def action_filter(self) -> None:
        """One menu of what the cases have: grounds, agents, accounts, channels."""
        cases = self.desk.tracker.cases()
        found = {
            **{f"ground={c.ground}": f"ground    {c.ground}" for c in cases},
            **{f"agent={c.asked_by}": f"agent     {c.asked_by}" for c in cases},
            **{f"account={c.account}": f"account   {c.account}" for c in cases},
            **{f"marketplace={c.marketplace}": f"market    {c.marketplace}" for c in cases},
            **{f"channel={c.channel}": f"channel   {_channel(c.channel)}" for c in cases},
        }
        choices = [("all", "every case"), *sorted((k, clean_line(w)) for k, w in found.items())]
        chosen = await self.app.push_screen_wait(Choose("Only the cases with", choices))
        if chosen == "all":
            self.action_all()
        elif chosen:
            field, _, value = chosen.partition("=")
            self._narrow(**{field: value})

    @work
    async def action_sort(self) -> None:
        choices = [(sort, f"{sort:8} {CASE_SORT_WORDS[sort]}") for sort in CASE_SORTS]
        sort = await self.app.push_screen_wait(
            Choose("Order of the cases", choices, self.view.sort)
        )
        if sort is not None:
            self.look(self.view.model_copy(update={"sort": sort}))

    def action_shares(self) -> None:
        shares = {by: self.desk.tracker.shares(by) for by in _BY}
        self.app.push_screen(Page("Share of our requests that Amazon granted", shares_page(shares)))

    def action_preview(self) -> None:
        self.preview.display = not self.preview.display
        self.follow(self.case_list.current)

    def action_scroll_preview(self, by: int) -> None:
        self.preview.scroll_relative(y=by * 3, animate=False)

    def action_reload(self) -> None:
        self.reload()
        self.say("Read anew.")

    @work
    async def action_export(self) -> None:
        hint = f"The ending names the format: {' '.join(FORMATS)}"
        question = f"Write these {self.case_list.total:,} cases into the file"
        wanted = await ask_for_new_file(self.app, question, hint, "cases.csv")
        if wanted is None:
            return
        path, over = wanted
        chosen = format_of(path)
        if chosen is None:
            self.say(Refused(f"The ending of {clean_line(path.name)} names no format: {hint}."))
        else:
            self.say(self.desk.tracker.write(self.view, chosen, path, over=over))

    def _narrow(self, **changed: object) -> None:
        wanted = self.view.filter.model_copy(update=changed)
        self.status.hush()
        self.look(self.view.model_copy(update={"filter": wanted}))

    def _leave_search(self) -> None:
        self.remove_class("-searching")
        self.case_list.focus()

    def _look_for_others(self) -> None:
        """Another agent's change appears without moving the cursor."""
        if self.desk.inbox.version_of_data() != self.version:
            self.reload()


def _channel(channel: str) -> str:
    return CHANNEL_WORDS[Channel(channel)]
