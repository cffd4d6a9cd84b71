"""A reader in a process of its own: the one that draws never loads the model.

The process is started when it is first asked, answers a line of JSON with a line of JSON, and ends by
itself when nobody has asked for a while; its memory is then given back. It is started again when needed.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from fbtui.domain.outcome import RefusedInput
from fbtui.understanding.reader import Guess, Reader

_IDLE = 600.0  # seconds without a question
_GONE = "What the words mean could not be read: the reader's process ended; try again."


class ReaderBeside:
    """Asks the process; for any thread, one question at a time."""

    def __init__(self, own: Path | None = None) -> None:
        self._here = Reader(own)  # for its version alone: it loads nothing
        self._own = own
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()
        self._labels: dict[str, tuple[str, ...]] = {}

    @property
    def version(self) -> str:
        return self._here.version

    @property
    def is_warm(self) -> bool:
        """Whether a question is answered within milliseconds."""
        return self._process is not None and self._process.poll() is None

    def labels(self, head: str) -> tuple[str, ...]:
        if head not in self._labels:
            self._labels[head] = tuple(self._ask({"head": head}))
        return self._labels[head]

    def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> list[Guess]:
        """As `Reader.guesses`; the first time it takes as long as the model needs to load."""
        if not texts:
            return []
        told = self._ask({"head": head, "texts": list(texts), "kinds": list(kinds)})
        return [
            Guess(label, margin, tuple(scores), tuple((a, b, topic) for a, b, topic in clauses))
            for label, margin, scores, clauses in told
        ]

    def forget(self) -> None:
        """End the process: examples were changed, or nobody is left to ask."""
        with self._lock:
            self._here = Reader(self._own)
            self._labels.clear()
            if self._process is not None:
                self._process.kill()
                self._process.communicate()
                self._process = None

    def _ask(self, question: dict[str, Any]) -> Any:
        with self._lock:
            answer = self._asked(question) or self._asked(question)  # it may have just gone to rest
        if answer is None:
            raise RefusedInput(_GONE)
        if "refused" in answer:
            raise RefusedInput(answer["refused"])
        return answer["answer"]

    def _asked(self, question: dict[str, Any]) -> dict[str, Any] | None:
        if not self.is_warm:
            self._process = _started(self._own)
        assert self._process is not None and self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self._process.kill()
            self._process.communicate()
            self._process = None
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer


def _started(own: Path | None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", __name__, *([str(own)] if own else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=same_program(),
        start_new_session=True,  # Ctrl+C is its owner's business
    )


def same_program() -> dict[str, str]:
    """The environment in which another process finds this very fbtui."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _answer_all(reader: Reader) -> None:
    """What the process does until its owner is gone or has nothing to ask for long."""
    while select.select([sys.stdin], [], [], _IDLE)[0] and (line := sys.stdin.readline()):
        sys.stdout.write(json.dumps(_answered(reader, json.loads(line))) + "\n")
        sys.stdout.flush()


def _answered(reader: Reader, question: dict[str, Any]) -> dict[str, Any]:
    try:
        if "texts" not in question:
            return {"answer": reader.labels(question["head"])}
        return {"answer": reader.guesses(question["head"], question["texts"], question["kinds"])}
    except RefusedInput as why:
        return {"refused": str(why)}


if __name__ == "__main__":
    _answer_all(Reader(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
