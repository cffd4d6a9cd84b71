"""Colleagues at work: `python -m tests.bench.colleagues DESK MANY EVERY`, until it is killed.

So many agents in one process; each does an act every so many seconds, at the end of the queue, where
nobody looks.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle
from pathlib import Path

from fbtui.domain.feedback.queue import View
from fbtui.services.desk import open_desk


def work(path: Path, many: int, every: float) -> None:
    desks = [open_desk(path, f"colleague {nth}") for nth in range(many)]
    ranks = desks[0].inbox.open_view(View())
    ids = ranks.ids(max(ranks.total - many, 0), ranks.total)
    print("at work", flush=True)
    acts = cycle(("note", "tag", "untag"))
    for act in acts:
        for desk, each in zip(desks, ids, strict=True):
            if act == "note":
                desk.triage.note([each], "called the buyer")
            elif act == "tag":
                desk.triage.tag([each], "called")
            else:
                desk.triage.tag([each], "called", off=True)
            time.sleep(every / many)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
