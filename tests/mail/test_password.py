"""The mail server's password comes from outside, and no message reveals it."""

from __future__ import annotations

import sys

import pytest

from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.outcome import RefusedInput
from fbtui.mail.password import password_of


def server(**way: str) -> MailServer:
    return MailServer(host="mail.nordwind.example", user="nord" if way else "", **way)  # type: ignore[arg-type]


def test_from_the_environment_or_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert password_of(server()) == ""
    monkeypatch.setenv("MAIL_PASSWORD", "from outside")
    assert password_of(server(password_env="MAIL_PASSWORD")) == "from outside"
    command = f"{sys.executable} -c \"print('first line'); print(2)\""
    assert password_of(server(password_command=command)) == "first line"


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ({"password_env": "NOT_SET"}, "NOT_SET"),
        ({"password_command": "no-such-program-anywhere"}, "No such file"),
        ({"password_command": f"{sys.executable} -c \"print('secret'); exit(1)\""}, "by hand"),
        ({"password_command": f'{sys.executable} -c ""'}, "no password"),
        ({"password_command": '"'}, "by hand"),
    ],
)
def test_without_one_it_says_what_to_do(way: dict[str, str], says: str) -> None:
    with pytest.raises(RefusedInput, match=says) as refused:
        password_of(server(**way))
    assert "secret" not in str(refused.value)
