"""Who may get an e-mail, who can send one, when it is tried again, and the server it goes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fbtui.config import Config
from fbtui.content import parse
from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.letters.sending import describe_answer, is_buyers_alias, is_sender, next_try
from fbtui.domain.outcome import RefusedInput

BOX = "q3x7k2m9p4w8v1z"


@pytest.mark.parametrize(
    ("address", "marketplace"),
    [
        (f"{BOX}@marketplace.amazon.com", "US"),
        (f"{BOX}+4f2c-91@marketplace.amazon.com", "US"),
        (f"{BOX}@m.marketplace.amazon.com", "US"),
        (f"{BOX}@marketplace.amazon.co.uk", "UK"),
        (f"{BOX}@Marketplace.Amazon.de", "DE"),
    ],
)
def test_a_buyers_alias(address: str, marketplace: str) -> None:
    assert is_buyers_alias(address, marketplace)


@pytest.mark.parametrize(
    "address",
    [
        *("", BOX, f"{BOX}@", "@marketplace.amazon.com", "a***@marketplace.amazon.com"),
        *(f"{BOX}@marketplace.amazon.de", f"{BOX}@amazon.com", "jane@example.com"),
        *(f"{BOX}@marketplace.amazon.com.example.net", f"{BOX}@marketplaceXamazon.com"),
        *(f"{BOX}@x.marketplace.amazon.com", f"a@example.net,{BOX}@marketplace.amazon.com"),
        *("a@example.net@marketplace.amazon.com", f"{BOX}@marketplace.amazon.com\n"),
        *(f" {BOX}@marketplace.amazon.com", f"<{BOX}@marketplace.amazon.com>"),
        *('"a b"@marketplace.amazon.com', f"{BOX}@marketplace.amazon.com>\r\nRCPT TO:<a@b.c"),
        *(f"{BOX}\0@marketplace.amazon.com", f"{'a' * 300}@marketplace.amazon.com"),
        f"{BOX}@marketplace.amazon.com, a@example.net",
    ],
)
def test_nobody_else_gets_an_email(address: str) -> None:
    assert not is_buyers_alias(address, "US")
    assert not is_buyers_alias(f"{BOX}@marketplace.amazon.com", "XX")


def test_a_sender_is_one_plain_address() -> None:
    assert is_sender("service@nordwind.example")
    for odd in (
        "",
        "service",
        "a@b",
        "Nordwind <a@b.example>",
        "a@b.example\n",
        "a@b.example,c@d.e",
    ):
        assert not is_sender(odd), odd


def test_the_waits_grow_and_end() -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert next_try(1, now, (2, 10)) == now + timedelta(minutes=2)
    assert next_try(2, now, (2, 10)) == now + timedelta(minutes=10)
    assert next_try(3, now, (2, 10)) is None


def test_a_servers_answer_is_one_line_without_addresses() -> None:
    answer = f"5.1.1 <{BOX}@marketplace.amazon.com>\nno such user {BOX.upper()}".encode() + b"\xff"
    assert describe_answer(550, answer, f"{BOX}@marketplace.amazon.com") == (
        "550 5.1.1 (address) no such user (address)�"
    )
    assert len(describe_answer(550, b"x" * 9_000)) < 200


def configured(text: str) -> MailServer | None:
    return parse(Config, text, "config.toml").smtp


def test_a_mail_server_of_the_configuration() -> None:
    found = configured(
        '[smtp]\nhost = "smtp.nordwind.example"\nuser = "nord"\npassword_env = "MAIL"'
    )
    assert found is not None
    assert (found.tls, found.usual_port, found.timeout_seconds) == ("starttls", 587, 30)
    tls = configured('[smtp]\nhost = "smtp.nordwind.example"\ntls = "tls"')
    assert tls is not None
    assert tls.usual_port == 465
    for host in ("localhost", "127.0.0.1", "::1"):
        assert configured(f'[smtp]\nhost = "{host}"\ntls = "none"\nport = 8025')
    assert configured("") is None


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('tls = "none"', 'line 1: smtp: tls = "none" is for localhost only'),
        ('password = "s3cret-word"', "a password never goes into this file"),
        ('user = "nord"', "goes together with password_env"),
        ('password_env = "MAIL"', "goes together with password_env"),
        ('user = "n"\npassword_env = "M"\npassword_command = "c"', "not both"),
        ("port = 70000", "line 3"),
        ("verify = false", "smtp.verify"),
    ],
)
def test_a_careless_mail_server_is_refused(lines: str, says: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        configured(f'[smtp]\nhost = "smtp.nordwind.example"\n{lines}')
    assert says in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_only_names_of_this_machine_go_unencrypted() -> None:
    odd: Any
    for odd in ("localhost.nordwind.example", "127.0.0.1.nordwind.example", "10.0.0.1", "0.0.0.0"):
        with pytest.raises(ValueError, match="localhost only"):
            MailServer(host=odd, tls="none")
