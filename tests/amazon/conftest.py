"""A desk that fetches from a stand-in on loopback; pauses advance the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from fbtui.config import Shop
from fbtui.domain.watch.settings import Watch
from fbtui.services.desk import Desk
from fbtui.services.sync.sync import Sync, SyncSummary, Wanted
from fbtui.store.database import Database
from tests.amazon.stand_in import Amazon

SECRET, TOKEN = "needle-secret", "needle-token"
QUIET = Watch(alerts=())


@pytest.fixture
def amazon(clock: Any) -> Iterator[Amazon]:
    made = Amazon(clock)
    yield made
    made.close()


@pytest.fixture
def fetching(
    sit: Callable[..., Desk], amazon: Amazon, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Desk]:
    """Open this test's desk for accounts whose refresh tokens are their names, or the needle."""
    monkeypatch.setenv("SECRET", SECRET)

    def open_for(
        *accounts: str, places: tuple[str, ...] = ("US",), watch: Watch = QUIET, **settings: Any
    ) -> Desk:
        shops = []
        for name in accounts or ("main",):
            variable = f"TOKEN_{name.upper()}"
            monkeypatch.setenv(variable, f"{TOKEN}-{name}")
            shops.append(Shop(name=name, marketplaces=places, refresh_token_env=variable))
        application = amazon.application(**settings)
        return sit(shops=tuple(shops), amazon=application, watch=watch)

    return open_for


@pytest.fixture
def run(clock: Any) -> Callable[..., SyncSummary]:
    """One run of the program; pauses advance the clock."""

    def go(desk: Desk, wait: float = 0, **wanted: Any) -> SyncSummary:
        sync = Sync(
            desk.context, desk._amazon, pause=lambda seconds: clock.forward(seconds=seconds)
        )
        ended = sync.run(Wanted(**wanted), wait=wait)
        assert isinstance(ended, SyncSummary), ended
        return ended

    return go


class Killed(Exception):  # noqa: N818 (a signal, no error)
    """Simulates SIGKILL: nothing runs after it."""


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Kill what runs inside at its nth write, before or after that is committed."""
    writing = Database.writing

    @contextmanager
    def at(nth: int, before_commit: bool) -> Iterator[None]:
        left = nth

        def cut(self: Database, patience: float | None = None) -> Any:
            @contextmanager
            def lane() -> Any:
                nonlocal left
                left -= 1
                with writing(self, patience) as connection:
                    yield connection
                    if left == 0 and before_commit:
                        raise Killed
                if left == 0:
                    raise Killed

            return lane()

        with monkeypatch.context() as patched, suppress(Killed):
            patched.setattr(Database, "writing", cut)
            yield

    return at
