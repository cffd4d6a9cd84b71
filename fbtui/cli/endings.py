"""How a command ends: its exit code, and one sentence for whatever stopped it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from fbtui.cli.exit_codes import INTERRUPTED, OK, REFUSED, USAGE
from fbtui.cli.output import complain
from fbtui.domain.outcome import RefusedInput
from fbtui.store.database import ReadingError, error_text


def exit_code(do: Callable[[], int]) -> int:
    """Run a command; returns its exit code."""
    try:
        code = _ended(do)
        if sys.stdout is not None:  # closed by the parent process
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`head`, a closed pager) is gone.
        discard_output()
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        discard_output()
        where = f"{error.filename}: " if error.filename else ""
        complain(f"It could not be finished: {where}{error.strerror or error}.")
        return REFUSED
    return code


def _ended(do: Callable[[], int]) -> int:
    stdout = sys.stdout
    try:
        return do()
    except RefusedInput as why:
        complain(str(why))
        return REFUSED
    except (ReadingError, UnicodeDecodeError) as error:
        complain(f"The desk cannot be used ({error_text(error)}); run `fbtui doctor`.")
        return REFUSED
    except UnicodeEncodeError:
        complain("A word of the command is not UTF-8 text; nothing was changed.")
        return USAGE
    except OverflowError:
        complain("A number of the command is larger than the desk can hold; nothing was changed.")
        return USAGE
    except SystemExit as exiting:
        if sys.stdout is not stdout:
            # click exits with 1 on a broken pipe, but 1 means "no" here.
            raise BrokenPipeError from None
        return exiting.code if isinstance(exiting.code, int) else OK


def discard_output() -> None:
    """Discard unwritten output, so that Python does not complain at exit."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
