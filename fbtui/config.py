"""The configuration file: every part is optional, each value is checked, and errors name their line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from fbtui import content
from fbtui.domain.feedback.macros import Macro
from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.limits import Limits
from fbtui.domain.record import Field, StrictRecord
from fbtui.domain.seller_central import SellerCentral
from fbtui.domain.sync.application import Application
from fbtui.domain.watch.settings import Watch

Theme = Literal["auto", "dark", "light", "terminal", "monochrome"]


class Shop(StrictRecord):
    """One seller account, as named in `--account`; `marketplaces` may limit it to some of them.

    `seller` is the name that buyers know, `signature` ends e-mails (several lines), `language` has
    two letters (default: the marketplace's), `sender` is the address registered with Amazon.
    If a refresh token is named, the reports of these marketplaces are fetched.
    """

    name: str = Field(min_length=1)
    marketplaces: tuple[str, ...] = ()
    sender: str = ""
    seller: str = ""
    signature: str = ""
    language: str = Field("", pattern="^([a-z]{2})?$")
    refresh_token_env: str = ""
    refresh_token_command: str = ""

    @property
    def is_fetched(self) -> bool:
        return bool(self.refresh_token_env or self.refresh_token_command)

    @classmethod
    def check_names(cls, values: Mapping[str, Any]) -> None:
        if "refresh_token" in values:
            raise ValueError(
                "a refresh token never goes into this file; name refresh_token_env or refresh_token_command"
            )

    def check(self) -> None:
        if self.refresh_token_env and self.refresh_token_command:
            raise ValueError("say refresh_token_env or refresh_token_command, not both")
        if self.is_fetched and not self.marketplaces:
            raise ValueError(f"account {self.name}: marketplaces says which reports are fetched")


class Config(StrictRecord):
    """`config.toml`. Order of precedence: flag, environment, this file, default."""

    agent: str = ""
    theme: Theme = "auto"
    account: str = ""
    marketplace: str = ""
    translate_command: str = ""
    accounts: tuple[Shop, ...] = ()
    limits: Limits = Limits()  # type: ignore[call-arg]  # every field has its default
    keymap: dict[str, str] = Field(default_factory=dict)
    macros: tuple[Macro, ...] = ()
    smtp: MailServer | None = None
    seller_central: SellerCentral = SellerCentral()
    amazon: Application | None = None
    watch: Watch | None = None


def config_folder() -> Path:
    """The platform's configuration folder, or FBTUI_CONFIG_DIR."""
    if chosen := os.environ.get("FBTUI_CONFIG_DIR"):
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("fbtui", appauthor=False)


def own_targets() -> list[Path]:
    """The user's own account health targets, if any."""
    own = config_folder() / "targets.toml"
    return [own] if own.exists() else []


def data_folder() -> Path:
    """The platform's data folder, where the desk lives by default."""
    from platformdirs import user_data_path

    return user_data_path("fbtui", appauthor=False)


def load(path: Path | None = None) -> Config:
    """Read the configuration. Raises RefusedInput with file, line and mistake."""
    path = path or config_folder() / "config.toml"
    if path.exists():
        return content.load(Config, path)
    return Config()


def agent_name(asked: str | None, config: Config) -> str:
    """The agent's name: from `--as`, FBTUI_AGENT, the configuration, or the login name."""
    for chosen in (asked, os.environ.get("FBTUI_AGENT"), config.agent):
        if chosen and chosen.strip():
            return chosen.strip()[:60]
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a password entry
        return f"user-{os.getuid()}"
