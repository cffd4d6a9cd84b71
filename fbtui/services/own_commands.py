"""Runs configured programs with a text on standard input: without a shell, only on request."""

from __future__ import annotations

import os
import shlex
import subprocess

from fbtui.domain.outcome import Refused

_PATIENCE = 60  # seconds


def run_command(key: str, command: str, text: str, **environment: str) -> str | Refused:
    """The command's output. `key` is its name in the configuration.

    Its stderr may contain anyone's words and is not repeated.
    """
    try:
        ended = subprocess.run(
            shlex.split(command),
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, **environment},
        )
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        return Refused(f"{key} could not be run ({why}); run it by hand.")
    if ended.returncode:
        return Refused(f"{key} ended with code {ended.returncode}; run it by hand.")
    return ended.stdout.decode("utf-8", "replace")
