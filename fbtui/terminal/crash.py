"""The crash message: the exception class and its place, never a value or a buyer's word."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_OURS = ("fbtui", "screens")


def crash_message(error: BaseException) -> str:
    """Two plain sentences: exception class, file and line. See docs/promises.md (12)."""
    error = _root(error)
    kind = type(error)
    name = (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )
    return (
        f"fbtui had to stop because of a mistake of its own: {name}{_place(error)}. "
        "Everything it had confirmed is saved; please report this line."
    )


def print_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A `sys.excepthook` that prints only `crash_message`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    elif sys.__stderr__ is not None:
        print(crash_message(error), file=sys.__stderr__)


def _root(error: BaseException) -> BaseException:
    """The original error: Textual wraps what a worker raised (`WorkerFailed.error`)."""
    wrapped = getattr(error, "error", None)
    return wrapped if isinstance(wrapped, BaseException) else error


def _place(error: BaseException) -> str:
    """The innermost line of our code, else the innermost of all; only the end of the path."""
    lines = list(_lines(error.__traceback__))
    if not lines:
        return ""
    ours = [line for line in lines if set(_OURS) & set(line[0].parts)]
    path, number = (ours or lines)[-1]
    return f" in {path.parent.name}/{path.name}, line {number}"


def _lines(trace: TracebackType | None) -> Iterator[tuple[Path, int]]:
    while trace is not None:
        yield Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
        trace = trace.tb_next
