"""What an act answers: done, or refused with the sentence that the agent reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """The act is committed; `said` is the sentence for the status line.

    Where it was done to many: the ids of what `changed`, and of what was `left` as it was, with the reason.
    """

    said: str
    changed: tuple[int, ...] = ()
    left: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed; `why` is the sentence that the agent reads."""

    why: str


@dataclass(frozen=True, slots=True)
class AsBefore(Refused):
    """What was asked for is so already: nothing was changed, and nothing is wrong. `left` as in `Done`."""

    left: tuple[tuple[int, str], ...] = ()


Outcome = Done | Refused


class RefusedInput(Exception):  # noqa: N818 (it is a refusal, not a fault of the program)
    """Input that cannot be taken. `str()` is one plain sentence: file, line, what to do.

    Raised below the services while a file or a value is read; the command line turns it into
    exit code 3, the services into a `Refused`.
    """
