"""What is done on the board: readings by hand, what if, notices, report requests, escalation."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work

from fbtui.domain.feedback import Feedback
from fbtui.domain.health.board import Line
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.sentences import name, room_words
from fbtui.domain.health.what_if import WhatIf
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.playbook import WAIT
from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.clipboard import copy
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.health.base import HealthBase
from screens.health.by_hand import ByHand
from screens.health.rows import NotRead
from screens.health.what_if import WhatIfScreen
from screens.paths import PathSuggester, typed_path

_NEW = "+"
_HEADROOM_LINES = 6


class HealthActs(HealthBase):
    """Each key one act."""

    @work
    async def action_reading(self) -> None:
        """The metric (the one under the cursor first), then the form."""
        metric, where = self._metric_here(), self._where_here()
        choices = [(each.name, each.label) for each in self.desk.health.targets.metric]
        chosen = await self.app.push_screen_wait(
            Choose("A reading of which metric?", choices, metric.name if metric else "")
        )
        if chosen is None:
            return
        found = self.desk.health.targets.find(chosen)
        assert found is not None  # it was chosen from the list
        if metric is None or metric.name != chosen:
            where |= {"window": str(found.windows[0]) if found.windows else ""}
            where |= {} if found.by_fulfilment else {"fulfilment": ""}
        kept = await self.app.push_screen_wait(ByHand(self.desk.health, found, where))
        if kept is not None:
            self._acted(kept)

    @work
    async def action_headroom(self) -> None:
        lines = [line for line in self.shown.lines if room_words(line) and not line.metric.part_of]
        found = self.desk.health.might_be_struck(self.account)
        known = {feedback.id for feedback in found}
        asked = {feedback.id for feedback in found if feedback.step == WAIT}
        marked = self.struck or set(self._marked_elsewhere()) or asked
        found = [*self.desk.health.these(sorted(marked - known)), *found]
        self.struck = await self.app.push_screen_wait(
            WhatIfScreen(lines[:_HEADROOM_LINES], found, marked, self._ask_what_if)
        )
        self.reload()

    def _ask_what_if(self, struck: Sequence[Feedback]) -> WhatIf:
        return self.desk.health.what_if(struck, self.shown.lines, self.account, self.marketplace)

    @work
    async def action_escalate(self) -> None:
        """What is being done, the report to look at, the file; then copied, saved, logged."""
        lines = self._to_report()
        if not lines:
            self.say(Refused("No metric is at risk or in breach: there is nothing to report."))
            return
        doing = await self.app.push_screen_wait(
            Ask(
                f"What is being done about {_counted(lines)}?",
                clean_line("; ".join(map(name, lines)), 140),
            )
        )
        if doing is None:
            return
        health = self.desk.health.escalations
        text = health.written(lines, doing)
        page = Page(
            "To the Customer Experience Manager", clean(text), confirm="goes on to the file"
        )
        if not await self.app.push_screen_wait(page):
            return
        today = self.desk.seat.clock().date()
        typed = await self.app.push_screen_wait(
            Ask(
                "Save the report as",
                ".txt .md .html · empty: no file · it is copied and logged; you send it",
                f"escalation-{today}.html",
                PathSuggester(),
            )
        )
        if typed is None:
            return
        path = typed_path(typed) if typed.strip() else None
        outcome = health.escalate(lines, doing, path)
        if isinstance(outcome, Done):
            sent = copy(self.app, text)
            word = sent.said if isinstance(sent, Done) else f"not copied: {sent.why}"
            outcome = Done(f"{outcome.said} {word}.")
        self._acted(outcome)

    def _to_report(self) -> list[Line]:
        """The line under the cursor when it is low; else all low ones that nobody has reported."""
        if self.line is not None and self.line.is_low:
            return [self.line]
        low = self.shown.low()
        return [line for line in low if self.shown.course(line) == NOT_REPORTED] or low

    @work
    async def action_notices(self) -> None:
        """Amazon's notifications, unread first: Enter marks one read, or unread again."""
        notices = self.desk.health.notices
        chosen: str | None = ""
        while chosen is not None:
            known = {str(each.id): each for each in notices.notifications(self.account)}
            choices = [(_NEW, "Log a notification…")]
            for key, each in known.items():
                state = f"  read by {each.read_by}" if each.read_at else "● unread"
                about = f" [{each.metric}]" if each.metric else ""
                words = f"{state:18} {each.date}  {each.title}{about}"
                choices.append((key, clean_line(words, 200)))
            chosen = await self.app.push_screen_wait(
                Choose(
                    "Notifications", choices, chosen, "Enter: read, or unread again · Esc leaves"
                )
            )
            if chosen == _NEW:
                await self._log_notification()
            elif chosen is not None:
                read = known[chosen].read_at is None
                self._acted(notices.mark_read(int(chosen), read=read))

    async def _log_notification(self) -> None:
        title = await self.app.push_screen_wait(
            Ask("What does it say?", "Action required: Your listing of…")
        )
        if not title:
            return
        today = str(self.desk.seat.clock().date())
        day = await self.app.push_screen_wait(Ask("Its day", "2026-11-20", today))
        if day is None:
            return
        here = self._metric_here()
        choices = [("", "none"), *((m.name, m.label) for m in self.desk.health.targets.metric)]
        metric = await self.app.push_screen_wait(
            Choose("About which metric?", choices, here.name if here else "")
        )
        if metric is None:
            return
        where = self._where_here()
        place = {"account": where["account"], "marketplace": where["marketplace"]}
        self._acted(self.desk.health.notices.notify(title, day=day, metric=metric, **place))

    @work
    async def action_requests(self) -> None:
        """Reports that were asked for on the page: asked, then ready with the path of the file."""
        notices = self.desk.health.notices
        chosen: str | None = ""
        while chosen is not None:
            choices = [(_NEW, "Log “Request Report” on the page…")]
            for each in notices.requests(self.account):
                state = f"  ready {each.ready_at:%Y-%m-%d}" if each.ready_at else "● asked"
                words = f"{state:18} {each.at:%Y-%m-%d}  {each.report}  {each.path}"
                choices.append((str(each.id), clean_line(words, 200)))
            chosen = await self.app.push_screen_wait(
                Choose("Report requests", choices, chosen, "Enter: it is ready · Esc leaves")
            )
            if chosen is not None:
                await (self._ask_for_report() if chosen == _NEW else self._is_ready(int(chosen)))

    async def _ask_for_report(self) -> None:
        here, where = self._metric_here(), self._where_here()
        report = await self.app.push_screen_wait(
            Ask("Which report was asked for?", "", here.label if here else "")
        )
        if report:
            place = {"account": where["account"], "marketplace": where["marketplace"]}
            self._acted(self.desk.health.notices.ask_for(report, **place))

    async def _is_ready(self, number: int) -> None:
        path = await self.app.push_screen_wait(
            Ask("Its file", "Where the downloaded report lies", suggester=PathSuggester())
        )
        if path is not None:
            self._acted(self.desk.health.notices.is_ready(number, path))

    def action_undo(self) -> None:
        self._acted(self.desk.undo.undo())

    def action_redo(self) -> None:
        self._acted(self.desk.undo.redo())

    def _acted(self, outcome: Outcome) -> None:
        self.say(outcome)
        if isinstance(outcome, Done):
            self.reload()

    def _metric_here(self) -> Metric | None:
        here = self.board_list.current
        if isinstance(here, NotRead):
            return here.metric
        return self.line.metric if self.line else None

    def _where_here(self) -> dict[str, str]:
        """Fulfilment, window, day and place of the row under the cursor, as a form begins with them."""
        today = str(self.desk.seat.clock().date())
        if self.line is not None:
            reading = self.line.reading
            window = "lifetime" if reading.window_days == 0 else str(reading.window_days or "")
            return {
                "fulfilment": reading.fulfilment,
                "window": window,
                "day": today,
                "account": reading.account,
                "marketplace": reading.marketplace,
            }
        metric = self._metric_here()
        known = [*self.shown.places, *self.desk.inbox.accounts(), ("main", "")]
        account, code = (self.account, self.marketplace) if self.account else known[0]
        window = str(metric.windows[0]) if metric and metric.windows else ""
        return {"fulfilment": "", "window": window, "day": today} | {
            "account": account,
            "marketplace": code,
        }


def _counted(lines: Sequence[Line]) -> str:
    return "this metric" if len(lines) == 1 else f"these {len(lines)} metrics"
