"""E-mails on the command line: queue, send, list, settle; with exit codes for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.mail.fault_server import FaultServer, serving

Make = Callable[..., Any]
ONE, TWO = "114-8766213-0000001", "114-8766213-0000002"


@pytest.fixture
def shift(fbtui: Make, report: Make, row: Make) -> Make:
    """A desk with two feedbacks and a draft of an e-mail about each."""
    fbtui("import", report(row(1), row(2)), "--marketplace", "US")
    for order in (ONE, TWO):
        draft = ("letter", "draft", order, "--kind", "email", "--subject", "Problem with order")
        assert fbtui(*draft, stdin="We are sorry.").code == 0
    return fbtui


@pytest.fixture
def through(own_folder: Path) -> Callable[[FaultServer], None]:
    """Configure a mail server."""

    def configure(server: FaultServer) -> None:
        (own_folder / "config.toml").write_text(
            '[[accounts]]\nname = "main"\nsender = "service@nordwind.example"\n'
            f'[smtp]\nhost = "localhost"\nport = {server.port}\ntls = "none"\ntimeout_seconds = 20'
        )

    return configure


def test_queued_sent_and_listed(shift: Make, through: Make) -> None:
    with serving() as server:
        through(server)
        assert shift("letter", "queue", ONE).out == "In the outbox, not sent yet.\n"
        assert shift("letter", "queue", ONE).code == 3
        assert f"queued\t{ONE}" in shift("outbox").out
        shown = json.loads(shift("letter", "show", ONE, "--json").out)
        assert [each["state"] for each in shown] == ["queued"]
        assert shift("letter", "cancel", ONE).code == 0
        assert shift("send").out == "E-mails: nothing to send.\n"
        shift("letter", "queue", ONE)
        sent = shift("send")
        assert (sent.code, sent.out) == (0, f"1 of 1  {ONE}  sent\nE-mails: 1 sent.\n")
    assert len(server.delivered) == 1
    assert shift("outbox").out == "The outbox is empty.\n"
    assert f"sent\t{ONE}" in shift("outbox", "--newest", 5).out
    assert "sent the e-mail by SMTP" in shift("show", ONE).out


def test_a_failed_server_is_not_reported_as_an_empty_outbox(shift: Make, through: Make) -> None:
    with serving({"banner": "endless"}) as server:
        through(server)
        shift("letter", "queue", ONE)
        answer = shift("send")
    assert answer.code == 1
    assert "E-mails: none was sent. The mail server cannot be used: it answers without end." in (
        answer.out
    )


def test_a_failed_or_unknown_e_mail_exits_with_1(shift: Make, through: Make) -> None:
    with serving({"dot": "close"}, {"rcpt": "550 no"}) as server:
        through(server)
        for order in (ONE, TWO):
            assert shift("letter", "queue", order).code == 0
        answer = shift("send", "--json")
        told = json.loads(answer.out)
        assert (answer.code, told["sent"], told["unknown"], told["failed"]) == (1, 0, 1, 1)
        assert [(each["order_id"], each["fate"]) for each in told["letters"]] == [
            (ONE, "unknown"),
            (TWO, "failed"),
        ]
        states = [each["state"] for each in json.loads(shift("outbox", "--json").out)]
        assert states == ["unknown", "failed"]
        assert shift("letter", "settled", ONE).code == 2
        assert shift("letter", "settled", ONE, "sent").code == 0
        assert shift("letter", "again", ONE).code == 3
        assert shift("letter", "again", TWO).code == 0
        assert shift("send", "--now").code == 0
    assert len(server.delivered) == 2


def test_a_missing_configuration_exits_with_3(shift: Make, own_folder: Path) -> None:
    answer = shift("send")
    assert (answer.code, answer.out) == (3, "")
    assert "[smtp]" in answer.err
    assert "confirm it as sent" in shift("letter", "queue", ONE).err
    (own_folder / "config.toml").write_text('[smtp]\nhost = "x.example"\npassword = "hunter22"')
    answer = shift("send")
    assert (answer.code, "password never goes" in answer.err) == (3, True)
    assert "hunter22" not in answer.err
