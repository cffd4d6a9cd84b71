"""Routing of many comments at once: in this process, or beside it in a second one."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections import deque
from itertools import cycle
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Protocol

from fbtui.domain.feedback import Fulfilment
from fbtui.services.rulebook import Rulebook

Question = tuple[
    str, int, Fulfilment, bool | None
]  # comment, stars, fulfilment, Buy Shipping on time
Answer = tuple[str, str]  # lane and ground, "" for none
_Short = tuple[list[Answer], list[int]]  # the different answers, and which of them each one is

_MOST = 4  # processes; reading and storing the rows keeps no more of them busy
_SIZE = 8  # bytes that say how long a message is


class Router(Protocol):
    """Is asked lists of questions, and answers them in their order; meanwhile its owner goes on."""

    def ask(self, questions: list[Question]) -> None: ...

    def answer(self) -> list[Answer]: ...

    def close(self) -> None: ...


class RouterHere:
    """Routes in this process, when the answer is wanted."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._asked: deque[list[Question]] = deque()

    def ask(self, questions: list[Question]) -> None:
        self._asked.append(questions)

    def forget(self) -> None:
        """The oldest list was answered elsewhere."""
        self._asked.popleft()

    def answer(self) -> list[Answer]:
        return answers(self._asked.popleft(), self._rulebook)

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
        if found is None:
            return self._here.answer()
        self._here.forget()
        places, which = found
        return [places[each] for each in which]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


class RouterCrew:
    """As many of them as there are processors: each takes the next list in turn."""

    def __init__(self, rulebook: Rulebook) -> None:
        count = min(os.cpu_count() or 1, _MOST)
        self._routers = [RouterBeside(rulebook) for _ in range(count)]
        self._asked, self._answered = cycle(self._routers), cycle(self._routers)

    def ask(self, questions: list[Question]) -> None:
        next(self._asked).ask(questions)

    def answer(self) -> list[Answer]:
        return next(self._answered).answer()

    def close(self) -> None:
        for router in self._routers:
            router.close()


def answers(questions: list[Question], rulebook: Rulebook) -> list[Answer]:
    """Lane and ground of each comment."""
    from fbtui.domain.routing import place

    rules = rulebook.rules
    return [(lane, ground or "") for lane, ground in (place(*each, rules) for each in questions)]


def _short(found: list[Answer]) -> _Short:
    """The same answers in few bytes: they fit into the pipe before anybody reads them."""
    places = list(dict.fromkeys(found))
    number = {place: nth for nth, place in enumerate(places)}
    return places, [number[place] for place in found]


def _send(pipe: IO[bytes], message: list[Question] | _Short) -> None:
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
    rulebook, asked = Rulebook(Path(sys.argv[1])), SimpleQueue[Any]()

    def listen() -> None:
        """Take in the next questions while the ones before are answered: the owner must not wait."""
        while (questions := _receive(sys.stdin.buffer)) is not None:
            asked.put(questions)
        asked.put(None)

    Thread(target=listen, daemon=True).start()
    while (questions := asked.get()) is not None:
        _send(sys.stdout.buffer, _short(answers(questions, rulebook)))


if __name__ == "__main__":
    _answer_all()
