"""Handing over a message: after every fault only certain facts are reported."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.letters.sending import DeliveryResult
from fbtui.mail import connection
from fbtui.mail.smtp import deliver
from tests.mail.fault_server import FaultServer, serving

CERTIFICATE = Path(__file__).with_name("localhost.pem")
SENDER, BUYER = "service@nordwind.example", "q3x7k2m9p4w8v1z@marketplace.amazon.com"
SMALL = b"Subject: Your order\r\n\r\nDear buyer\r\n.\r\n..two\r\n"
LARGE = b"Subject: Your order\r\n\r\n" + b"x" * 70 + b"\r\n" * 8_000_000

BROKEN = ("close", "reset", "hang", "endless", "drip")
FATES: dict[str, dict[str, str]] = {
    "banner": dict.fromkeys((*BROKEN, "554 go away", "421 later", "nonsense"), "unreachable"),
    "ehlo": dict.fromkeys((*BROKEN, "554 go away", "421 later", "nonsense"), "unreachable"),
    **{
        point: {
            **dict.fromkeys((*BROKEN, "451 not now", "421 later", "nonsense"), "later"),
            "550 never": "failed",
        }
        for point in ("mail", "rcpt", "data")
    },
    "body": dict.fromkeys(BROKEN, "later"),
    "dot": {
        **dict.fromkeys((*BROKEN, "lose", "421 later", "354 what?", "nonsense"), "unknown"),
        "452 disk full": "later",
        "554 it smells": "failed",
    },
    "after": dict.fromkeys((*BROKEN, "421 bye", "nonsense"), "sent"),
}


LETS_WAIT = ("hang", "drip", "endless")
PATIENCE = 20.0  # seconds for each reply; only a server that lets us wait takes them


def at(port: int, patience: float = PATIENCE) -> MailServer:
    return MailServer(host="127.0.0.1", port=port, tls="none", timeout_seconds=patience)


def delivered(point: str, fault: str, message: bytes) -> tuple[FaultServer, DeliveryResult]:
    """The verdict on a server with this fault, which was reached in time: on a busy machine any reply is late."""
    for patience in (0.1, 0.5, 2.5, 12.5) if fault in LETS_WAIT else (PATIENCE,):
        with serving({point: fault}) as server:
            verdict = deliver(at(server.port, patience), "", SENDER, BUYER, message)
        if server.reached.is_set():
            break
    return server, verdict


@pytest.mark.parametrize(
    ("point", "fault", "fate"),
    [(point, fault, fate) for point, known in FATES.items() for fault, fate in known.items()],
)
def test_every_fault_has_its_fate(point: str, fault: str, fate: str) -> None:
    message = LARGE if point == "body" else SMALL
    server, verdict = delivered(point, fault, message)
    assert verdict.fate == fate, verdict
    assert bool(verdict.message) == (fate != "sent")
    assert "@" not in verdict.message
    if fate == "sent":
        assert server.delivered == [message]
    elif fate != "unknown":
        assert not server.delivered


@pytest.mark.parametrize("fault", ["endless", "drip"])
def test_a_server_with_endless_replies_is_abandoned(fault: str) -> None:
    for point, said in (("banner", "cannot be used"), ("dot", "had the e-mail")):
        _, verdict = delivered(point, fault, SMALL)
        assert said in verdict.message
        assert "without end" in verdict.message or "in time" in verdict.message


def test_a_server_that_delays_every_step_is_abandoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reply is in time, but the whole dialogue is limited too."""
    for limit in (0.5, 2.5, 12.5):
        monkeypatch.setattr(connection, "_WHOLE_TALK", limit)
        with serving({"mail": "pause"}) as server:
            verdict = deliver(at(server.port), "", SENDER, BUYER, SMALL)
        if server.reached.is_set():
            break
    assert verdict.fate == "later"


def test_a_message_cut_off_before_its_dot_is_not_taken() -> None:
    with serving({"body": "close"}) as server:
        verdict = deliver(at(server.port), "", SENDER, BUYER, 5 * SMALL)
        assert (verdict.fate, server.delivered) == ("unknown", [])  # it may have had the dot


def test_no_server_at_all() -> None:
    with serving() as server:
        port = server.port
    verdict = deliver(at(port), "", SENDER, BUYER, SMALL)
    assert verdict == DeliveryResult(
        "unreachable", "The mail server cannot be used: Connection refused."
    )


def test_the_servers_words_come_without_the_buyers_address() -> None:
    for answer in (f"550 5.1.1 <{BUYER}>: unknown", "550 5.1.1 Q3X7K2M9P4W8V1Z is unknown"):
        with serving({"rcpt": answer}) as server:
            verdict = deliver(at(server.port), "", SENDER, BUYER, SMALL)
        assert verdict.fate == "failed"
        assert "5.1.1" in verdict.message
        assert "q3x7" not in verdict.message.lower()


class Kept(Message):
    """Keeps the messages given to a real server."""

    def __init__(self) -> None:
        super().__init__()
        self.envelopes: list[Envelope] = []
        self.logins: list[tuple[bytes, bytes]] = []

    def prepare_message(self, session: Any, envelope: Envelope) -> Any:
        self.envelopes.append(envelope)
        return super().prepare_message(session, envelope)

    def handle_message(self, message: Any) -> None: ...

    def log_in(self, _server: Any, _session: Any, _envelope: Any, _way: str, data: Any) -> Any:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"let me in", handled=False)


@contextmanager
def real_server(tls: str) -> Iterator[tuple[Kept, int]]:
    kept = Kept()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    settings: dict[str, Any] = {"authenticator": kept.log_in, "auth_require_tls": tls == "starttls"}
    if tls == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
    implicit = context if tls == "tls" else None
    controller = _Controller(
        kept, hostname="127.0.0.1", port=0, ssl_context=implicit, ready_timeout=60, **settings
    )
    controller.start()
    try:
        yield kept, controller.port
    finally:
        controller.stop()


class _Controller(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_verified_server_takes_the_message(tls: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with real_server(tls) as (kept, port):
        server = MailServer(
            host="localhost", port=port, tls=tls, user="nord", password_env="MAIL_PASSWORD"
        )
        assert deliver(server, "let me in", SENDER, BUYER, SMALL) == DeliveryResult("sent", "")
        wrong = deliver(server, "let me out", SENDER, BUYER, SMALL)
    assert (wrong.fate, "535" in wrong.message) == ("unreachable", True)
    assert set(kept.logins) == {(b"nord", b"let me in"), (b"nord", b"let me out")}
    [envelope] = kept.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [BUYER])
    assert envelope.original_content == SMALL


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_an_unverified_server_gets_nothing(tls: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with real_server(tls) as (kept, port):
        unknown = MailServer(host="localhost", port=port, tls=tls)
        verdict = deliver(unknown, "", SENDER, BUYER, SMALL)
        assert (verdict.fate, "certificate" in verdict.message) == ("unreachable", True)
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        of_another_name = MailServer(host="127.0.0.1", port=port, tls=tls)
        verdict = deliver(of_another_name, "", SENDER, BUYER, SMALL)
        assert (verdict.fate, "certificate" in verdict.message) == ("unreachable", True)
    assert not kept.envelopes


def test_a_server_without_encryption_gets_nothing() -> None:
    with serving() as server:
        careful = MailServer(host="127.0.0.1", port=server.port, timeout_seconds=PATIENCE)
        verdict = deliver(careful, "", SENDER, BUYER, SMALL)
    assert verdict.fate == "unreachable"
    assert "STARTTLS" in verdict.message
    assert not server.recipients
