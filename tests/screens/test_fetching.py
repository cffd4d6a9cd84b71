"""Fetching reports from the rooms: work goes on, the end is told, and nobody waits for it when leaving."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from fbtui.config import Shop
from fbtui.services.desk import Desk, open_desk
from fbtui.services.sync import sync
from fbtui.store.locks import alone_at
from tests.amazon.stand_in import HEADER, Amazon, order_of

Open = Any
ROW = "11/19/26\t1\tNever arrived, nobody answers\t\t114-8766213-0000009\t\n"


@pytest.fixture
def amazon(clock: Any) -> Iterator[Amazon]:
    made = Amazon(clock)
    made.rows = lambda report: (
        (HEADER + ROW).encode() if "FEEDBACK" in report["reportType"] else b"{}"
    )
    made.orders = {"114-8766213-0000009": order_of("114-8766213-0000009", "MUG", "AMAZON")}
    yield made
    made.close()


@pytest.fixture
def fetching(
    desk: Desk, amazon: Amazon, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The desk of eight, with the API configured; pauses between two looks at Amazon set the clock forward."""
    monkeypatch.setenv("SECRET", "needle-secret")
    monkeypatch.setenv("TOKEN", "needle-token")
    monkeypatch.setattr(sync, "sleep", lambda seconds: clock.pass_by(seconds=seconds))
    application = amazon.application()
    shop = Shop(name="Nordlicht Home", marketplaces=("US",), refresh_token_env="TOKEN")
    opened = open_desk(
        desk.context.database.path, "mara", clock=clock, shops=(shop,), amazon=application
    )
    yield opened
    opened.close()


async def test_a_key_fetches_while_the_agent_works_on(
    fetching: Desk, amazon: Amazon, sit_down: Open
) -> None:
    gate, rows = threading.Event(), amazon.rows
    amazon.rows = lambda report: rows(report) if gate.wait(60) else b""
    async with sit_down(fetching) as shift:

        def bar() -> str:
            return str(shift.screen.bar.content)

        assert "not all fetched" in bar()
        await shift.press("F")
        assert "fetching" in bar()
        await shift.press("F")
        assert shift.said == "Fetching already; go on working."
        await shift.press("j", "e")
        assert shift.said.startswith("Order 114-8766213-0000002: done"), "nothing waits for Amazon"
        await shift.press("f4", "f2")
        assert "fetching" in bar(), "leaving the room ends nothing"
        gate.set()
        await shift.until(lambda: "fetching" not in bar())
        assert "Nordlicht Home US feedback: fetched, 1 row: 1 new, 0 changed" in shift.said
        assert "Nordlicht Home na: 1 order found" in shift.said, shift.said
        assert "9" in shift.orders
        await shift.until(lambda: "fetched 0m ago" in bar())
        await shift.pilot.resize_terminal(80, 24)
        await shift.rest()
        assert bar().endswith("fetched 0m ago  mara"), "whole at 80 columns too"
        await shift.press("F")
        await shift.until(lambda: "fetching" not in bar())
        assert shift.said.startswith("Nothing is due; the next report in ")


async def test_reports_asked_by_hand_and_fetched_ones_are_one_list(
    fetching: Desk, amazon: Amazon, sit_down: Open
) -> None:
    fetching.health.notices.ask_for("Order defects, 60 days", account="Nordlicht Home")
    amazon.fault("sign-in", 400, {"error": "invalid_grant"})
    async with sit_down(fetching) as shift:
        await shift.press("f4", "F")
        await shift.until(lambda: "fetching" not in str(shift.screen.bar.content))
        who = "Nordlicht Home US feedback, Nordlicht Home US performance"
        assert shift.said.startswith(f"{who}: Amazon no longer takes the refresh token"), shift.said
        await shift.press("r")
        menu = shift.screen.menu
        lines = [str(menu.get_option_at_index(nth).prompt) for nth in range(menu.option_count)]
        [waiting] = [nth for nth, line in enumerate(lines) if "US · Feedback report" in line]
        assert "▲ waits for a person" in lines[waiting]
        assert any("● asked" in line and "Order defects, 60 days" in line for line in lines)
        menu.highlighted = waiting
        await shift.press("enter")
        assert "Enter tries again now" in "\n".join(shift.lines())
        await shift.press("enter")
        await shift.until(lambda: "fetching" not in str(shift.screen.bar.content))
        assert "Nordlicht Home US feedback: fetched, 1 row: 1 new" in shift.said


async def test_it_is_refused_plainly_unconfigured_read_only_or_while_another_fetches(
    desk: Desk, fetching: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("F")
        assert shift.said.startswith("Amazon's API is not configured: [amazon] in config.toml")
    path, context = desk.context.database.path, fetching.context
    with alone_at(path, "sync"):
        async with sit_down(fetching) as shift:
            await shift.press("F")
            await shift.until(lambda: shift.said.startswith("Another program"))
            assert shift.said.startswith("Another program is fetching for this desk")
    twice = Shop(name="North", marketplaces=("US", "DE"), refresh_token_env="TOKEN")
    mistaken = open_desk(path, "jo", clock=context.clock, shops=(twice,), amazon=fetching._amazon)
    async with sit_down(mistaken) as shift:
        assert "cannot fetch (F says why)" in str(shift.screen.bar.content)
        await shift.press("F")
        await shift.until(lambda: "account North has one refresh token" in shift.said)
        assert "account North has one refresh token for US, DE" in shift.said
    mistaken.close()
    looker = open_desk(path, "jo", clock=context.clock, shops=context.shops, read_only=True)
    async with sit_down(looker) as shift:
        await shift.press("F")
        assert shift.said == "The desk is open read-only; nothing was changed."
    looker.close()


async def test_leaving_waits_for_no_answer_of_amazons(
    fetching: Desk, amazon: Amazon, sit_down: Open
) -> None:
    gate, asked = threading.Event(), threading.Event()

    def silent(_: Any) -> bytes:
        asked.set()
        gate.wait(60)
        return b""

    amazon.rows = silent
    async with sit_down(fetching) as shift:
        await shift.press("F")
        await shift.until(asked.is_set)
        await shift.press("q")
    assert asked.is_set() and not gate.is_set(), "the program ended while Amazon was silent"
    left = fetching.sync.standings()
    gate.set()
    assert {each.last.state for each in left if each.last} <= {"asked", "asking", "ready"}
