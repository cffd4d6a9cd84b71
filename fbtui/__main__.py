"""`fbtui`, `python -m fbtui`: the command line, with the exit codes of the contract."""

from __future__ import annotations

import gc
import os
import signal
import sys
from io import TextIOWrapper

# Objects that were made since the last look for rubbish, before there is another. What modules make
# when they are imported stays for good: looking through it a hundred times is for nothing.
_BEFORE_RUBBISH = 50_000
_AGAIN = 0.1  # seconds: long after the callback has returned
_UNTOUCHED = (signal.SIG_DFL, signal.default_int_handler)

_endings: list[int] = []  # the signals that asked us to end


def run() -> None:
    """Run one command and exit: 0 done, 1 no, 2 wrong use, 3 input refused, 130 interrupted."""
    gc.set_threshold(_BEFORE_RUBBISH, 20, 50)
    # pydantic would look through all installed packages for plugins: a tenth of a second for none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) in _UNTOUCHED:  # under nohup it is not
            signal.signal(ending, _leave)
    sys.unraisablehook = _end_after_all
    if sys.stdout is None:  # closed by who started us
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show ★ or 遅 gets an escape, not a traceback.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _main(sys.argv[1:])
    except BaseException:
        # What _leave raises may come out as another error: Python 3.11 wraps it in a __set_name__.
        if not _endings:
            raise
        code = 128 + _endings[0]
    sys.exit(code)


def _main(words: list[str]) -> int:
    from fbtui.cli.opening import opening_of

    asked = None if "_FBTUI_COMPLETE" in os.environ else opening_of(words)
    if asked is None:
        from fbtui.cli.main import main

        return main(words)
    gc.disable()  # until the first frame: fbtui/terminal/memory.py
    from fbtui.cli.endings import exit_code
    from fbtui.cli.workstation import open_workstation

    return exit_code(lambda: open_workstation(*asked))


def _leave(ending: int, _: object) -> None:
    """Asked to end: what is unfinished is cleared away on the way out."""
    _endings.append(ending)
    if ending == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + ending)


def _end_after_all(dropped: sys.UnraisableHookArgs) -> None:
    """Send a signal again whose exception fell into a callback: Python drops those, and every import makes some."""
    error = dropped.exc_value
    if isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > 128:
        ending = error.code - 128
    elif isinstance(error, KeyboardInterrupt):
        ending = signal.SIGINT
    else:
        sys.__unraisablehook__(dropped)
        return
    signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(ending))
    signal.setitimer(signal.ITIMER_REAL, _AGAIN)


if __name__ == "__main__":
    run()
