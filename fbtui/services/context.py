"""The context shared by all services: database, agent, clock, limits."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from fbtui.config import Shop, config_folder
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Viewpoint
from fbtui.domain.limits import Limits
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.domain.seller_central import SellerCentral, SellerPage
from fbtui.domain.sync.product import TroubleRule
from fbtui.services.feedback.rulebook import Rulebook
from fbtui.store.database import Database
from fbtui.store.locks import CannotWrite
from fbtui.understanding.reader import Reader, Reading, reader_of
from fbtui.understanding.reader_process import ReaderBeside

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Context:
    """The shared context. `clock` returns an aware moment in UTC; `shops` come from the configuration."""

    database: Database
    agent: str
    clock: Callable[[], datetime]
    limits: Limits
    shops: tuple[Shop, ...] = ()
    seller_central: SellerCentral = field(default_factory=SellerCentral)
    trouble: TroubleRule = field(default_factory=TroubleRule)
    rulebook: Rulebook = field(default_factory=Rulebook)
    reader: Reading = field(default_factory=lambda: reader_of(config_folder()))

    @property
    def viewpoint(self) -> Viewpoint:
        """This agent's viewpoint on a view now."""
        return Viewpoint(self.agent, self.clock(), self.limits, self.trouble)

    def link(self, page: SellerPage, feedback: Feedback) -> str:
        """The link for a feedback: to the Feedback Manager or to its order."""
        return self.seller_central.link(page, feedback.marketplace, feedback.order_id)

    @property
    def needs_reader_process(self) -> bool:
        """Whether reading needs the model, and therefore a separate process."""
        return isinstance(self.reader, Reader | ReaderBeside)

    def for_thread(self) -> Context:
        """The same context for another thread, with its own connection."""
        return replace(self, database=self.database.sibling())


def why_not_there(context: Context, target: Path) -> str | None:
    """Why a file cannot be written at `target` (it belongs to the desk itself); None if it can."""
    if not context.database.owns(target):
        return None
    return f"{target} is a file of the desk itself: name another file."


def as_outcome(act: Callable[P, R]) -> Callable[P, R | Refused]:
    """Turn an act's failure to read or write into a Refused; nothing is changed then.

    This includes failures outside the write lock, such as no room for a file's temporary rows.
    """

    @functools.wraps(act)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R | Refused:
        try:
            return act(*args, **kwargs)
        except (CannotWrite, RefusedInput) as why:  # the latter: a content file with a mistake
            return Refused(str(why))
        except sqlite3.OperationalError as error:
            return Refused(f"The desk could not be read ({error}); nothing was changed.")

    return wrapper
