"""A mail server on loopback that disconnects, hangs or refuses at any point."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO

# The dialogue, in order: `body` is in the middle of the message, `dot` is when all of it has arrived
# and been stored (before the reply), `after` follows the final 250.
POINTS = ("banner", "ehlo", "mail", "rcpt", "data", "body", "dot", "after")
_GOOD = {
    "banner": "220 ready",
    "ehlo": "250 loopback",
    "mail": "250 fine",
    "rcpt": "250 fine",
    "data": "354 go ahead",
    "dot": "250 taken",
}
_PATIENCE = 20  # seconds; no test waits this long


class _HungUpError(Exception):
    """This connection has ended."""


@dataclass
class FaultServer:
    """`faults` holds one {point: fault} for each connection; after the last, all goes well.

    A fault is `close`, `reset`, `hang`, `endless` (an answer of lines that never end), `drip` (a character
    now and then), `lose` (at the dot: do not take the message, close), `pause`
    (wait for `go`), or a line that is answered instead.
    """

    faults: list[dict[str, str]] = field(default_factory=list)
    delivered: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    talks: list[threading.Thread] = field(default_factory=list)
    port: int = 0

    def message_ids(self) -> list[str]:
        """The IDs of all stored messages, with repeats."""
        heads = [each.partition(b"\r\n\r\n")[0].decode() for each in self.delivered]
        return [
            line.partition(": ")[2]
            for head in heads
            for line in head.split("\r\n")
            if line.startswith("Message-ID: ")
        ]

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:  # closed at the end of the test
                return
            self.connections += 1
            faults = self.faults.pop(0) if self.faults else {}
            talk = threading.Thread(target=self._talk, args=(connection, faults), daemon=True)
            self.talks.append(talk)
            talk.start()

    def let_go(self) -> None:
        """End every pause, and wait until all arrived messages are stored."""
        self.go.set()
        for talk in self.talks:
            talk.join(_PATIENCE)

    def _talk(self, connection: socket.socket, faults: dict[str, str]) -> None:
        connection.settimeout(_PATIENCE)
        with connection, connection.makefile("rb") as lines, suppress(OSError, _HungUpError):
            _Dialogue(self, connection, lines, faults).run()


@dataclass
class _Dialogue:
    server: FaultServer
    connection: socket.socket
    lines: BinaryIO
    faults: dict[str, str]

    def run(self) -> None:
        self.answer("banner")
        for line in self.lines:
            verb = line[:4].decode("ascii", "replace").strip().lower()
            if verb == "quit":
                return
            if verb == "data":
                self.answer("data")
                self.take_message()
            elif verb in ("ehlo", "helo"):
                self.answer("ehlo")
            else:
                if verb == "rcpt":
                    self.server.recipients.append(line.decode().strip())
                self.answer(verb)

    def take_message(self) -> None:
        message = b""
        if "body" in self.faults:
            message = self.lines.read(100)
            self.fail(self.faults["body"])
        for line in self.lines:
            if line == b".\r\n":
                break
            message += line.removeprefix(b".") if line.startswith(b".") else line
        else:
            raise _HungUpError  # cut off: a server discards such a message
        if self.faults.get("body", "pause") != "pause":
            return  # it has replied early, and accepts nothing more
        fault = self.faults.get("dot", "")
        if fault != "lose" and not fault[:1].isdigit():
            self.server.delivered.append(message)
        self.answer("dot")
        if "after" in self.faults:
            self.fail(self.faults["after"])

    def answer(self, point: str) -> None:
        if fault := self.faults.get(point):
            self.fail(fault)
            if fault != "pause":
                return
        self.say(_GOOD.get(point, "250 fine"))

    def fail(self, fault: str) -> None:
        if fault in ("close", "lose"):
            raise _HungUpError
        if fault == "reset":
            # Closing with no time to linger sends RST instead of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise _HungUpError
        if fault in ("hang", "pause", "endless", "drip"):
            self.server.reached.set()
        if fault in ("hang", "pause"):
            self.server.go.wait(_PATIENCE)
            if fault == "hang":
                raise _HungUpError
            return
        if fault == "endless":
            while True:
                self.connection.sendall(b"220-and another thing\r\n" * 1000)
        if fault == "drip":
            for sign in b"220-" * 1000:
                self.connection.sendall(bytes([sign]))
                self.server.go.wait(0.02)
        self.say(fault)

    def say(self, line: str) -> None:
        self.connection.sendall(f"{line}\r\n".encode())


@contextmanager
def serving(*faults: dict[str, str]) -> Iterator[FaultServer]:
    """A server on a free loopback port, for the duration of the block."""
    server = FaultServer(list(faults))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        threading.Thread(target=server.serve, args=(listening,), daemon=True).start()
        try:
            yield server
        finally:
            server.go.set()
            listening.shutdown(socket.SHUT_RDWR)
