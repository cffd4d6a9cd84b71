"""A small workstation to stop, stall, crash and quit: `desk.py`."""

from __future__ import annotations

import os
import signal
import sys
import time

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from fbtui.terminal.guarded import GuardedApp, run_guarded
from fbtui.terminal.session import why_no_terminal

BUYER = "ana.needle@marketplace.amazon.com"


class Desk(GuardedApp[None]):
    CSS = "Static { height: 1; }"
    BINDINGS = (
        ("q", "quit", "quit"),
        ("z", "suspend_process", "stop"),
        ("x", "crash", "crash"),
        ("w", "crash_worker", "crash in a worker"),
        ("b", "freeze", "never come back"),
        ("c", "copy", "copy"),
        ("t", "edit", "give the terminal away"),
    )

    def on_mount(self) -> None:
        if "FBTUI_TEST_SIGNALS_GO_ELSEWHERE" in os.environ:  # as a loaded machine does at times
            by_main = {signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH}
            signal.pthread_sigmask(signal.SIG_BLOCK, by_main)

    def compose(self) -> ComposeResult:
        yield Static("READY", id="words")
        yield Static("█" * 200)

    def action_crash(self) -> None:
        buyer = BUYER
        raise ValueError(f"no such buyer: {buyer}")

    @work(thread=True)
    def action_crash_worker(self) -> None:
        self.action_crash()

    def action_freeze(self) -> None:
        self.query_one("#words", Static).update("FROZEN")
        self.call_after_refresh(self.set_timer, 0.2, lambda: time.sleep(600))

    def action_copy(self) -> None:
        self.copy_to_clipboard("114-8766213-9372221")

    def action_edit(self) -> None:
        with self.suspend():
            print("EDITING", flush=True)
            sys.__stdin__.readline()


if "FBTUI_TEST_IGNORES_HANGUP" in os.environ:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
why = why_no_terminal(os.environ, sys.__stdin__, sys.__stderr__)
if why is not None:
    print(why, file=sys.stderr)
    sys.exit(2)
sys.exit(run_guarded(Desk()))
