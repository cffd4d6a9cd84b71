"""The keys that are valid here and now, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding

from fbtui.keys import ROOMS, shown


def help_page(active: Iterable[ActiveBinding]) -> str:
    """One block a room, one line an act: keys, name, what it does."""
    acts: dict[str, dict[str, tuple[list[str], str, str]]] = {}
    for each in active:
        binding = each.binding
        room = (binding.id or "").partition(".")[0]
        if room in ROOMS:
            keys, _, _ = acts.setdefault(room, {}).setdefault(
                binding.id or "", ([], binding.description, binding.tooltip)
            )
            keys.append(shown(binding.key))
    lines: list[str] = []
    for room in sorted(acts, key=list(ROOMS).index, reverse=True):
        lines.append(f"\n{ROOMS[room]}")
        for keys, words, tooltip in acts[room].values():
            lines.append(f"  {' '.join(keys):14} {words:15} {tooltip}")
    return "\n".join(lines).strip("\n")
