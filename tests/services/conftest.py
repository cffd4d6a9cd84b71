"""A desk with e-mails in its outbox, and a mail server of its own on loopback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fbtui.config import Shop
from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk

Make = Callable[..., Any]
SHOPS = (Shop(name="main", sender="service@nordwind.example"),)


def mail_server(port: int, **settings: Any) -> MailServer:
    settings = {"timeout_seconds": 5, "retry_minutes": (2, 10), **settings}
    return MailServer(host="127.0.0.1", port=port, tls="none", **settings)


@pytest.fixture
def office(sit: Make) -> Callable[..., Desk]:
    """Open this test's desk for an agent who can send through the server on a port."""

    def open_for(port: int, agent: str = "mara", **settings: Any) -> Desk:
        found = sit(agent, shops=SHOPS, smtp=mail_server(port, **settings))
        assert isinstance(found, Desk)
        return found

    return open_for


@pytest.fixture
def queued(report: Make, row: Make, take: Make, order: Make) -> Callable[[Desk, int], list[int]]:
    """Import so many feedbacks and put an e-mail about each into the outbox; their ids."""

    def put(desk: Desk, many: int) -> list[int]:
        take(desk, report(*(row(nth) for nth in range(1, many + 1))))
        ids = [desk.inbox.on_order(order(nth))[0].id for nth in range(1, many + 1)]
        for each in ids:
            desk.letters.keep(each, "email", "Problem with order", f"Dear buyer of {each}")
            assert isinstance(desk.outbox.queue(each, f"Dear buyer of {each}"), Done)
        return ids

    return put
