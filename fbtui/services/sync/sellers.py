"""The sellers whose reports are fetched: configured accounts with a refresh token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fbtui.config import Shop
from fbtui.domain.marketplaces import Marketplace, Region, marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.sync.application import Application
from fbtui.secret import secret_from


class Seller(NamedTuple):
    """One account in one of Amazon's regions; a refresh token belongs to the pair."""

    account: str
    region: Region
    marketplaces: tuple[Marketplace, ...]
    shop: Shop

    @property
    def key(self) -> str:
        """The key of the allowance that calls are counted against."""
        return f"{self.account} {self.region}"


def sellers(shops: Sequence[Shop], account: str = "", code: str = "") -> list[Seller]:
    """The sellers of one account and marketplace, or all if both are "".

    Raises RefusedInput for an unknown marketplace or a token for two regions.
    """
    wanted = marketplace(code).code if code else ""
    found = []
    for shop in shops:
        if not shop.is_fetched or account not in ("", shop.name):
            continue
        its = tuple(dict.fromkeys(marketplace(each) for each in shop.marketplaces))
        regions = sorted({each.region for each in its})
        if len(regions) > 1:
            codes = ", ".join(each.code for each in its)
            raise RefusedInput(
                f"config.toml: account {shop.name} has one refresh token for {codes}, which are of "
                f"several regions ({', '.join(regions)}); give each region an [[accounts]] table of its own."
            )
        here = tuple(each for each in its if wanted in ("", each.code))
        if here:
            found.append(Seller(shop.name, regions[0], here, shop))
    return found


def client_secret(application: Application) -> str:
    """Raises RefusedInput with what to do."""
    return secret_from(
        "the client secret",
        variable=application.client_secret_env,
        command=application.client_secret_command,
        key="client_secret_command",
    )


def refresh_token(seller: Seller) -> str:
    """Raises RefusedInput with what to do."""
    return secret_from(
        f"account {seller.account}'s refresh token",
        variable=seller.shop.refresh_token_env,
        command=seller.shop.refresh_token_command,
        key="refresh_token_command",
    )
