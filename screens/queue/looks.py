"""What the queue shows: stars, filters, order, search as you type, saved views."""

from __future__ import annotations

from datetime import date

from textual import work
from textual.widgets import Input

from fbtui.domain.feedback import STARS_OF, STATUSES, Band
from fbtui.domain.outcome import Refused
from fbtui.domain.playbook import STEP_WORDS
from fbtui.domain.queue import SORT_WORDS, SORTS, Filter, View
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.queue.base import QueueBase


class Looks(QueueBase):
    """Filters that narrow together and stand as chips above the list."""

    def action_stars(self, stars: int) -> None:
        self._narrow(self.view.filter.toggled(stars))

    def action_all(self) -> None:
        self.search_box.value = ""
        self._narrow(Filter())

    def action_search(self) -> None:
        self._before_search, self._here_before_search = self.view, self.here
        self.add_class("-searching")
        self.search_box.value = self.view.filter.search
        self.set_focus(self.search_box)  # at once: the next key may have been typed already

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.search_box and self.has_class("-searching"):
            self._narrow(self.view.filter.model_copy(update={"search": event.value}))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input is self.search_box:
            self._leave_search()

    def action_leave_search(self) -> None:
        """Esc: view and cursor are again what they were before the search."""
        if self.has_class("-searching"):
            self._leave_search()
            self.look(self._before_search, at=self._here_before_search)
        elif self.view.filter.search:
            self._narrow(self.view.filter.model_copy(update={"search": ""}))

    @work
    async def action_filter(self) -> None:
        """The menu of everything that can narrow, with what is set."""
        kind = await self.app.push_screen_wait(Choose("Filter by", self._filter_menu()))
        if kind is None:
            return
        changed = await getattr(self, f"_ask_{kind}")()
        if changed is not None:
            self._narrow(changed)

    @work
    async def action_sort(self) -> None:
        choices = [(sort, f"{sort:9} {SORT_WORDS[sort]}") for sort in SORTS]
        sort = await self.app.push_screen_wait(Choose("Order of the rows", choices, self.view.sort))
        if sort is not None:
            here = self.feedback_list.current
            self.look(self.view.model_copy(update={"sort": sort}), at=here.id if here else 0)
            self.say(f"Order: {SORT_WORDS[self.view.sort]}")

    @work
    async def action_views(self) -> None:
        named = self.desk.inbox.named_views()
        choices = [
            (f"={name}", f"{name}: {' · '.join(view.filter.chips())}, {view.sort}")
            for name, view in named.items()
        ]
        choices.append(("+", "Save this view under a name…"))
        choices += [(f"-{name}", f"forget “{name}”") for name in named]
        chosen = await self.app.push_screen_wait(
            Choose("Views", [(key, clean_line(words)) for key, words in choices])
        )
        if chosen is None:
            return
        if chosen == "+":
            name = await self.app.push_screen_wait(Ask("Save this view as"))
            self.say(self.desk.inbox.save_view(name, self.view) if name else "")
        elif chosen.startswith("="):
            self.look(named[chosen[1:]])
        else:
            self.say(self.desk.inbox.forget_view(chosen[1:]))

    def _narrow(self, wanted: Filter) -> None:
        here = self.feedback_list.current
        self.status.hush()
        self.look(View(filter=wanted, sort=self.view.sort), at=here.id if here else 0)

    def _leave_search(self) -> None:
        self.remove_class("-searching")
        self.feedback_list.focus()

    def _filter_menu(self) -> list[tuple[str, str]]:
        now = self.view.filter
        dates = f"{now.since or '…'} to {now.until or '…'}" if now.since or now.until else "any"
        return [
            ("band", f"Band          {','.join(map(str, now.stars)) or 'any stars'}"),
            ("status", f"Status        {', '.join(now.status) or 'any'}"),
            ("overdue", f"Overdue       {'only' if now.overdue else 'or not'}"),
            (
                "place",
                f"Account       {clean_line(f'{now.account} {now.marketplace}'.strip()) or 'any'}",
            ),
            ("lane", f"Lane          {now.lane or 'any'}"),
            ("step", f"Next step     {STEP_WORDS[now.step] if now.step else 'any'}"),
            ("claimed", f"Claimed       {now.claimed or 'by anybody or nobody'}"),
            (
                "window",
                f"Window        {now.window + ' window open' if now.window else 'open or not'}",
            ),
            ("fulfilment", f"Fulfilment    {now.fulfilment or 'any'}"),
            ("tag", f"Tag           {now.tag or 'any'}"),
            ("dates", f"Dates         {dates}"),
        ]

    async def _ask_band(self) -> Filter | None:
        words = {
            "negative": "negative (1-2 stars)",
            "neutral": "neutral (3 stars)",
            "positive": "positive (4-5 stars)",
        }
        chosen = await self.app.push_screen_wait(
            Choose("Band", [*words.items(), ("any", "any stars")])
        )
        bands: dict[str, Band] = {name: name for name in STARS_OF}
        return (
            self._with(stars=STARS_OF[bands[chosen]] if chosen in bands else ()) if chosen else None
        )

    async def _ask_status(self) -> Filter | None:
        choices = [*((status, status) for status in STATUSES), ("any", "any")]
        chosen = await self.app.push_screen_wait(Choose("Status", choices))
        return self._with(status=() if chosen == "any" else (chosen,)) if chosen else None

    async def _ask_overdue(self) -> Filter | None:
        return self._with(overdue=not self.view.filter.overdue)

    async def _ask_place(self) -> Filter | None:
        places = self.desk.inbox.accounts()
        choices = [
            (str(at), clean_line(f"{account} {code}")) for at, (account, code) in enumerate(places)
        ]
        chosen = await self.app.push_screen_wait(
            Choose("Account and marketplace", [*choices, ("any", "any")])
        )
        if chosen is None:
            return None
        account, code = ("", "") if chosen == "any" else places[int(chosen)]
        return self._with(account=account, marketplace=code)

    async def _ask_lane(self) -> Filter | None:
        lanes = [(name, f"{name:10} {says}") for name, says in self.desk.lanes.sayings().items()]
        return await self._ask_one("Lane", "lane", lanes)

    async def _ask_step(self) -> Filter | None:
        steps = [(step, words) for step, words in STEP_WORDS.items() if step]
        return await self._ask_one("Next step", "step", steps)

    async def _ask_claimed(self) -> Filter | None:
        return await self._ask_one(
            "Claimed", "claimed", [("mine", "mine"), ("unclaimed", "by nobody")]
        )

    async def _ask_window(self) -> Filter | None:
        limits = self.desk.seat.limits
        windows = [
            ("removal", f"removal may still be asked ({limits.removal_window_days} days)"),
            ("buyer", f"the buyer may still take it back ({limits.buyer_window_days} days)"),
        ]
        return await self._ask_one("Window", "window", windows)

    async def _ask_one(
        self, title: str, field: str, choices: list[tuple[str, str]]
    ) -> Filter | None:
        """One of some words, or any of them."""
        now = str(getattr(self.view.filter, field))
        chosen = await self.app.push_screen_wait(Choose(title, [*choices, ("any", "any")], now))
        if chosen is None:
            return None
        return self._with(**{field: "" if chosen == "any" else chosen})

    async def _ask_fulfilment(self) -> Filter | None:
        choices = [
            ("FBA", "FBA: by Amazon"),
            ("MFN", "MFN: by the seller"),
            ("unknown", "unknown"),
            ("any", "any"),
        ]
        chosen = await self.app.push_screen_wait(Choose("Fulfilment", choices))
        return self._with(fulfilment=None if chosen == "any" else chosen) if chosen else None

    async def _ask_tag(self) -> Filter | None:
        typed = await self.app.push_screen_wait(
            Ask("Only with the tag", "Empty: any", self.view.filter.tag)
        )
        return None if typed is None else self._with(tag=typed.strip().lower())

    async def _ask_dates(self) -> Filter | None:
        now = self.view.filter
        typed = await self.app.push_screen_wait(
            Ask(
                "Days from and to",
                "2026-11-01 2026-11-30 · either may be … · empty: any",
                f"{now.since or '…'} {now.until or '…'}",
            )
        )
        if typed is None:
            return None
        days = _days(typed)
        if days is None:
            self.say(Refused("Say two days like 2026-11-01 2026-11-30, or … for either."))
            return None
        return self._with(since=days[0], until=days[1])

    def _with(self, **changed: object) -> Filter:
        return self.view.filter.model_copy(update=changed)


def _days(typed: str) -> tuple[date | None, date | None] | None:
    parts = [*typed.split(), "…", "…"][:2] if len(typed.split()) <= 2 else []
    try:
        first, last = (
            None if part in ("…", "...", "-") else date.fromisoformat(part) for part in parts
        )
    except ValueError:
        return None
    return first, last
