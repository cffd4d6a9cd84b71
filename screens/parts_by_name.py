"""The parts of a screen by name; those that the first frame does not need are made when first asked for."""

from __future__ import annotations

from importlib import import_module


class Parts(dict[str, object]):
    """Has the acts of a screen: the action `views.choose` calls `choose` of the part `views`."""

    def __init__(self, screen: object) -> None:
        super().__init__()
        self._screen = screen
        self._classes: dict[str, str] = {}

    def make_later(self, **classes: str) -> None:
        """A part's class by its name, `screens.queue.views.Views`; it is made with the screen alone."""
        self._classes |= classes

    def __missing__(self, name: str) -> object:
        module, _, its_class = self._classes[name].rpartition(".")
        self[name] = made = getattr(import_module(module), its_class)(self._screen)
        return made
