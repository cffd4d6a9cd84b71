"""The queue room itself: how it opens, stays live, and what else can be done from it."""

from __future__ import annotations

from pathlib import Path

from textual import events, work
from textual.binding import Binding

from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.export.snapshot import FORMATS, Format, format_of
from fbtui.terminal.cleaned import clean_line
from screens.bindings import bindings
from screens.dialogs.ask import Ask
from screens.dialogs.new_file import ask_for_new_file
from screens.dialogs.page import Page
from screens.feedback_list import FeedbackList
from screens.queue.acts import TriageActs
from screens.queue.looks import Looks
from screens.queue.rating_page import rating_page

_LIVE = 1.0  # seconds between two looks for what other agents have done
_REST = 1.5  # seconds the cursor rests before its place is kept
_CLOCK = 30.0  # seconds between two looks at the clock (due times, snoozes)


class QueueScreen(TriageActs, Looks):
    """The main room."""

    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        *bindings("queue", first="search"),
        Binding("escape", "leave_search", "Leave search", show=False),
    ]

    def on_mount(self) -> None:
        self._left = self.desk.inbox.place() or (self.view, 0)
        view, at = self._left
        self.look(view, at=at)
        if self.desk.is_new:
            self.say(self.desk.new_words)
        self.call_after_refresh(self.head.watch_desk, self.desk)
        self.call_after_refresh(self._go_by_the_playbook)
        self._signs = self.desk.inbox.last_signs()
        self._resting = self.set_interval(_REST, self._keep_place, pause=True)
        self.set_interval(_LIVE, self._look_for_others)
        self.set_interval(_CLOCK, self._look_at_clock)

    @work(thread=True)
    def _go_by_the_playbook(self) -> None:
        """Read the rules, and bring every feedback where they put it if they have changed."""
        tell, routed = self.app.call_from_thread, 0

        def progress(rows: int) -> None:
            nonlocal routed
            routed += rows
            tell(self.say, f"The playbook has changed: routing anew, {routed:,} feedbacks…")

        try:
            self.desk.lanes.warm()
        except RefusedInput as why:
            tell(self.say, Refused(str(why)))
            return
        outcome = self.desk.route_anew(progress)
        tell(self._know_the_playbook, outcome)

    def _know_the_playbook(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refused) or outcome.said:
            self.reload()
            self.say(outcome)
        self._follow(self.feedback_list.current)
        self.desk.reading.start()

    def on_unmount(self, _: events.Unmount) -> None:
        self.leave_place()

    def leave_place(self) -> None:
        """Remember view and row for the next start, if they are others than last time."""
        place = (self.view, self.here)
        if place != self._left and isinstance(self.desk.inbox.leave_at(*place), Done):
            self._left = place

    def on_feedback_list_moved(self, _: FeedbackList.Moved) -> None:
        self._resting.reset()

    def _keep_place(self) -> None:
        self._resting.pause()
        self.leave_place()

    def action_preview(self) -> None:
        self.preview.display = not self.preview.display
        self._follow(self.feedback_list.current)

    def action_scroll_preview(self, by: int) -> None:
        self.preview.scroll_relative(y=by * 3, animate=False)

    def action_reload(self) -> None:
        self.desk.seat.rulebook.forget()
        self.reload()
        self.say("Read anew.")
        self._go_by_the_playbook()

    @work
    async def action_rating(self) -> None:
        """The table, and again the table after each of the page's totals that is typed."""
        hint = "30 49 0 1 · days 30, 90, 365, 0 for lifetime · with stars: 365 609 7 10 4.8"
        while await self.app.push_screen_wait(self._rating_page()):
            typed = await self.app.push_screen_wait(Ask("Days, positive, neutral, negative", hint))
            if typed:
                self.say(self.desk.rating.read_off_typed(typed))
                self.head.read_again()

    def _rating_page(self) -> Page:
        table = rating_page(self.desk.rating.table())
        return Page("Feedback rating", table, confirm="takes the page's own totals")

    @work
    async def action_export(self) -> None:
        hint = f"The ending names the format: {' '.join(FORMATS)}. Buyers' addresses stay out"
        question = f"Write these {self.feedback_list.total:,} rows into the file"
        wanted = await ask_for_new_file(self.app, question, hint, "queue.csv")
        if wanted is None:
            return
        path, over = wanted
        chosen = format_of(path)
        if chosen is None:
            self.say(
                Refused(
                    f"The ending of {clean_line(path.name)} names no format: {' '.join(FORMATS)}."
                )
            )
            return
        self.say("Writing…")
        self._write(path, chosen, over=over)

    @work(thread=True, group="export")
    def _write(self, path: Path, chosen: Format, *, over: bool) -> None:
        written = self.desk.write_snapshot(self.view, chosen, path, over=over)
        self.app.call_from_thread(self.say, written)

    @work
    async def action_take_in(self) -> None:
        from screens.take_in import TakeIn  # its readers are slow to import and seldom needed

        if said := await self.app.push_screen_wait(TakeIn(self.desk)):
            self.reload()
            self.say(said)

    def _look_for_others(self) -> None:
        """Another agent's change appears without moving the cursor."""
        version = self.desk.inbox.version_of_data()
        if self.has_class("-searching") or version == self._version:
            return
        before, self._signs = self._signs, self.desk.inbox.last_signs()
        if before[0] == self._signs[0] and before[1] != self._signs[1]:
            self._version = version  # somebody has only moved in their own queue
        else:
            self.reload()

    def _look_at_clock(self) -> None:
        self.leave_place()
        woken = self.desk.triage.wake()
        if isinstance(woken, Refused) or not woken.said:
            self.feedback_list.reread_if_told_otherwise()
        else:
            self.reload()
            self.say(woken)
