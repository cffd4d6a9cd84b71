"""The help page: every key that works now, with a sentence each."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding

from fbtui.keys import ROOMS, shown
from screens.dialogs.page import Page
from screens.parts.cells import hanging

_KEYS, _WORDS = 14, 15  # cells


class HelpPage(Page):
    """The page of keys; asked for help, it stays."""

    def stay(self) -> None:
        self._say("These are the keys")


def help_page(active: Iterable[ActiveBinding], legend: str, width: int) -> str:
    """A block for each room, with keys, name and description of each act, never cut. The `legend` of the
    room's symbols follows its own acts."""
    lines = list[str]()
    for keys, words, tooltip in _acts(active):
        if not words:
            lines.append(keys)
            continue
        lead = f"{keys:{_KEYS}} {words:{_WORDS}} "
        first, *more = hanging(tooltip, width - len(lead))
        lines.append(lead + first)
        lines += [" " * len(lead) + line for line in more]
    if legend:
        end = lines.index("") if "" in lines else len(lines)
        lines[end:end] = ["", legend]
    return "\n".join(lines)


def _acts(active: Iterable[ActiveBinding]) -> list[tuple[str, str, str]]:
    """(keys, words, tooltip) of each act; a line with only the room's name precedes its acts."""
    rooms: dict[str, dict[str, tuple[list[str], str, str]]] = {}
    for each in active:
        binding = each.binding
        room = (binding.id or "").partition(".")[0]
        if room in ROOMS:
            blank: tuple[list[str], str, str] = ([], binding.description, binding.tooltip)
            keys, _, _ = rooms.setdefault(room, {}).setdefault(binding.id or "", blank)
            keys.append(shown(binding.key))
    lines: list[tuple[str, str, str]] = []
    for room in sorted(rooms, key=_place):
        lines += [("", "", "")] if lines else []
        lines.append((ROOMS[room], "", ""))
        lines += [(" ".join(keys), words, tip) for keys, words, tip in rooms[room].values()]
    return lines


def _place(room: str) -> tuple[bool, int]:
    """The room's own acts first; moving in lists, and acts that work everywhere, last."""
    return room in ("app", "list"), -list(ROOMS).index(room)
