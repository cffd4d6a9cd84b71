"""The one life of a screen: it is pushed, asked and left here, and nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.worker import WorkType

T = TypeVar("T")
Talk = Callable[[], Coroutine[Any, Any, object]]


class Conversation:
    """What an act says and asks in turn, dialog by dialog. A screen has one at a time."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self.is_under_way = False
        self.is_between = False  # on its way to its next dialog, or to its end: no key can be read

    def begin(self, talk: Talk) -> None:
        """Begin, unless one is under way. A conversation ends with its screen."""
        if not self.is_under_way:
            self.is_under_way = self.is_between = True
            hold: WorkType[None] = partial(self._hold, talk)
            self._screen.run_worker(hold, group="conversation")

    async def ask(self, screen: Screen[T]) -> T:
        """Push a screen and await its answer."""
        return await self.await_slow(self._screen.app.push_screen_wait(screen))

    async def await_slow(self, work: Awaitable[T]) -> T:
        """Await what may take long; keys are read in the meantime."""
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

    What a key does belongs to a part of the screen: `deeds` names the parts, and the action
    `triage.finish` calls `finish` of the part `triage`. A deed that is a coroutine is a conversation.
    """

    def __init__(self) -> None:
        super().__init__()
        self.deeds: dict[str, object] = {}
        # Why a deed cannot be done now, "" when it can: the key line leaves it out, its key says why.
        self.why_not: Callable[[str, tuple[object, ...]], str] = lambda _deed, _given: ""
        self.refuse: Callable[[str], object] = partial(self.notify, markup=False)
        self.conversation = Conversation(self)
        self._answer: ScreenResultType | None = None
        self._is_left = False

    @property
    def is_settled(self) -> bool:
        """Whether the next key can be read: nothing that it may be meant for is still on its way."""
        return not self.conversation.is_between

    def on_compose(self) -> None:
        """Be as wide as the terminal before there is anything to style: Textual looks after the layout."""
        widths, width = self.HORIZONTAL_BREAKPOINTS or [], self.app.size.width
        self.add_class(*self._get_breakpoint_classes(width, widths))

    async def ask(self, screen: Screen[T]) -> T:
        """Push a dialog and await its answer; for deeds that are conversations."""
        return await self.conversation.ask(screen)

    def action_do(self, deed: str, given: tuple[object, ...] = ()) -> None:
        """Call a deed of one of the parts. In a tuple: Textual hands on no more than a signature names."""
        if self.conversation.is_under_way:
            return  # in the middle of a conversation a key is none
        if why := self.why_not(deed, given):
            self.refuse(why)
            return
        part, _, name = deed.partition(".")
        do = getattr(self.deeds[part], name)
        if iscoroutinefunction(do):
            self.conversation.begin(partial(do, *given))
        else:
            do(*given)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with an answer. Leaving twice is leaving once.

        A screen that is covered, or in a room that is not shown, leaves when it is on top again.
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
    """A screen over another one, which gets no keys meanwhile."""
