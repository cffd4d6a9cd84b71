"""A secret from the environment or from a command; it is never written down, and no sentence holds it."""

from __future__ import annotations

import os
import shlex
import subprocess

from fbtui.domain.outcome import RefusedInput

_PATIENCE = 60  # seconds; a key ring may ask its owner first


def secret_from(what: str, *, variable: str, command: str, key: str) -> str:
    """The secret that `variable` holds, else the first line that `command` writes.

    `what` names it and `key` the command in what is said. Raises RefusedInput with what to do.
    """
    if variable:
        if secret := os.environ.get(variable):
            return secret
        begin = what[:1].upper() + what[1:]
        raise RefusedInput(f"{begin} is not in {variable}; set it and try again.")
    try:
        ran = subprocess.run(
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        # What it says on stderr may hold the secret.
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise RefusedInput(f"{key} did not give {what} ({why}); run it by hand.") from None
    if secret := ran.stdout.partition("\n")[0].rstrip("\r"):
        return secret
    noun = what.rpartition(" ")[2]
    raise RefusedInput(f"{key} wrote no {noun}; run it by hand.")
