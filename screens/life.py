"""The life cycle of screens: the only place that pushes, awaits and dismisses them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.worker import WorkType

from screens.parts_by_name import Parts

T = TypeVar("T")
Talk = Callable[[], Coroutine[Any, Any, object]]


class Conversation:
    """The dialogs of one act, one after the other. A screen has one conversation at a time."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self.is_under_way = False
        self.is_between = False  # between two dialogs, or ending: no key can be read

    def begin(self, talk: Talk) -> None:
        """Begin, unless one is running. A conversation ends with its screen."""
        if not self.is_under_way:
            self.is_under_way = self.is_between = True
            hold: WorkType[None] = partial(self._hold, talk)
            self._screen.run_worker(hold, group="conversation")

    async def ask(self, screen: Screen[T]) -> T:
        """Push a screen and await its answer."""
        return await self.await_slow(self._screen.app.push_screen_wait(screen))

    async def await_slow(self, work: Awaitable[T]) -> T:
        """Await something slow; keys are read in the meantime."""
        self.is_between = False
        try:
            return await work
        finally:
            self.is_between = True

    async def _hold(self, talk: Talk) -> None:
        try:
            await talk()
        finally:
            self.is_under_way = self.is_between = False


class Life(Screen[ScreenResultType]):
    """The base of every room, dialog and page.

    The acts of a screen are methods of its parts, named in `parts`: the action `triage.finish` calls
    `finish` of the part `triage`. An act that is a coroutine runs as a conversation.
    """

    def __init__(self) -> None:
        super().__init__()
        self.parts = Parts(self)
        # Why an act is not possible now, or "": the key line hides it, and its key shows the reason.
        self.why_not: Callable[[str, tuple[object, ...]], str] = lambda _act, _arguments: ""
        self.refuse: Callable[[str], object] = partial(self.notify, markup=False)
        self.conversation = Conversation(self)
        self._answer: ScreenResultType | None = None
        self._is_left = self.is_shown = False

    @property
    def is_settled(self) -> bool:
        """Whether the next key can be read: the screen it may be meant for has opened."""
        return not self.conversation.is_between

    def on_compose(self) -> None:
        """Apply the breakpoint classes before the first styling: Textual does so only after the layout."""
        width, height = self.app.size
        self.add_class(
            *self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS or []),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS or []),
        )

    async def ask(self, screen: Screen[T]) -> T:
        """Push a dialog and await its answer; for acts that are conversations."""
        return await self.conversation.ask(screen)

    def action_do(self, act: str, arguments: tuple[object, ...] = ()) -> None:
        """Call an act of one of the parts; a tuple, because Textual passes a fixed number of arguments."""
        if self.conversation.is_under_way:
            return  # keys are ignored during a conversation
        if why := self.why_not(act, arguments):
            self.refuse(why)
            return
        part, _, name = act.partition(".")
        do = getattr(self.parts[part], name)
        if iscoroutinefunction(do):
            self.conversation.begin(partial(do, *arguments))
        else:
            do(*arguments)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with an answer; a second call does nothing.

        A screen that is covered, or in a hidden room, closes when it is on top again.
        """
        if self._is_left:
            return AwaitComplete()
        self._is_left, self._answer = True, result
        return self._leave_if_on_top()

    def on_screen_resume(self) -> None:
        if self._is_left:
            self._leave_if_on_top()

    def _leave_if_on_top(self) -> AwaitComplete:
        if not self.is_active or len(self.app.screen_stack) < 2:
            return AwaitComplete()
        return super().dismiss(cast(ScreenResultType, self._answer))


class Dialog(Life[ScreenResultType], ModalScreen[ScreenResultType]):
    """A screen over another one, which gets no keys until it closes."""
