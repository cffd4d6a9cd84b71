"""Runs configured programs with a text on standard input: without a shell, only on request, with limits."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from select import PIPE_BUF
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import IO

from fbtui.domain.outcome import Refused

_PATIENCE = 60  # seconds
_MOST = 1_000_000  # bytes of output


def run_command(key: str, command: str, text: str, **environment: str) -> str | Refused:
    """The command's output. `key` is its name in the configuration.

    Its stderr may contain anyone's words and is not repeated.
    """
    until = time.monotonic() + _PATIENCE
    try:
        with _running(shlex.split(command), environment) as program:
            output = _exchange(program, text.encode("utf-8", "replace"), until)
            if len(output) > _MOST:
                return Refused(f"{key} wrote more than {_MOST:,} bytes and was ended.")
            code = program.wait(max(until - time.monotonic(), 0))
    except (OSError, ValueError, IndexError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        return Refused(f"{key} could not be run ({why}); run it by hand.")
    except subprocess.TimeoutExpired:
        return Refused(f"{key} took longer than {_PATIENCE} seconds and was ended.")
    if code:
        return Refused(f"{key} ended with code {code}; run it by hand.")
    return output.decode("utf-8", "replace")


@contextmanager
def _running(words: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The program, in a session of its own, so that its children end with it if it must be ended."""
    program = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    with program:
        try:
            yield program
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)


def _exchange(program: subprocess.Popen[bytes], text: bytes, until: float) -> bytes:
    """Write the text and read the output, a little more than `_MOST` at most. Raises TimeoutExpired."""
    assert program.stdin and program.stdout
    output, left = bytearray(), memoryview(text)
    with DefaultSelector() as waiting:
        waiting.register(program.stdout, EVENT_READ)
        waiting.register(program.stdin, EVENT_WRITE)
        while waiting.get_map():
            ready = waiting.select(max(until - time.monotonic(), 0))
            if not ready:
                raise subprocess.TimeoutExpired(program.args, _PATIENCE)
            for key, _ in ready:
                if key.fileobj is program.stdout:
                    if not (chunk := os.read(key.fd, 1 << 16)):
                        waiting.unregister(program.stdout)
                    output += chunk
                elif not (left := _written(program.stdin, left)):
                    waiting.unregister(program.stdin)
                    program.stdin.close()
            if len(output) > _MOST:
                break
    return bytes(output)


def _written(stdin: IO[bytes], text: memoryview) -> memoryview:
    """Write what the pipe takes without waiting; the rest, or nothing if the program reads no more."""
    try:
        return text[os.write(stdin.fileno(), text[:PIPE_BUF]) :]
    except BrokenPipeError:
        return text[:0]
