"""An App that survives its terminal, dies cleanly and says nothing private when it crashes."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.app import App, ReturnType
from textual.await_complete import AwaitComplete
from textual.driver import Driver

from fbtui.domain.outcome import Refused
from fbtui.terminal.clipboard import copy
from fbtui.terminal.driver import SafeDriver, has_shell_to_return_to
from fbtui.terminal.fatal import print_fatal, say_fatal
from fbtui.terminal.guard import TerminalGuard
from fbtui.terminal.memory import Memory, keep_what_is_there, let_go_of_closed_widgets
from fbtui.terminal.sheets import KeptStylesheet
from fbtui.terminal.strips import install_strip_guard

CRASHED = 1


class GuardedApp(App[ReturnType]):
    """The base of the workstation's App: safe driver, clipboard over SSH, quiet crashes."""

    def __init__(self) -> None:
        super().__init__()
        let_go_of_closed_widgets()
        self.memory = Memory(self)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())

    def pop_screen(self) -> AwaitComplete:
        """Every screen that is left comes by here, whatever closed it."""
        left = super().pop_screen()
        self.memory.left()
        return left

    def get_driver_class(self) -> type[Driver]:
        """Always ours: $TEXTUAL_DRIVER would lose the guard."""
        return SafeDriver

    def copy_to_clipboard(self, text: str) -> None:
        """What Ctrl+C in a text area calls; a refusal is told in a toast."""
        self._clipboard = text
        outcome = copy(self, text)
        if isinstance(outcome, Refused):
            self.notify(outcome.why, severity="warning", markup=False)

    def action_suspend_process(self) -> None:
        """Ctrl+Z: back to the shell, if there is one that can bring fbtui back."""
        if has_shell_to_return_to():
            super().action_suspend_process()
        else:
            self.notify(
                "Ctrl+Z: there is no shell to go back to, fbtui was started without one.",
                markup=False,
            )

    def panic(self, *renderables: RenderableType) -> None:
        """As Textual's, but the exit code says so, and no traceback quotes what was typed."""
        self._return_code = self._return_code or CRASHED
        super().panic(*map(_without_trace, renderables))

    def _fatal_error(self) -> None:
        """Textual's prints every local variable, buyers' addresses included."""
        self.bell()
        if self._exception is not None and not self._exit_renderables:
            self._exit_renderables.append(Text(say_fatal(self._exception)))
        self._close_messages_no_wait()


def run_guarded(app: App[Any]) -> int:
    """Run the app until it ends; the exit code for `sys.exit`.

    0 after an ordinary quit, 1 after a crash, 128 + signal when the terminal went (129) or a
    signal ended it. The process must end soon after: a worker that still runs two seconds after
    a signal is not waited for.
    """
    install_strip_guard()
    keep_what_is_there()
    sys.excepthook = print_fatal
    with TerminalGuard(app).watching():
        app.run()
    return app.return_code or 0


def _without_trace(renderable: RenderableType) -> RenderableType:
    # Slow to import: it brings a highlighter for every language.
    from rich.traceback import Traceback

    if isinstance(renderable, Traceback):
        return "fbtui had to stop because the keyboard could not be read."
    return renderable
