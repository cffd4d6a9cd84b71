"""A reader process next to a workstation: reads waiting comments, then exits and frees its memory.

python -m fbtui.services.feedback.background_reader DESK AGENT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Event, Thread

from fbtui.config import config_folder, load
from fbtui.services.desk import open_desk
from fbtui.understanding.reader import reader_of

_COURTESY = 10  # niceness: agents come first


def main(path: Path, agent: str) -> None:
    os.nice(_COURTESY)
    gone = Event()

    def listen() -> None:
        sys.stdin.buffer.read()  # ends when the owner does
        gone.set()

    Thread(target=listen, daemon=True).start()
    limits = load().limits
    desk = open_desk(path, agent, limits=limits, reader=reader_of(config_folder()))
    try:
        desk.reading.read_all(stop=gone.is_set)
    finally:
        desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
