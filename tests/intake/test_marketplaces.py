"""Marketplaces are found by any of their names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fbtui.domain.marketplaces import MARKETPLACES, marketplace
from fbtui.domain.outcome import RefusedInput


@pytest.mark.parametrize("name", ["UK", "uk", " gb ", "A1F83G8C2ARO7P", "a1f83g8c2aro7p"])
def test_a_marketplace_is_found_by_any_of_its_names(name: str) -> None:
    assert marketplace(name).code == "UK"


def test_an_unknown_marketplace_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RefusedInput, match=r"'XX'.*US, CA, MX.*JP"):
        marketplace("XX")


def test_every_marketplace_is_complete_and_unique() -> None:
    assert len(MARKETPLACES) == 23
    assert len({place.id for place in MARKETPLACES.values()}) == 23
    assert len({place.domain for place in MARKETPLACES.values()}) == 23
    for place in MARKETPLACES.values():
        assert place.date_order in ("mdy", "dmy", "ymd")
        assert len(place.currency) == 3
        assert place.languages


def test_each_marketplace_has_its_own_date_order() -> None:
    orders = {code: place.date_order for code, place in MARKETPLACES.items()}
    assert {code for code, order in orders.items() if order == "mdy"} == {"US"}
    assert {code for code, order in orders.items() if order == "ymd"} == {"SE", "JP"}
    assert marketplace("DE").mail_domain == "marketplace.amazon.de"


def test_importing_the_module_neither_reads_the_file_nor_loads_pydantic() -> None:
    script = (
        "import sys, fbtui.domain.marketplaces as m;"
        "assert 'pydantic' not in sys.modules; assert m._read.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
