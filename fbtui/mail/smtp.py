"""Hand one message to the mail server, and report only what is certain about its fate."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress

from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.letters.sending import DeliveryResult, describe_answer
from fbtui.mail.connection import Connection, EncryptedConnection

_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
# A server may take long to accept a message (RFC 5321 grants ten minutes); giving up early
# would leave an unknown fate for a person to settle.
_LAST_ANSWER = 10  # times the timeout of any other reply
_CLOSING = 421  # the server closes; after the message this says nothing about its fate


def deliver(
    server: MailServer, password: str, sender: str, recipient: str, message: bytes
) -> DeliveryResult:
    """Hand one message to one recipient. Never raises for faults of the server or network."""
    try:
        connection = _connect(server, password, sender)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return DeliveryResult("unreachable", f"The mail server cannot be used: {_plain(error)}.")
    try:
        return _hand_over(connection, sender, recipient, message)
    finally:
        _take_leave(connection)


def _connect(server: MailServer, password: str, sender: str) -> Connection:
    """A connection ready for a message: encrypted, server verified, logged in."""
    ourselves = sender.partition("@")[2]  # do not reveal this machine's name
    place, patience = (server.host, server.usual_port), server.timeout_seconds
    if server.tls == "tls":
        connection: Connection = EncryptedConnection(
            *place, ourselves, timeout=patience, context=ssl.create_default_context()
        )
    else:
        connection = Connection(*place, ourselves, timeout=patience)
    try:
        if server.tls == "starttls":
            # Without an explicit context it would accept any certificate.
            code, answer = connection.starttls(context=ssl.create_default_context())
            if code != 220:
                raise smtplib.SMTPResponseException(code, answer)
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, password)
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_over(
    connection: Connection, sender: str, recipient: str, message: bytes
) -> DeliveryResult:
    """Before the final dot the server has no complete message, so a failure is certain."""
    try:
        for command, wanted in (
            (f"MAIL FROM:<{sender}>", (250,)),
            (f"RCPT TO:<{recipient}>", (250, 251)),
            ("DATA", (354,)),
        ):
            code, answer = connection.docmd(command)
            if code not in wanted:
                return _refused(command.partition(":")[0], code, answer, recipient)
        connection.send(_LINE_WITH_DOT.sub(b"..", message))
    except (OSError, smtplib.SMTPException) as error:
        why = _plain(error, recipient)
        return DeliveryResult(
            "later", f"The mail server broke off before it had the e-mail: {why}."
        )
    return _last_word(connection, recipient)


def _last_word(connection: Connection, recipient: str) -> DeliveryResult:
    """Send the final dot: only a clear reply tells whether the server took the message."""
    connection.handed_over()
    try:
        if connection.sock:
            connection.sock.settimeout(_LAST_ANSWER * (connection.sock.gettimeout() or 1))
        connection.send(b".\r\n")
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        why = _plain(error, recipient)
        return DeliveryResult(
            "unknown", f"The mail server had the e-mail and did not answer: {why}."
        )
    if 200 <= code < 300:
        return DeliveryResult("sent", "")
    if not 400 <= code < 600 or code == _CLOSING:
        words = describe_answer(code, answer, recipient)
        return DeliveryResult(
            "unknown", f"The mail server had the e-mail and answered unclearly: {words}."
        )
    return _refused("message", code, answer, recipient)


def _take_leave(connection: Connection) -> None:
    """Say QUIT without waiting for a reply: the fate of the message is settled."""
    with suppress(OSError, smtplib.SMTPException):
        connection.putcmd("QUIT")
    connection.close()


def _refused(what: str, code: int, answer: bytes, recipient: str) -> DeliveryResult:
    message = f"The mail server refused it ({what}): {describe_answer(code, answer, recipient)}."
    return DeliveryResult("failed" if 500 <= code < 600 else "later", message)


def _plain(error: Exception, recipient: str = "") -> str:
    """An error in plain words, without any address."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        raw = answer if isinstance(answer, bytes) else answer.encode()
        return describe_answer(error.smtp_code, raw, recipient)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message.rstrip('.')})"
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, UnicodeError):
        return "its name, the user or the password has a character that SMTP cannot carry"
    words = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
    return describe_answer(0, words.encode(), recipient).removeprefix("0 ").rstrip(".")
