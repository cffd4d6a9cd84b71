"""No e-mail twice and none falsely sent: faults, several senders at once, kill -9 at every point."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.letters.sending import SendSummary
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk
from tests.mail.fault_server import POINTS, FaultServer, serving

ROOT = Path(__file__).parents[2]
DOSE = int(os.environ.get("FBTUI_DOSE", "1"))
Make = Callable[..., Any]

SENDER = """
import sys
from pathlib import Path
from fbtui.config import Shop
from fbtui.domain.letters.mail_server import MailServer
from fbtui.services.desk import open_desk
path, agent, port = sys.argv[1:]
server = MailServer(host="127.0.0.1", port=int(port), tls="none", timeout_seconds=60)
shops = (Shop(name="main", sender="service@nordwind.example"),)
desk = open_desk(Path(path), agent, shops=shops, smtp=server, patience=30)
print(desk.send_mail(lambda step: None, at_once=True))
"""


def sender(desk: Desk, server: FaultServer, agent: str = "mara") -> subprocess.Popen[str]:
    words = [sys.executable, "-c", SENDER, str(desk.context.database.path), agent, str(server.port)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=-1, text=True)


def assert_kept(desk: Desk, server: FaultServer, many: int) -> Counter[str]:
    """The promise; answers with the letters' states."""
    entries = desk.outbox.entries(newest=1000)
    assert len(entries) == many
    taken = Counter(server.message_ids())
    assert set(taken) <= {each.message_id for each in entries}
    for each in entries:
        count = taken[each.message_id]
        assert count <= 1, f"{each.order_id} was sent {count} times"
        if each.state == "sent":
            assert count == 1, f"{each.order_id} is falsely “sent”"
        elif each.state != "unknown":
            assert count == 0, f"{each.order_id} is {each.state}, but it has left"
    return Counter(each.state for each in entries)


@pytest.mark.parametrize("point", POINTS)
def test_a_sender_killed_at_any_point_leaves_a_question_and_no_second_email(
    point: str, office: Make, queued: Make
) -> None:
    with serving({point: "pause"}) as server:
        desk = office(server.port, timeout_seconds=5)
        [feedback_id] = queued(desk, 1)
        running = sender(desk, server)
        assert server.reached.wait(30)
        running.kill()
        running.communicate()
        server.let_go()
        assert desk.send_mail(lambda _: None, at_once=True) == SendSummary()
        [(state, _)] = assert_kept(desk, server, 1).items()
        # Behind the final 250 the sender may have been quick enough to write it down.
        assert state == "unknown" or (point, state) == ("after", "sent")
        if state == "unknown":
            assert isinstance(desk.outbox.settle(feedback_id, sent=bool(server.delivered)), Done)
        assert_kept(desk, server, 1)


def test_a_living_sender_is_not_taken_for_dead(office: Make, queued: Make) -> None:
    with serving({"data": "pause"}) as server:
        desk = office(server.port)
        [feedback_id] = queued(desk, 1)
        running = sender(desk, server, "ana")
        assert server.reached.wait(30)
        running.send_signal(signal.SIGSTOP)
        assert [each.state for each in desk.outbox.entries()] == ["sending"]
        assert desk.send_mail(lambda _: None, at_once=True) == SendSummary()
        for act in (desk.outbox.cancel, desk.outbox.try_again):
            assert "it is sending" in str(act(feedback_id))
        assert "it is sending" in str(desk.outbox.settle(feedback_id, sent=False))
        running.send_signal(signal.SIGCONT)
        server.go.set()
        out, err = running.communicate(timeout=30)
        assert "sent=1" in out, err
        assert assert_kept(desk, server, 1) == {"sent": 1}


def test_three_senders_at_once_send_each_email_once(office: Make, queued: Make) -> None:
    with serving() as server:
        desk = office(server.port)
        queued(desk, 12)
        running = [sender(desk, server, agent) for agent in ("ana", "ben", "cem")]
        said = [each.communicate(timeout=60) for each in running]
        assert [each.returncode for each in running] == [0] * 3, said
        assert assert_kept(desk, server, 12) == {"sent": 12}


def storm(chance: random.Random, connections: int) -> Iterator[dict[str, str]]:
    """Faults for so many connections; most have one."""
    lines = ("close", "reset", "hang", "421 bye", "451 busy", "550 no", "nonsense")
    for _ in range(connections):
        point = chance.choice(POINTS)
        fault = chance.choice((*lines, "lose") if point == "dot" else lines)
        yield {point: fault} if chance.random() < 0.8 else {}


def weather(office: Make, queued: Make, clock: Any, seed: int) -> None:
    chance = random.Random(seed)
    with serving(*storm(chance, 30)) as server:
        desk = office(server.port, timeout_seconds=0.03)
        ids = queued(desk, 5)
        for _ in range(8):
            desk.send_mail(lambda _: None, at_once=chance.random() < 0.5)
            assert_kept(desk, server, 5)
            clock.forward(minutes=chance.choice([1, 5, 300]))
            chance.choice([desk.outbox.try_again, lambda _: None])(chance.choice(ids))
        assert not {"sending", "draft"} & set(assert_kept(desk, server, 5))


@pytest.mark.parametrize("seed", range(3))
def test_in_any_weather(office: Make, queued: Make, clock: Any, seed: int) -> None:
    weather(office, queued, clock, seed)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(1000, 1000 + 60 * DOSE))
def test_in_much_weather(office: Make, queued: Make, clock: Any, seed: int) -> None:
    weather(office, queued, clock, seed)


@contextmanager
def a_crowd(desk: Desk, server: FaultServer) -> Iterator[list[subprocess.Popen[str]]]:
    running = [sender(desk, server, agent) for agent in ("ana", "ben", "cem")]
    try:
        yield running
    finally:
        for each in running:
            each.communicate(timeout=90)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(20 * DOSE))
def test_senders_killed_at_any_moment(office: Make, queued: Make, seed: int) -> None:
    chance = random.Random(seed)
    with serving(*storm(chance, 10)) as server:
        desk = office(server.port, timeout_seconds=5)
        queued(desk, 20)
        with a_crowd(desk, server) as running:
            while not server.connections and running[0].poll() is None:
                time.sleep(0.005)
            for each in running:
                time.sleep(chance.random() * 0.2)
                each.kill()
        server.let_go()
        assert_kept(desk, server, 20)
        with a_crowd(desk, server):
            pass
        assert "sending" not in assert_kept(desk, server, 20)
