"""Amazon's marketplaces: codes, identifiers, currencies and date formats."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from fbtui.assets import DATA
from fbtui.domain.outcome import RefusedInput

Region = Literal["na", "eu", "fe"]
"""North America, Europe (with the Middle East, Africa and India), the Far East."""

DateOrder = Literal["mdy", "dmy", "ymd"]
"""m/d/yy, d/m/yy (also d.m.yy), yy/m/d (also yyyy-mm-dd). Source: docs/domain/reports.md."""

MARKETPLACES: Mapping[str, Marketplace]
"""Every known marketplace by its code, in the order of the data file; read on first use."""


class Marketplace(NamedTuple):
    """One of Amazon's marketplaces. Source: docs/domain/reports.md."""

    code: str  # "US", "DE"
    name: str  # "United States"
    id: str  # Amazon's identifier, "ATVPDKIKX0DER"
    currency: str  # ISO 4217
    domain: str  # "amazon.de"
    seller_central: str  # the host, "sellercentral.amazon.de"
    date_order: DateOrder
    region: Region  # whose address of the Selling Partner API serves it
    languages: tuple[str, ...]  # ISO 639-1, the most used first
    also: tuple[str, ...] = ()  # other codes in use: GB for UK

    @property
    def mail_domain(self) -> str:
        """The domain of this marketplace's buyer aliases: `marketplace.amazon.de`."""
        return f"marketplace.{self.domain}"


def marketplace(code: str) -> Marketplace:
    """The marketplace of a code (any case, GB = UK) or of Amazon's identifier.

    Raises RefusedInput, naming the known codes.
    """
    found = _by_any_name().get(code.strip().upper())
    if found is None:
        known = ", ".join(_read())
        raise RefusedInput(f"There is no marketplace {code.strip()!r}. Known are: {known}.")
    return found


def __getattr__(name: str) -> Mapping[str, Marketplace]:
    if name == "MARKETPLACES":
        return _read()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _read() -> Mapping[str, Marketplace]:
    import tomllib  # not for the first frame

    tables = tomllib.loads((DATA / "marketplaces.toml").read_text("utf-8"))
    return MappingProxyType({code: _of_table(code, table) for code, table in tables.items()})


def _of_table(code: str, table: dict[str, Any]) -> Marketplace:
    languages, also = tuple(table.pop("languages")), tuple(table.pop("also", ()))
    return Marketplace(code=code, languages=languages, also=also, **table)


@cache
def _by_any_name() -> dict[str, Marketplace]:
    return {
        name.upper(): each for each in _read().values() for name in (each.code, each.id, *each.also)
    }
