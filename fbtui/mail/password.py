"""The mail server's password, from the environment or from a command; it is never written down."""

from __future__ import annotations

import os
import shlex
import subprocess

from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.outcome import RefusedInput

_PATIENCE = 60  # seconds; a key ring may ask its owner first


def password_of(server: MailServer) -> str:
    """The password, "" where none is wanted. Raises RefusedInput with what to do."""
    if server.password_env:
        return _from_environment(server.password_env)
    return _from_command(server.password_command) if server.password_command else ""


def _from_environment(name: str) -> str:
    if password := os.environ.get(name):
        return password
    raise RefusedInput(f"The mail server's password is not in {name}; set it and try again.")


def _from_command(command: str) -> str:
    """The first line that the command writes; what it says on stderr may hold a secret."""
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
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise RefusedInput(
            f"password_command did not give the mail server's password ({why}); run it by hand."
        ) from None
    if password := ran.stdout.partition("\n")[0].rstrip("\r"):
        return password
    raise RefusedInput("password_command wrote no password; run it by hand.")
