"""Where an agent sits: the database, who it is, the clock and the limits; every service has one."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from fbtui.config import Shop
from fbtui.domain.outcome import Refused
from fbtui.domain.rules import Limits
from fbtui.store.database import CannotWrite, Database

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Seat:
    """What services share. `clock` answers with an aware moment in UTC; `shops` are the configuration's."""

    database: Database
    agent: str
    clock: Callable[[], datetime]
    limits: Limits
    shops: tuple[Shop, ...] = ()

    def beside(self) -> Seat:
        """The same seat for another thread, with a connection of its own."""
        return replace(self, database=self.database.sibling())


def refusing(act: Callable[P, R]) -> Callable[P, R | Refused]:
    """An act whose failure to write is an answer: the sentence, with nothing changed.

    A failure outside the write lane (no room for a file's rows beside the desk) is one too.
    """

    @functools.wraps(act)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R | Refused:
        try:
            return act(*args, **kwargs)
        except CannotWrite as why:
            return Refused(str(why))
        except sqlite3.OperationalError as error:
            return Refused(f"The desk could not be read ({error}); nothing was changed.")

    return answered
