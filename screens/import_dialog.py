"""The import dialog: reads a file or pasted rows, shows a preview, and imports once confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from fbtui.domain.outcome import Refused
from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk
from fbtui.services.intake.intake import Intake
from fbtui.services.intake.summary import format_taken, summary
from fbtui.terminal.cleaned import clean
from screens.bindings import bindings
from screens.dialogs.page import Page
from screens.dialogs.paths import PathSuggester, typed_path
from screens.life import Dialog

T = TypeVar("T")

# Messages name options of the command line; here they are fields.
_FIELDS = {
    "Say --marketplace": "Fill in the marketplace above",
    "Say --account": "Fill in the account above",
    "with --marketplace": "with the marketplace",
}
_SHOW_PROGRESS = 20_000  # rows before progress is shown


class WantsRows(TextArea):
    """A box for pasted rows with tabs between the cells."""

    wants_rows = True


class FileLine(Input):
    """A line for a path; rows that are pasted here go into their box."""

    def __init__(self, rows_go_to: WantsRows) -> None:
        super().__init__(suggester=PathSuggester())
        self.cursor_blink = False
        self.rows_go_to = rows_go_to


class TakeIn(Dialog[str]):
    """Returns a sentence about what was imported; "" if nothing was."""

    BINDINGS = bindings("take_in", first="read")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pasted = WantsRows(id="pasted", tab_behavior="focus")
        self._pasted.cursor_blink = False
        self._path, self._account, self._marketplace = FileLine(self._pasted), _line(), _line()
        hint = "Enter or Ctrl+R shows a preview · Tab next field · Esc leaves"
        self._said = Static(hint, classes="hint", markup=False)
        self.parts |= {"import": self}

    def compose(self) -> ComposeResult:
        named = "Marketplace, such as US or DE (settles dates like 3/4/26)"
        with Vertical(classes="dialog"):
            yield Static("Import", classes="title", markup=False)
            yield Static(
                "A file: any report, orders file, CSV or TSV (→ completes the path)",
                markup=False,
            )
            yield self._path
            yield Static(
                "or paste rows of the Feedback Manager or Account Health page",
                markup=False,
            )
            yield self._pasted
            yield Static("Account (optional)", markup=False)
            yield self._account
            yield Static(named, markup=False)
            yield self._marketplace
            yield self._said

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_do("import.read")

    def action_leave(self) -> None:
        self.dismiss("")

    async def read(self) -> None:
        """Read the file or the pasted rows, show a preview, and import once that is confirmed."""
        path, pasted = self._path.value.strip(), self._pasted.text
        if path and pasted.strip():
            self._say("A file and pasted text: which of the two? Empty the other.")
        elif path:
            await self._take(typed_path(path))
        elif pasted.strip():
            self._fill_in_the_only_place()
            await self._take(PastedText(pasted))
        else:
            self._say("Give a file, or paste a page.")

    async def _take(self, source: Path | PastedText) -> None:
        """Use one thread for reading and importing: the staged rows belong to its connection."""
        thread = ThreadPoolExecutor(max_workers=1)
        in_thread = partial(self._run_in, thread)
        intake = await in_thread(self._desk.intake)
        try:
            await self._take_with(intake, source, in_thread)
        finally:
            thread.submit(intake.close)
            thread.shutdown(wait=False)

    async def _take_with(
        self, intake: Intake, source: Path | PastedText, in_thread: Callable[..., Awaitable[Any]]
    ) -> None:
        self._say("Reading…")
        preview = await in_thread(
            intake.prepare,
            source,
            account=self._account.value.strip() or None,
            marketplace=self._marketplace.value.strip() or None,
            progress=self._progress,
        )
        if isinstance(preview, Refused):
            self._say(preview.why)
        elif not await self.ask(Page("Preview", clean(summary(preview)), "imports it")):
            self._say("Nothing was imported.")
        else:
            self._say("Importing…")
            taken = await in_thread(intake.take, preview)
            if isinstance(taken, Refused):
                self._say(taken.why)
            else:
                self.dismiss(format_taken(taken))

    async def _run_in(
        self, thread: ThreadPoolExecutor, work: Callable[..., T], *args: object, **kwargs: object
    ) -> T:
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(thread, partial(work, *args, **kwargs))
        return await self.conversation.await_slow(asyncio.shield(running))

    def _progress(self, rows: int) -> None:
        if rows >= _SHOW_PROGRESS:
            self.call_later(self._say, f"Reading… {rows:,} rows")

    def _fill_in_the_only_place(self) -> None:
        """Pasted rows do not name the account and marketplace, unlike the addresses in a report."""
        places = self._desk.inbox.accounts()
        if len(places) == 1 and not self._account.value and not self._marketplace.value:
            self._account.value, self._marketplace.value = places[0]

    def _say(self, words: str) -> None:
        for option, field in _FIELDS.items():
            words = words.replace(option, field)
        self._said.update(clean(words))


def _line() -> Input:
    line = Input()
    line.cursor_blink = False
    return line
