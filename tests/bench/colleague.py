"""A colleague at work: writes a note every 50 ms until told to stop; prints how long each act took.

python -m tests.bench.colleague DESK STOP
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from fbtui.domain.outcome import Done
from fbtui.services.desk import open_desk

_PAUSE = 0.05  # seconds
_PATIENCE = 6.0  # as in the workstation
_AMONG = 50  # feedbacks


def work(desk_path: Path, stop: Path) -> None:
    """Act until the file `stop` exists; milliseconds of each act and the number refused, as JSON."""
    desk = open_desk(desk_path, "ana", patience=_PATIENCE)
    waits, refused = list[float](), 0
    print("ready", flush=True)
    while not stop.exists():
        begun = time.perf_counter()
        answer = desk.triage.note([1 + len(waits) % _AMONG], f"note {len(waits)}")
        waits.append((time.perf_counter() - begun) * 1000)
        refused += not isinstance(answer, Done)
        time.sleep(_PAUSE)
    desk.close()
    print(json.dumps([waits, refused]))


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
