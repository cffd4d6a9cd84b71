"""fbtui itself, `program.py TRACES fbtui's arguments`, with what led to a crash or a hang written to TRACES.

On its own fbtui names only the place of a mistake, as buyers' words could stand in a traceback. SIGUSR1 adds
where every thread stands, SIGUSR2 where every task waits.
"""

from __future__ import annotations

import asyncio
import faulthandler
import runpy
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import rich.traceback
from rich.traceback import Traceback
from textual.app import App

traces = Path(sys.argv[1]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 (to the end)
_AT_REST = (" _get_message", " get_message", " _run")
_handle = App._handle_exception


def tell_and_handle(app: App[Any], error: Exception) -> None:
    inner = getattr(error, "error", error)  # what a worker raised is wrapped
    traces.writelines(traceback.format_exception(inner))
    _handle(app, error)


class Told(Traceback):
    """What Textual makes when its keyboard thread fails, and nowhere else."""

    def __init__(self, *given: Any, **named: Any) -> None:
        traces.write(traceback.format_exc())
        super().__init__(*given, **named)


def tell_tasks(*_: object) -> None:
    """Where each task waits, those left out that are a message pump or a timer at rest."""
    for task in asyncio.all_tasks():
        frames, waiting = [], task.get_coro()
        while (frame := getattr(waiting, "cr_frame", None)) is not None:
            frames.append(f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}")
            waiting = waiting.cr_await
        if frames and not frames[-1].endswith(_AT_REST):
            traces.write("\n  ".join((task.get_name(), *frames)) + "\n")


rich.traceback.Traceback = Told  # type: ignore[misc]
App._handle_exception = tell_and_handle  # type: ignore[method-assign]
faulthandler.register(signal.SIGUSR1, file=traces, all_threads=True)
signal.signal(signal.SIGUSR2, tell_tasks)
sys.argv = ["fbtui", *sys.argv[2:]]
runpy.run_module("fbtui", run_name="__main__", alter_sys=True)
