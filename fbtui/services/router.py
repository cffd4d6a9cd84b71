"""Routing of many comments at once: in this process, or beside it in a second one."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, Protocol

from fbtui.domain.feedback import Fulfilment
from fbtui.services.rulebook import Rulebook

Question = tuple[
    str, int, Fulfilment, bool | None
]  # comment, stars, fulfilment, Buy Shipping on time
Answer = tuple[str, str]  # lane and ground, "" for none

_SIZE = 8  # bytes that say how long a message is


class Router(Protocol):
    """Is asked a list of questions, does them while its owner does something else, and answers."""

    def ask(self, questions: list[Question]) -> None: ...

    def answer(self) -> list[Answer]: ...

    def close(self) -> None: ...


class RouterHere:
    """Routes in this process, when the answer is wanted."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._asked: list[Question] = []

    def ask(self, questions: list[Question]) -> None:
        self._asked = questions

    def answer(self) -> list[Answer]:
        return answers(self._asked, self._rulebook)

    def close(self) -> None:
        """There is nothing to close."""


class RouterBeside:
    """Routes in a process of its own, which ends with its owner; without it, here."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._here = RouterHere(rulebook)
        # It must find this very fbtui, whatever this program was started from.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(rulebook.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl+C is its owner's business
        )

    def ask(self, questions: list[Question]) -> None:
        self._here.ask(questions)
        assert self._process.stdin is not None
        try:
            _send(self._process.stdin, questions)
        except OSError:
            self.close()

    def answer(self) -> list[Answer]:
        pipe = self._process.stdout
        found = _receive(pipe) if pipe is not None and not pipe.closed else None
        return self._here.answer() if found is None else found

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def answers(questions: list[Question], rulebook: Rulebook) -> list[Answer]:
    """Lane and ground of each comment."""
    from fbtui.domain.routing import place

    rules = rulebook.rules
    return [(lane, ground or "") for lane, ground in (place(*each, rules) for each in questions)]


def _send(pipe: IO[bytes], message: list[Question] | list[Answer]) -> None:
    data = marshal.dumps(message)
    pipe.write(len(data).to_bytes(_SIZE, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """One message; None when the other side is gone."""
    size = int.from_bytes(pipe.read(_SIZE), "big")
    data = pipe.read(size)
    return marshal.loads(data) if size and len(data) == size else None


def _answer_all() -> None:
    """What the second process does until its owner is gone."""
    rulebook = Rulebook(Path(sys.argv[1]))
    while (questions := _receive(sys.stdin.buffer)) is not None:
        _send(sys.stdout.buffer, answers(questions, rulebook))


if __name__ == "__main__":
    _answer_all()
