"""The mail server that sends e-mails: `[smtp]` in the configuration."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fbtui.domain.record import Field, StrictRecord

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class MailServer(StrictRecord):
    """One SMTP server. `password_env` names a variable; `password_command` runs without a shell.

    `timeout_seconds` applies to each answer; `retry_minutes` are the waits after temporary refusals,
    and after the last one the e-mail has failed.
    """

    host: str = Field(min_length=1)
    port: int = Field(0, ge=0, le=65535)  # 0: the usual port
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_env: str = ""
    password_command: str = ""
    timeout_seconds: float = Field(30, gt=0, le=3600, allow_inf_nan=False)
    retry_minutes: tuple[Annotated[int, Field(ge=0, le=10_080)], ...] = (2, 10, 30, 60, 180)

    @property
    def usual_port(self) -> int:
        return self.port or _PORTS[self.tls]

    @classmethod
    def check_names(cls, values: Mapping[str, Any]) -> None:
        if "password" in values:
            raise ValueError(
                "a password never goes into this file; name password_env or password_command"
            )

    def check(self) -> None:
        if self.tls == "none" and not is_this_machine(self.host):
            raise ValueError('tls = "none" is for localhost only; say "starttls" or "tls"')
        if self.password_env and self.password_command:
            raise ValueError("say password_env or password_command, not both")
        if bool(self.user) != bool(self.password_env or self.password_command):
            raise ValueError("user goes together with password_env or password_command")


def is_this_machine(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
