"""The line above a list: the current filter, incremental search, the filter menu and the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from fbtui.domain.record import fields_of
from fbtui.terminal.cleaned import clean_line
from screens.life import Life
from screens.parts.facets import Facet, narrow_by_menu

TOP = -1  # an id that no row has: move the cursor to the top


class AnyView(Protocol):
    """A filter and an order; view and filter are records with `changed`."""

    @property
    def filter(self) -> Any: ...

    @property
    def sort(self) -> str: ...

    def changed(self, **fields: object) -> Any: ...


class FilterBar(Horizontal):
    """Knows the current view, and posts `Wanted` to ask the room for another."""

    DEFAULT_CSS = """
    FilterBar { height: 1; }
    FilterBar #slash, FilterBar Input { display: none; height: 1; }
    FilterBar #slash { width: 2; padding: 0 0 0 1; color: $text-warning; }
    FilterBar Input, FilterBar Input:focus { width: 40; border: none; padding: 0 1; background: $boost; }
    FilterBar.-searching #slash, FilterBar.-searching Input { display: block; }
    FilterBar #chips {
        width: 1fr; height: 1; padding: 0 1; color: $text-muted;
        link-style: none; link-color: $text-muted; link-background-hover: $panel;
        link-style-hover: bold; link-color-hover: $text;
    }
    """

    @dataclass
    class Wanted(Message):
        """Show this view with the cursor on id `at`; 0 keeps the row, TOP goes to the first."""

        view: Any
        at: int = 0

    def __init__(
        self,
        view: AnyView,
        *,
        rows: Widget,
        here: Callable[[], int],
        facets: Sequence[Facet[Any]],
        sorts: Mapping[Any, str],
        placeholder: str,
    ) -> None:
        """`rows`: the list that gets the focus back after a search; `here`: the id under its cursor."""
        super().__init__()
        self._view, self._all = view, view.filter
        self._rows, self._here = rows, here
        self._facets, self._sorts = facets, sorts
        self._before: tuple[AnyView, int] = (view, 0)
        self._narrowed: list[str] = []  # filter fields, in the order in which they were changed
        self._own_sort = ""  # the agent's order, while that of an opened view replaces it
        self.box = Input(placeholder=placeholder)
        self.box.cursor_blink = False
        self.chips = Static("", id="chips", markup=False)

    def compose(self) -> ComposeResult:
        yield Static("/", id="slash", markup=False)
        yield self.box
        yield self.chips

    @property
    def is_searching(self) -> bool:
        return self.has_class("-searching")

    def show(self, view: AnyView) -> None:
        """The room shows this view."""
        self._view = view
        chips = clean_line(" · ".join(view.filter.chips()) or "all")
        clicks = {"filter_bar.menu": chips, "filter_bar.sort": f"↓ {view.sort}"}
        links = [_clicked(words, act) for act, words in clicks.items()]
        drawn = Content(" ").join(links)
        if drawn != self.chips.content:
            self.chips.update(drawn, layout=False)

    def narrow(self, **changed: object) -> None:
        """Change fields of the filter."""
        self._want(self._view.filter.changed(**changed))

    def toggle_stars(self, stars: int) -> None:
        self._want(self._view.filter.toggled(stars))

    def toggle(self, field: str, value: object) -> None:
        """Narrow to a value of a field, or remove that filter again."""
        is_on = getattr(self._view.filter, field) == value
        self.narrow(**{field: getattr(self._all, field) if is_on else value})

    def take_all_off(self) -> None:
        self.box.value = ""
        self._want(self._all)

    def search(self) -> None:
        """Open the search line at once: the next key may already have been typed."""
        self._before = self._view, self._here()
        self.add_class("-searching")
        self.box.value = self._view.filter.search
        self.screen.set_focus(self.box)

    def leave_search(self) -> bool:
        """Esc: restore view and cursor from before the search, or else remove the latest filter.

        False if there is nothing to leave.
        """
        if self.is_searching:
            self._close()
            self.post_message(self.Wanted(*self._before))
        elif last := self._last_narrowed():
            self.narrow(**{last: getattr(self._all, last)})
        else:
            return False
        return True

    def _last_narrowed(self) -> str:
        """The active filter field that was changed last."""
        now, every = self._view.filter, self._all
        narrow = [name for name, value in fields_of(now).items() if value != getattr(every, name)]
        known = [name for name in self._narrowed if name in narrow]
        return (known or narrow or [""])[-1]

    async def menu(self) -> None:
        """Show the filter menu; it stays open for several changes."""
        screen = cast(Life[Any], self.screen)
        await narrow_by_menu(screen, self._facets, lambda: self._view.filter, self._want)

    async def sort(self) -> None:
        from screens.dialogs.choose import Choose  # not for the first frame

        width = max(map(len, self._sorts)) + 1
        choices = [(sort, f"{sort:{width}}{words}") for sort, words in self._sorts.items()]
        dialog = Choose("Order of the rows", choices, self._view.sort)
        sort = await cast(Life[Any], self.screen).ask(dialog)
        if sort is not None:
            self.order_by(sort)

    def open_view(self, view: AnyView) -> None:
        """Show a saved view from its top; its order goes together with its last filter."""
        self._own_sort = self._own_sort or self._view.sort
        self.post_message(self.Wanted(view, TOP))

    def order_by(self, sort: str) -> None:
        """Order the rows, and go to the top."""
        self._own_sort = ""
        self.post_message(self.Wanted(self._view.changed(sort=sort), TOP))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_searching and event.value != self._view.filter.search:
            self.narrow(search=event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._close()

    def _close(self) -> None:
        self.remove_class("-searching")
        self.screen.set_focus(self._rows)

    def _want(self, chosen: Any) -> None:
        before = fields_of(self._view.filter)
        changed = [name for name, value in fields_of(chosen).items() if value != before[name]]
        self._narrowed = [*(name for name in self._narrowed if name not in changed), *changed]
        changes: dict[str, object] = {"filter": chosen}
        if chosen == self._all and self._own_sort:
            changes["sort"], self._own_sort = self._own_sort, ""
        self._view = self._view.changed(**changes)  # at once: the next filter narrows this one
        self.post_message(self.Wanted(self._view))


def _clicked(words: str, act: str) -> Content:
    return Content.from_markup(f"[@click=\"screen.do('{act}')\"]$words[/]", words=words)
