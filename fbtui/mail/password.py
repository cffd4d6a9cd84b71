"""The mail server's password, from the environment or a command; it is never stored."""

from __future__ import annotations

from fbtui.domain.letters.mail_server import MailServer
from fbtui.secret import secret_from


def password_of(server: MailServer) -> str:
    """The password, "" if none is needed. Raises RefusedInput with the remedy."""
    if not (server.password_env or server.password_command):
        return ""
    return secret_from(
        "the mail server's password",
        variable=server.password_env,
        command=server.password_command,
        key="password_command",
    )
