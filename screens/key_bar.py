"""The line of keys below a room."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class _Key(NamedTuple):
    """In the order that Textual's FooterKey takes them."""

    key: str
    shown: str
    words: str
    action: str
    disabled: bool
    tooltip: str


class KeyBar(Footer):
    """Textual's footer, compact, and built anew only when other keys are to be shown.

    Textual builds it after every change of focus, with a style for each key before the compact one.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._built: list[_Key] | None = None

    def compose(self) -> ComposeResult:
        self._built = self._wanted()
        for key in self._built:
            yield FooterKey(*key, classes="-compact")

    async def recompose(self) -> None:
        """A covered room keeps its keys: while it is covered, those of the room above are in force."""
        is_seen = self.is_attached and self.screen.is_active
        if is_seen and self._wanted() != self._built:
            await super().recompose()

    def _wanted(self) -> list[_Key]:
        """One for each action, as the room's keys stand now."""
        keys: dict[str, _Key] = {}
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show:
                shown = self.app.get_key_display(binding)
                says = (binding.key, shown, binding.description, binding.action)
                keys.setdefault(binding.action, _Key(*says, not enabled, tooltip))
        return list(keys.values())
