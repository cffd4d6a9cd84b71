"""The workstation: its rooms as modes, the keys that work everywhere."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, work
from textual.timer import Timer
from textual.widget import AwaitMount

from fbtui.config import Config
from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import RefusedInput
from fbtui.keymap import textual_keymap, why_unusable
from fbtui.services.desk import Desk
from fbtui.terminal.guarded import GuardedApp
from fbtui.terminal.typeahead import TypeAhead, Typed
from fbtui.themes import OUR_THEMES, THEMES, theme_after, theme_name
from screens.bindings import bindings
from screens.key_bursts import SeesEveryKey
from screens.key_filter import KeyFilter
from screens.life import Life
from screens.queue import QueueScreen
from screens.room import Left, Room

if TYPE_CHECKING:
    from screens.dialogs.palette import Act

_OPENING = 1.0  # seconds
_REPAINT = 0.05  # seconds after the last resize of several


class Workstation(GuardedApp[None]):
    """All rooms on one desk."""

    CSS_PATH = "app.tcss"
    TITLE = "fbtui"
    BINDINGS = bindings("app", first="quit")
    ALLOW_SELECT = False  # Textual's mouse selection breaks on widgets that were just removed
    ENABLE_COMMAND_PALETTE = False  # Textual's; the palette is a dialog of ours
    DEFAULT_MODE = "queue"  # so that keys typed early always have a room

    def __init__(self, desk: Desk, config: Config) -> None:
        super().__init__()
        macro_keys = {macro.name: macro.key for macro in config.macros if macro.key}
        own_keys = config.keymap or macro_keys
        if own_keys and (why := why_unusable(config.keymap, macro_keys)):
            raise RefusedInput(f"The configuration cannot be used: {why}")
        self._desk, self._keys = desk, KeyFilter(self)
        self._type_ahead = TypeAhead(self, self._is_settled, self._show_key)
        self._repainting: Timer | None = None
        self._opened_at = (self.size, monotonic())
        self.set_keymap(textual_keymap(config.keymap))
        for theme in OUR_THEMES:
            self.register_theme(theme)
        self.theme = theme_name(config.theme, os.environ)
        self.add_mode("queue", partial(QueueScreen, desk, self._compose_letter, config.macros))
        self.add_mode("cases", self._cases)
        self.add_mode("health", self._health)

    def action_room(self, name: str) -> None:
        self.switch_mode(name)

    def action_turn(self, by: int) -> None:
        """Go to the next or previous room, wrapping around."""
        rooms = ("queue", "cases", "health")
        self.switch_mode(rooms[(rooms.index(self.current_mode) + by) % len(rooms)])

    def switch_mode(self, mode: str) -> AwaitMount:
        """Called for every way into another room."""
        if mode != self.current_mode:
            _leave_room(self)
        return super().switch_mode(mode)

    def _cases(self) -> Life[None]:
        from screens.cases import CasesScreen  # not for the first frame

        return CasesScreen(self._desk, self._compose_letter)

    def _health(self) -> Life[None]:
        from screens.health import HealthScreen  # not for the first frame

        return HealthScreen(self._desk, partial(_marks, self))

    def _compose_letter(
        self,
        feedback_id: int,
        kind: Kind,
        template: str = "",
        said: str = "",
        /,
        *,
        series: tuple[int, int] | None = None,
    ) -> Life[Left]:
        from screens.composer import ComposerScreen  # not for the first frame

        return ComposerScreen(self._desk, feedback_id, kind, template, said, series=series)

    def action_next_theme(self) -> None:
        name = theme_after(self.theme)
        self.theme = THEMES[name]
        self.notify(f"Theme: {name}", timeout=2, markup=False)

    def action_redraw(self) -> None:
        self.refresh(repaint=True, layout=True)

    def action_help(self) -> None:
        from screens.help import HelpPage, help_page  # not for the first frame

        if isinstance(self.screen, HelpPage):
            self.screen.stay()
            return
        active = list(self.screen.active_bindings.values())
        legend = getattr(self.screen, "legend", "")
        self.push_screen(HelpPage("Keys", partial(help_page, active, legend)))

    @work
    async def action_palette(self) -> None:
        """List every act by name; the chosen one runs as if its key had been pressed in its room."""
        from screens.dialogs.palette import Palette, acts_elsewhere, acts_of

        screen, acts = self.screen, acts_of(self.screen, self._keymap)
        typed = screen.typed_act if isinstance(screen, Room) else lambda _: None
        elsewhere = acts_elsewhere(acts, self._keymap)
        chosen = await self.push_screen_wait(Palette(acts, elsewhere, typed))
        if chosen is None or self.screen is not screen:
            return
        if chosen.node is not None:
            await self.run_action(chosen.action, chosen.node)
        elif chosen.room in self._modes:
            await _act_in_room(self, chosen)
        else:
            words = f"{chosen.words} is {chosen.keys} there; r or m in the queue opens it."
            self.notify(words, markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Deliver keys and pastes one at a time, and only those that the filter lets through."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await super().on_event(event)
            if isinstance(event, events.Resize) and self._has_screen:
                self._resized()
        elif self._has_screen and not self._type_ahead.holds(event):
            target = self.focused or self.screen
            if (typed := self._keys.let_through(event)) is None:
                self._type_ahead.go_on()
            else:
                await super().on_event(typed)
                self._type_ahead.follow(target)

    def _resized(self) -> None:
        """A resized window may lose its contents, even if it ends up at its old size.

        The first events only tell the size that the window opens with.
        """
        is_opening = self.size == self._opened_at[0] and monotonic() - self._opened_at[1] < _OPENING
        if is_opening:
            return
        if self._repainting is None:
            self._repainting = self.set_timer(_REPAINT, self._repaint)
        else:
            self._repainting.reset()

    def _repaint(self) -> None:
        self._repainting = None
        self.action_redraw()

    @property
    def _has_screen(self) -> bool:
        """False once the rooms are closed: keys still arrive while the program ends."""
        return not self._exit and bool(self._screen_stacks.get(self.current_mode))

    def _is_settled(self) -> bool:
        return not isinstance(self.screen, Life) or self.screen.is_settled

    def _show_key(self, typed: Typed) -> None:
        if isinstance(self.screen, SeesEveryKey) and isinstance(typed, events.Key):
            self.screen.see(typed)


def _marks(app: Workstation) -> Collection[int]:
    """The ids marked in the queue."""
    queue = app._screen_stacks.get("queue", [])
    return queue[0].rows.marks if queue and isinstance(queue[0], QueueScreen) else ()


def _leave_room(app: Workstation) -> None:
    """Clear the messages of a room, so that they neither wait for the next visit nor follow elsewhere."""
    if isinstance(app.screen, Room):
        app.screen.status.clear()
    if isinstance(room := app.screen_stack[0], Room):  # a composer may cover it
        room.news.leave()
    app.clear_notifications()


async def _act_in_room(app: Workstation, act: Act) -> None:
    """Go to the room of an act and do it there, unless a dialog covers the room."""
    await app.switch_mode(act.room)
    if isinstance(app.screen, Room):
        await app.run_action(act.action, app.screen)
    else:
        app.notify("Leave what is open there first (Esc).", markup=False)


def suit_colours(app: Workstation, configured: str) -> None:
    """Choose the theme by the colours that this terminal has, too."""
    app.theme = theme_name(configured, os.environ, app.console.color_system)
