"""Reads a secret from the environment or a command; it is never stored and never in a message."""

from __future__ import annotations

import os
import shlex
import subprocess

from fbtui.domain.outcome import RefusedInput

_PATIENCE = 60  # seconds; a key ring may ask its owner first


def secret_from(what: str, *, variable: str, command: str, key: str) -> str:
    """The secret in the environment variable `variable`, else the first line that `command` prints.

    Messages call the secret `what` and the command `key`. Raises RefusedInput with advice.
    """
    if variable:
        if secret := os.environ.get(variable):
            return secret
        subject = what[:1].upper() + what[1:]
        raise RefusedInput(f"{subject} is not in {variable}; set it and try again.")
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
        # Its stderr may contain the secret.
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise RefusedInput(f"{key} did not give {what} ({why}); run it by hand.") from None
    if secret := ran.stdout.partition("\n")[0].rstrip("\r"):
        return secret
    noun = what.rpartition(" ")[2]
    raise RefusedInput(f"{key} wrote no {noun}; run it by hand.")
