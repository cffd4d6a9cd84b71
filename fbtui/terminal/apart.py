"""Awaits slow work in a thread that nothing waits for when the program is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def apart(work: Callable[[], T]) -> T:
    """The result of `work`, or its exception.

    Textual's own thread workers are joined at the end: an answer that is late by half a minute would keep
    the terminal that long. This thread dies with the program, so the work must bear being killed.
    """
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()  # the caller may be cancelled, the work goes on

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 (raised again where it is awaited)
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(answer)
