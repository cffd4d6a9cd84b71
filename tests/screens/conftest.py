"""An agent at the workstation: invented feedback, a stopped clock, and keys pressed by a pilot."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from math import inf
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from fbtui.app import Workstation
from fbtui.config import Config
from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk, open_desk
from fbtui.services.intake.intake import Preview
from screens import confirmation_guard, key_bursts

NARROW, WIDE = (80, 24), (120, 40)
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

# order ID, day, stars, comment: newest first; fulfilment unknown
ROWS = (
    ("114-8766213-0000001", "11/09/2026", 1, "Arrived broken, the lid is cracked"),
    ("114-8766213-0000002", "11/08/2026", 2, "Two weeks late and nobody answers"),
    ("114-8766213-0000003", "11/07/2026", 3, "Late, but it works"),
    ("114-8766213-0000004", "11/06/2026", 5, "Great seller, thank you"),
    ("114-8766213-0000005", "11/05/2026", 1, "Wrong colour, I ordered green"),
    ("114-8766213-0000006", "11/04/2026", 4, "Good"),
    ("114-8766213-0000007", "11/03/2026", 2, "Cheap plastic, fell apart"),
    ("114-8766213-0000008", "11/02/2026", 3, "Packaging was torn"),
)
_SOON = 0.02  # seconds; timers within them, such as a redraw, belong to the key
HEAD = "Date\tRating\tComments\tResponse\tOrder ID\tRater Email"


_nth = count()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """The collections of a room look only through what its own test made; what tests left goes now and then."""
    if not next(_nth) % 15:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


class Clock:
    """Stopped until the test moves it."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Shift:
    """The open workstation, with the actions of its agent."""

    def __init__(self, app: Workstation, pilot: Pilot[None], desk: Desk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk
        self.sent: list[str] = []  # bytes written around the screen: clipboard sequences

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def queue(self) -> Any:
        """The queue room, even while a dialog or the composer covers it."""
        return self.app.screen_stack[0]

    @property
    def said(self) -> str:
        return str(self.screen.status.said)  # type: ignore[attr-defined]

    @property
    def order(self) -> str:
        """The last digit of the order under the cursor."""
        here = self.queue.rows.current
        return here.order_id[-1] if here else ""

    @property
    def orders(self) -> str:
        """The last digits of all orders in the list, from top to bottom."""
        rows = self.queue.rows.rows
        return "".join(rows.at(rank).order_id[-1] for rank in range(rows.total))

    @property
    def chips(self) -> str:
        return text_of(self.queue.filter_bar.chips)

    @property
    def preview(self) -> str:
        return str(self.queue.pane.text)

    def lines(self) -> list[str]:
        """The whole screen as text, one string a line."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.screen._compositor.render_strips()
        ]

    async def confirm(self) -> None:
        """Press the final key, late enough to count, and wait until it has counted or been refused."""
        final = self.screen._final  # type: ignore[attr-defined]
        await self.until(lambda: final._drawn is not None)
        # The keys before it may have been a burst.
        await self.rest(max(confirmation_guard.NOT_BEFORE, 2 * confirmation_guard.ALONE) + 0.05)
        await self.press("y")
        alone = final._alone
        await self.until(lambda: alone is None or alone._task is None or alone._task.done())
        await self.rest()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await asyncio.sleep(2 * key_bursts._GAP)  # slowly, unlike a paste
        await self.rest()

    async def type(self, words: str) -> None:
        await self.pilot.press(*words)
        await self.rest()

    def send(self, *keys: str) -> None:
        """Send keys that arrive together, as over a slow line, without waiting for each."""
        for key in keys:
            sign = key if len(key) == 1 else None
            self.app.post_message(events.Key(key, sign))

    def paste_into(self, field: int, words: str) -> None:
        """Fill in a field of a form, counted from 0."""
        fields = [each for each in self.screen.focus_chain if isinstance(each, Input | TextArea)]
        target = fields[field]
        if isinstance(target, Input):
            target.value = words
        else:
            target.text = words

    def fill(self, words: str) -> None:
        """Fill in the line of a question, without a key for each letter."""
        self.screen.query_one(Input).value = words

    async def rest(self, seconds: float = 0.0) -> None:
        """Let pending work finish, searches included; the figures of the bar may go on."""
        await self.pilot.pause(seconds)
        while self.app._type_ahead._is_busy:
            await self.pilot.pause(0.005)
        while any(worker.group == "find" for worker in self.app.workers):
            await self.pilot.pause(0.002)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for a condition, and for what comes with it: a room's message follows its return."""
        assert await self.comes(true), f"it never came:\n{chr(10).join(self.lines())}"
        await self.rest()

    async def comes(self, true: Callable[[], bool]) -> bool:
        """Whether a condition comes true within ten seconds, which on a busy machine are soon over."""
        end = asyncio.get_running_loop().time() + 10.0
        while not (is_true := true()) and asyncio.get_running_loop().time() < end:
            await self.rest(0.02)
        return is_true

    async def preview_follows(self) -> None:
        """Wait until the cursor has rested, and the preview shows what is under it."""
        rows = self.queue.rows
        here = rows.current
        wanted = here.order_id if here else ""
        await self.until(lambda: rows._resting is None and wanted in self.preview)
        await self.rest()


Open = Callable[..., AbstractAsyncContextManager[Shift]]


async def until_quiet(app: Workstation, *_: float) -> None:
    """Wait until the rooms are idle, after a second of work and naps at most; replaces Textual's `wait_for_idle`.

    Textual's sleeps twice for each key, until the whole process has been idle for 20 ms.
    """
    loop: Any = asyncio.get_running_loop()
    began, napped = process_time(), 0.0
    while process_time() - began + napped < 1.0:
        await asyncio.sleep(0)
        timers = (timer.when() for timer in loop._scheduled if not timer.cancelled())
        next_timer = min(timers, default=inf) - loop.time()
        if app._exit:
            return
        if loop._ready:
            continue
        if next_timer < _SOON:
            nap = max(next_timer, 0.0)
        elif any(worker._thread_worker and worker.is_running for worker in app.workers):
            nap = 0.002
        else:
            return
        napped += nap
        await asyncio.sleep(nap)


def text_of(widget: Static) -> str:
    return str(widget.content)


def take_in(
    desk: Desk, rows: Any, account: str = "Nordlicht Home", marketplace: str = "US"
) -> None:
    lines = [HEAD]
    lines += [f"{day}\t{stars}\t{words}\t\t{order}\t" for order, day, stars, words in rows]
    intake = desk.intake()
    preview = intake.prepare(
        PastedText("\n".join(lines) + "\n"), account=account, marketplace=marketplace
    )
    assert isinstance(preview, Preview), preview
    intake.take(preview)
    intake.close()
    desk.reading.read_all()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the desk; the machine's own configuration is not read."""
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(tmp_path / "config"))
    for name in ("TMUX", "STY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return tmp_path / "desk.db"


@pytest.fixture
def desk(path: Path, clock: Clock, laid_once: Callable[..., Path]) -> Iterator[Desk]:
    """Mara's desk with eight feedbacks, all open."""
    shutil.copyfile(laid_once("eight", clock, lambda new: take_in(new, ROWS)), path)
    opened = open_desk(path, "mara", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def colleague(desk: Desk, clock: Clock) -> Iterator[Desk]:
    """Jonas on the same file."""
    opened = open_desk(desk.context.database.path, "jonas", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def demo(path: Path, sample: Path, clock: Clock) -> Iterator[Desk]:
    """The sample desk with its hostile comments."""
    assert path == sample
    opened = open_desk(path, "mara", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def sit_down(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the workstation: `async with sit_down(desk, size=WIDE) as shift`."""

    @asynccontextmanager
    async def opened(
        desk: Desk, size: tuple[int, int] = WIDE, **configured: Any
    ) -> AsyncIterator[Shift]:
        app = Workstation(desk, Config(**configured))
        for name in ("textual.app.wait_for_idle", "textual.pilot.wait_for_idle"):
            monkeypatch.setattr(name, partial(until_quiet, app))
        monkeypatch.setattr(key_bursts, "_GAP", 0.001)  # the pilot types fast
        async with app.run_test(size=size) as pilot:
            shift = Shift(app, pilot, desk)
            assert app._driver is not None
            app._driver.write = shift.sent.append  # type: ignore[method-assign]
            await shift.until(lambda: bool(str(shift.queue.head.content)))
            yield shift

    return opened


@pytest.fixture
def rows_of_a_report() -> str:
    lines = [f"{day}\t{stars}\t{words}\t\t{order}\t" for order, day, stars, words in ROWS]
    return "\n".join([HEAD, *lines]) + "\n"


@pytest.fixture
def take_in_rows() -> Callable[..., None]:
    return take_in
