"""Desks to measure on: `python -m tests.bench.desks REPORT DESK [--worked SHARE]`.

The comments of an invented report repeat; each is read once and remembered, so a desk of a million rows
is read in a minute or two. `--worked` ages it: so large a share was claimed, tagged and set done.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from fbtui.config import config_folder
from fbtui.domain.feedback.queue import Filter, View
from fbtui.services.desk import Desk, open_desk, utc_now
from fbtui.services.feedback.reading import keep, opinions
from fbtui.store.feedback import lanes
from fbtui.understanding.reader import Guess, Reader
from tests.bench.programs import FBTUI, run

_BATCH = 20_000
_AT_ONCE = 500  # feedbacks an act is done on, as with marks


class Remembering(Reader):
    """Reads each text once."""

    def __init__(self) -> None:
        super().__init__(config_folder())
        self._known: dict[tuple[str, str, int], Guess] = {}

    def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> list[Guess]:
        asked = [(head, text, kind) for text, kind in zip(texts, kinds or [0] * len(texts))]  # noqa: B905
        new = list(dict.fromkeys(each for each in asked if each not in self._known))
        found = super().guesses(head, [text for _, text, _ in new], [kind for *_, kind in new])
        self._known |= dict(zip(new, found, strict=True))
        return [self._known[each] for each in asked]


def lay(report: Path, desk: Path, *, worked: float = 0.0) -> None:
    """Import a report onto a new desk, read all of it, and work on a share of it."""
    run(
        (*FBTUI, "import", "--db", str(desk), str(report), "--marketplace", "US", "--read-later"),
        desk.parent,
    )
    _read(open_desk(desk, "reader", reader=Remembering()))
    if worked:
        age(desk, worked)


def _read(desk: Desk) -> None:
    """As `fbtui read`, in larger batches: nobody else is at work here."""
    context = desk.context
    while some := lanes.to_read(context.database.reading, _BATCH):
        keep(context, some, opinions(context.reader, [(each.comment, each.stars) for each in some]))
    desk.close()


def age(desk: Path, share: float) -> None:
    """Work done over months: every second of it has its own due time, holder and log."""
    moment = utc_now() - timedelta(days=90)

    def clock() -> object:
        nonlocal moment
        moment += timedelta(seconds=61)
        return moment

    agents = [open_desk(desk, name, clock=clock) for name in ("mara", "ines", "lee")]  # type: ignore[arg-type]
    try:
        _work(agents, share)
    finally:
        for each in agents:
            each.close()


def _work(agents: list[Desk], share: float) -> None:
    ranks = agents[0].inbox.open_view(View(filter=Filter(status=())))
    ids = ranks.ids(0, int(ranks.total * share))
    for nth, start in enumerate(range(0, len(ids), _AT_ONCE)):
        desk, some = agents[nth % len(agents)], ids[start : start + _AT_ONCE]
        desk.triage.claim(some)
        desk.triage.set_fulfilment(some, "MFN")
        if nth % 2:
            desk.triage.finish(some)
        else:
            desk.triage.release(some)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("desk", type=Path)
    parser.add_argument("--worked", type=float, default=0.0)
    lay(**vars(parser.parse_args()))
