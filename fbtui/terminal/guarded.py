"""An App that outlives a lost terminal, exits cleanly and reveals nothing private in a crash."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.app import App, ReturnType, ScreenError
from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.widget import MountError

from fbtui.domain.outcome import Refused
from fbtui.terminal.clipboard import copy
from fbtui.terminal.crash import crash_message, print_crash
from fbtui.terminal.driver import SafeDriver, has_shell_to_return_to
from fbtui.terminal.frames import install_single_frames
from fbtui.terminal.guard import TerminalGuard
from fbtui.terminal.memory import Memory, defer_collection, release_closed_widgets
from fbtui.terminal.sheets import KeptStylesheet
from fbtui.terminal.strips import install_strip_guard
from fbtui.terminal.updates import install_cell_updates

CRASHED = 1


class GuardedApp(App[ReturnType]):
    """The base of the workstation's App: safe driver, clipboard over SSH, crashes without tracebacks."""

    def __init__(self) -> None:
        super().__init__()
        release_closed_widgets()
        install_single_frames()
        self.memory = Memory(self)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())

    def pop_screen(self) -> AwaitComplete:
        """Called for every screen that closes, whatever closed it."""
        popped = super().pop_screen()
        self.memory.screen_closed()
        return popped

    def get_driver_class(self) -> type[Driver]:
        """Always ours: $TEXTUAL_DRIVER would lose the guard."""
        return SafeDriver

    def copy_to_clipboard(self, text: str) -> None:
        """Called by Ctrl+C in a text area; shows a refusal as a notification."""
        self._clipboard = text
        outcome = copy(self, text)
        if isinstance(outcome, Refused):
            self.notify(outcome.why, severity="warning", markup=False)

    def action_suspend_process(self) -> None:
        """Ctrl+Z: return to the shell, if there is one that can resume fbtui."""
        if has_shell_to_return_to():
            super().action_suspend_process()
        else:
            self.notify(
                "Ctrl+Z: there is no shell to go back to, fbtui was started without one.",
                markup=False,
            )

    def _handle_exception(self, error: Exception) -> None:
        """While the app is being left, a widget or screen that is gone is no crash."""
        is_left = self._exit or not any(self._screen_stacks.values())
        if is_left and isinstance(error, MountError | NoMatches | ScreenError):
            self._close_messages_no_wait()
        else:
            super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:
        """Like Textual's, but sets the exit code, and no traceback quotes typed text."""
        self._return_code = self._return_code or CRASHED
        super().panic(*map(_without_trace, renderables))

    def _fatal_error(self) -> None:
        """Print our short message: Textual's prints every local variable, buyers' addresses included."""
        self.bell()
        if self._exception is not None and not self._exit_renderables:
            self._exit_renderables.append(Text(crash_message(self._exception)))
        self._close_messages_no_wait()


def run_guarded(app: App[Any]) -> int:
    """Run the app until it ends and return the exit code for `sys.exit`.

    0 after an ordinary quit, 1 after a crash, 128 + signal if the terminal went away (129) or a
    signal ended it. The process must end soon after: nothing waits for a worker that still runs
    two seconds after a signal.
    """
    install_strip_guard()
    install_cell_updates()
    defer_collection()
    sys.excepthook = print_crash
    with TerminalGuard(app).watching():
        app.run()
    return app.return_code or 0


def _without_trace(renderable: RenderableType) -> RenderableType:
    # Slow to import: it loads a highlighter for every language.
    from rich.traceback import Traceback

    if isinstance(renderable, Traceback):
        return "fbtui had to stop because the keyboard could not be read."
    return renderable
