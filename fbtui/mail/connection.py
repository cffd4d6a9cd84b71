"""An SMTP connection with limits on the length and duration of every reply."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from contextlib import suppress
from typing import Any

_LONGEST_REPLY = (
    64 * 1024
)  # bytes; RFC 5321 allows 512 a line, and real greetings have several lines
_BLOCK = 4096
_WHOLE_TALK = 10  # times the timeout of one reply, until the message has been handed over


class _EndlessError(OSError):
    """The server's reply is too long or takes too long."""


class _Replies:
    """Stands in for smtplib's socket file: lines, with limits for each reply."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._read = connection, b""
        self._patience = connection.gettimeout() or 1.0
        self.begin()

    def begin(self) -> None:
        """Start waiting for another reply."""
        self._patience = self._connection.gettimeout() or self._patience
        self._until, self._left = time.monotonic() + self._patience, _LONGEST_REPLY

    def readline(self, longest: int) -> bytes:
        while b"\n" not in self._read and len(self._read) < longest:
            if not (block := self._receive()):
                break
            self._read += block
        end = min(longest, self._read.find(b"\n") + 1 or len(self._read))
        line, self._read = self._read[:end], self._read[end:]
        self._left -= len(line)
        if self._left < 0:
            raise _EndlessError("it answers without end")
        return line

    def _receive(self) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            raise _EndlessError("it did not answer in time")
        self._connection.settimeout(left)
        try:
            return self._connection.recv(_BLOCK)
        except TimeoutError as late:
            raise _EndlessError("it did not answer in time") from late
        finally:
            self._connection.settimeout(self._patience)

    def close(self) -> None:
        """Nothing to do: whoever opened the connection closes it."""


class Connection(smtplib.SMTP):
    """SMTP with a limit for each reply and for the whole dialogue; `handed_over` lifts the latter."""

    _twin: socket.socket | None = None
    _end: threading.Timer | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        # A duplicate, because TLS takes over the first socket; it is only used for shutdown.
        self._twin = made.dup()
        self._end = threading.Timer(_WHOLE_TALK * timeout, self._shut)
        self._end.daemon = True
        self._end.start()
        return made

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file: Any = _Replies(self.sock)
        elif isinstance(self.file, _Replies):
            self.file.begin()
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected as ended:
            if isinstance(ended.__context__, _EndlessError):
                raise smtplib.SMTPServerDisconnected(str(ended.__context__)) from ended
            raise

    def handed_over(self) -> None:
        """From here on only the single reply is limited."""
        if self._end is not None:
            self._end.cancel()

    def close(self) -> None:
        self.handed_over()
        super().close()
        if self._twin is not None:
            self._twin.close()

    def _shut(self) -> None:
        with suppress(OSError):
            if self._twin is not None:
                self._twin.shutdown(socket.SHUT_RDWR)


class EncryptedConnection(smtplib.SMTP_SSL, Connection):
    """The same, encrypted from its first byte."""
