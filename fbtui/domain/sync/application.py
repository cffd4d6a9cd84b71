"""Our application at Amazon: `[amazon]` in the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from fbtui.domain.letters.mail_server import is_this_machine
from fbtui.domain.marketplaces import Region
from fbtui.domain.record import Field, StrictRecord

SECRET_DAYS = 180  # Amazon refuses older client secrets (docs/domain/sync.md)
_WARN_DAYS = 30
_NEVER_HERE = ("client_secret", "refresh_token", "access_token")


class Application(StrictRecord):
    """A private seller application. `client_secret_env` names a variable; the command runs without a shell.

    `feedback_hours` and `health_hours` are the intervals between reports; `days` is the range to ask for.
    `endpoint` and `sign_in` replace Amazon's addresses, for example with a sandbox's.
    """

    client_id: str = Field(min_length=1)
    client_secret_env: str = ""
    client_secret_command: str = ""
    secret_since: date | None = None
    feedback_hours: int = Field(6, ge=1)
    health_hours: int = Field(24, ge=1)
    days: int = Field(90, ge=5, le=365)
    timeout_seconds: float = Field(30, gt=0)
    endpoint: str = ""
    sign_in: str = ""

    @classmethod
    def check_names(cls, values: Mapping[str, Any]) -> None:
        if found := [x for x in _NEVER_HERE if x in values]:
            raise ValueError(
                f"{found[0]} never goes into this file; name {found[0]}_env or {found[0]}_command"
            )

    def check(self) -> None:
        if bool(self.client_secret_env) == bool(self.client_secret_command):
            raise ValueError("say client_secret_env or client_secret_command, one of them")
        for name, address in (("endpoint", self.endpoint), ("sign_in", self.sign_in)):
            if address and not is_trusted(address):
                raise ValueError(f"{name} must be https under amazon.com, or on this machine")

    def address_of(self, region: Region) -> str:
        """The base address for calls to a region, without a trailing slash."""
        return (self.endpoint or f"https://sellingpartnerapi-{region}.amazon.com").rstrip("/")

    @property
    def sign_in_address(self) -> str:
        return self.sign_in or "https://api.amazon.com/auth/o2/token"

    def secret_trouble(self, today: date) -> str:
        """A warning about the client secret's age; "" while it is young or its date unknown."""
        if self.secret_since is None:
            return ""
        left = SECRET_DAYS - (today - self.secret_since).days
        if left > _WARN_DAYS:
            return ""
        when = f"in {left} days" if left > 0 else "by now"
        return f"the client secret is refused {when}: rotate it, then set amazon.secret_since"


def is_trusted(address: str) -> bool:
    """Whether secrets may be sent there: to Amazon over https, or to a stand-in on this machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" and (host == "amazon.com" or host.endswith(".amazon.com")):
        return True
    return parts.scheme in ("http", "https") and is_this_machine(host)
