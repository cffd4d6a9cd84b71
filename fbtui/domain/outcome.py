"""The outcome of an act: done, or refused with a sentence for the agent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """The act is committed; `message` is the sentence for the status line.

    For an act on several feedbacks: the ids of those `changed`, and those `left` alone with the reason.
    """

    message: str
    changed: tuple[int, ...] = ()
    left: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed; `why` is the sentence the agent reads."""

    why: str


@dataclass(frozen=True, slots=True)
class AsBefore(Refused):
    """It is already as requested: nothing was changed, and nothing is wrong. `left` as in `Done`."""

    left: tuple[tuple[int, str], ...] = ()


Outcome = Done | Refused


class RefusedInput(Exception):  # noqa: N818 (a refusal, not a program error)
    """Unusable input. `str()` is one plain sentence: file, line, what to do.

    Raised below the services while a file or value is read; the command line turns it into exit
    code 3, the services into a `Refused`.
    """
