"""The template picker: fitting templates first, search by typing, and a preview of each letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from fbtui.domain.languages import name_of_language
from fbtui.domain.letters.template_choice import NamedTemplate
from fbtui.domain.outcome import Refused
from fbtui.services.letters.templates import Filled
from fbtui.terminal.cleaned import clean, clean_line
from screens.bindings import bindings
from screens.composer.letter_pane import WHOLE
from screens.dialogs.choose import Menu
from screens.life import Dialog
from screens.parts.cells import fit

_TITLE = 52  # cells

Offered = tuple[NamedTemplate, bool]  # with whether it fits


class TemplatePicker(Dialog[Filled | None]):
    """Returns the filled template, or None after Esc."""

    CSS_PATH = "composer.tcss"
    BINDINGS = bindings("picker", first="*")

    def __init__(
        self,
        title: str,
        offered: Sequence[Offered],
        fill: Callable[[NamedTemplate], Filled | Refused],
    ) -> None:
        """`offered`: the templates, best first, with whether each fits."""
        super().__init__()
        self._title, self._all, self._fill = title, offered, fill
        self._offered = list(offered)
        self.line = Input(placeholder="type to find: sorry, refund, german …")
        self.line.cursor_blink = False
        self.menu = Menu(Option(_line(*each)) for each in offered)
        self.menu.can_focus = False  # keys are typed into the line
        self._letter = Static("", markup=False)
        self._scrolled = VerticalScroll(id="filled", can_focus=False)
        self.parts |= {"menu": self.menu}

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            yield Static(self._title, classes="title", markup=False)
            yield self.line
            yield self.menu
            with self._scrolled:
                yield self._letter
            yield Static(
                "✓ fits · Enter takes it · ↑ ↓ · PgUp PgDn scroll the letter · Esc leaves",
                classes="hint",
                markup=False,
            )

    def on_input_changed(self, event: Input.Changed) -> None:
        """List only templates that match every typed word, in the same order."""
        event.stop()
        self._offered = [each for each in self._all if _matches(each[0], event.value)]
        self.menu.clear_options()
        self.menu.add_options(Option(_line(*each)) for each in self._offered)
        self.menu.highlighted = 0 if self._offered else None
        if not self._offered:
            self._letter.update("No template is called so.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if (filled := self._filled()) is not None:
            self._letter.update(_shown(filled))
            self._scrolled.scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take()

    def action_scroll(self, by: int) -> None:
        self._scrolled.scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _take(self) -> None:
        filled = self._filled()
        if isinstance(filled, Filled):
            self.dismiss(filled)

    def _filled(self) -> Filled | Refused | None:
        """The letter under the cursor."""
        at = self.menu.highlighted
        return None if at is None or at >= len(self._offered) else self._fill(self._offered[at][0])


def _language(named: NamedTemplate) -> str:
    if isinstance(named.template, Refused):
        return "cannot be used"
    return name_of_language(named.template.header.language)


def _matches(named: NamedTemplate, typed: str) -> bool:
    """Whether every typed word starts a word of the title, the language or the name."""
    text = f"{named.title} {_language(named)} {named.name.replace('/', ' ').replace('.', ' ')}"
    words = text.lower().replace("_", " ").split()
    return all(any(own.startswith(word) for own in words) for word in typed.lower().split())


def _line(named: NamedTemplate, fits: bool) -> Content:
    glyph = "✗" if isinstance(named.template, Refused) else "✓" if fits else " "
    own = " · your own" if named.own else ""
    return Content.assemble(
        (f"{glyph} {fit(clean_line(named.title), _TITLE)} ", "" if fits else "$text-muted"),
        (f"{_language(named)}{own}", "$text-muted"),
    )


def _shown(filled: Filled | Refused) -> Content:
    if isinstance(filled, Refused):
        return Content.styled(f"✗ It cannot be used. {clean(filled.why)}", "$text-error")
    subject = f"Subject: {clean_line(filled.subject)}\n\n" if filled.subject else ""
    return Content.assemble((subject, "$text-muted"), (clean(filled.text, WHOLE), ""))
