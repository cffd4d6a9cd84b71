"""Marketplaces are found by any of their names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fbtui.domain.marketplaces import MARKETPLACES, marketplace
from fbtui.domain.outcome import RefusedInput


@pytest.mark.parametrize("said", ["UK", "uk", " gb ", "A1F83G8C2ARO7P", "a1f83g8c2aro7p"])
def test_the_same_marketplace_by_any_of_its_names(said: str) -> None:
    assert marketplace(said).code == "UK"


def test_an_unknown_marketplace_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RefusedInput, match=r"'XX'.*US, CA, MX.*JP"):
        marketplace("XX")


def test_every_marketplace_is_complete_and_unique() -> None:
    assert len(MARKETPLACES) == 23
    assert len({each.id for each in MARKETPLACES.values()}) == 23
    assert len({each.domain for each in MARKETPLACES.values()}) == 23
    for each in MARKETPLACES.values():
        assert each.date_order in ("mdy", "dmy", "ymd")
        assert len(each.currency) == 3
        assert each.languages


def test_each_writes_its_dates_in_its_own_order() -> None:
    orders = {code: each.date_order for code, each in MARKETPLACES.items()}
    assert {code for code, order in orders.items() if order == "mdy"} == {"US"}
    assert {code for code, order in orders.items() if order == "ymd"} == {"SE", "JP"}
    assert marketplace("DE").mail_domain == "marketplace.amazon.de"


def test_importing_the_module_neither_reads_the_file_nor_loads_pydantic() -> None:
    script = (
        "import sys, fbtui.domain.marketplaces as m;"
        "assert 'pydantic' not in sys.modules; assert m._read.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
