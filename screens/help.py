"""The keys that are valid here and now, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding

from fbtui.keys import ROOMS, shown
from screens.parts.cells import WIDE, fit

_GAP = 2  # cells between two columns


def help_page(active: Iterable[ActiveBinding], width: int) -> str:
    """One block a room, one line an act: keys, name, what it does.

    On a narrow screen what it does is left to the palette and the acts stand in two columns, so that
    all keys are seen at once.
    """
    acts = _acts(active)
    told = [f"  {keys:14} {words:15} {tooltip}" if words else keys for keys, words, tooltip in acts]
    if width >= WIDE:
        return "\n".join(told)
    column = width // 2 - _GAP
    brief = [
        fit(f"{keys:14} {words}" if words else keys, column) for keys, words, _ in acts if keys
    ]
    half = (len(brief) + 1) // 2
    pairs = zip(brief[:half], [*brief[half:], ""], strict=False)
    return "\n".join(f"{left}{' ' * _GAP}{right}" for left, right in pairs)


def _acts(active: Iterable[ActiveBinding]) -> list[tuple[str, str, str]]:
    """(keys, words, tooltip) of each act; a room's name stands alone before its own."""
    rooms: dict[str, dict[str, tuple[list[str], str, str]]] = {}
    for each in active:
        binding = each.binding
        room = (binding.id or "").partition(".")[0]
        if room in ROOMS:
            blank: tuple[list[str], str, str] = ([], binding.description, binding.tooltip)
            keys, _, _ = rooms.setdefault(room, {}).setdefault(binding.id or "", blank)
            keys.append(shown(binding.key))
    lines: list[tuple[str, str, str]] = []
    for room in sorted(rooms, key=list(ROOMS).index, reverse=True):
        lines += [("", "", "")] if lines else []
        lines.append((ROOMS[room], "", ""))
        lines += [(" ".join(keys), words, tip) for keys, words, tip in rooms[room].values()]
    return lines
