"""Macros, and acts typed in the palette, on the marked feedback or the one under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fbtui.domain.feedback.macros import (
    LETTERS,
    SAME,
    VERBS,
    TypedAct,
    macros_with,
    parse_act,
)
from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.choose import Choose
from screens.queue.letters import triage_of

if TYPE_CHECKING:
    from screens.dialogs.palette import Act
    from screens.queue.room import QueueScreen

_NAME = 24  # cells
_PRODUCT = ("product", "sku", "asin")


class Macros:
    """Runs macros. Letters open the composer; the other acts run together, with one undo."""

    def __init__(self, room: QueueScreen) -> None:
        self._room, self._macros = room, macros_with(room.own_macros)

    async def choose(self) -> None:
        """List all macros with their descriptions."""
        choices = [
            (name, f"{clean_line(name):{_NAME}} {clean_line(macro.says)}")
            for name, macro in self._macros.items()
        ]
        marks = len(self._room.rows.marks)
        title = f"Macro ({marks:,} marked)" if marks else "Macro"
        hint = "Its key or Enter chooses · your own: [[macros]] in config.toml"
        if (name := await self._room.ask(Choose(title, choices, hint=hint))) is not None:
            await self.run(name)

    async def run(self, name: str) -> None:
        macro = self._macros[name]
        await self._do(name, macro.acts, macro.stars)

    async def do_typed(self, typed: str) -> None:
        """Do an act typed in the palette: `snooze 3d`."""
        act = parse_act(typed)
        if isinstance(act, Refused):
            self._room.say(act)
        else:
            await self._do(act.says, (act,), ())

    async def _do(self, name: str, acts: Sequence[TypedAct], stars: Sequence[int]) -> None:
        if not (ids := triage_of(self._room).targets()):
            return
        letter = next((at for at, act in enumerate(acts) if act.verb in LETTERS), None)
        if letter is None:
            self._finish(self._room.desk.macros.run(name, acts, ids, stars), acts)
            return
        if before := acts[:letter]:
            done = self._room.desk.macros.run(name, before, ids, stars)
            if isinstance(done, Refused):
                self._room.say(done)
                return
        kind: Kind = "email" if acts[letter].verb == "email" else "reply"
        confirmed = await self._room.letters.write_all(kind, ids)
        if confirmed and (after := acts[letter + 1 :]):
            self._finish(self._room.desk.macros.run(name, after, confirmed, stars), after)

    def _finish(self, outcome: Outcome, acts: Sequence[TypedAct]) -> None:
        leaves = isinstance(outcome, Done) and any(a.verb in ("done", "snooze") for a in acts)
        triage_of(self._room).acted(outcome, advance=leaves)


def typed_act(room: QueueScreen, typed: str) -> Act | None:
    """The palette's line for `snooze 3d` or `sku MUG`; for an invalid argument, a line with the reason."""
    from screens.dialogs.palette import Act  # whose palette asks

    name, _, words = typed.replace(":", " ", 1).strip().partition(" ")
    if name.lower() in _PRODUCT and (words := words.strip()):
        only = f"do('products.only', ({words!r},))"
        return Act(only, room, "Enter", f"{name} {words}", "only feedback on this product")
    verb = VERBS.get(SAME.get(name.lower(), name.lower()))
    if verb is None or not (verb.hint and words.strip()):
        return None
    act = parse_act(typed)
    if isinstance(act, Refused):
        return Act("", room, "✗", typed.strip(), act.why)
    what = verb.says + (f", {len(room.rows.marks):,} marked" if room.rows.marks else "")
    return Act(f"do('macros.do_typed', ({act.says!r},))", room, "Enter", act.says, what)
