"""Checks of the cells that only some files have: fulfilment, marketplace, account."""

from __future__ import annotations

from collections.abc import Callable

from fbtui.domain.marketplaces import marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import shown
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.words import column_words, plain

Check = Callable[[list[str]], str]
"""Checks the cells of a row; returns why it is refused, or ""."""


def other_reasons(seen: FileSummary) -> Check | None:
    """The combined check for cells that only some files have. None if there is nothing to check."""
    places = seen.places
    checks: list[Check] = []
    if "fulfilment" in places:
        checks.append(_known_fulfilment(places["fulfilment"]))
    if "buy_shipping_on_time" in places and seen.kind == "orders":
        checks.append(_known_answer(places["buy_shipping_on_time"]))
    if "marketplace" in places and seen.marketplace:
        checks.append(_same_marketplace(places["marketplace"], seen.marketplace))
    if "account" in places and seen.account:
        checks.append(_same_account(places["account"], seen.account))
    if seen.decoding.has_nul:
        checks.append(lambda cells: "holds a NUL character" if "\0" in "".join(cells) else "")
    if not checks:
        return None
    return lambda cells: next((reason for check in checks if (reason := check(cells))), "")


def _known_fulfilment(at: int) -> Check:
    """Check the fulfilment, and replace the file's word with ours (FBA, MFN or "") in place."""
    words = column_words()

    def check(cells: list[str]) -> str:
        known = words.fulfilments.get(plain(cells[at]))
        if known is None and cells[at].strip().casefold() not in words.nothing_beside:
            return f"{cells[at][:40]!r} is no fulfilment that is known (FBA or MFN)"
        cells[at] = known or ""
        return ""

    return check


def _known_answer(at: int) -> Check:
    words = column_words().answers
    return lambda cells: (
        "" if plain(cells[at]) in words else f"{cells[at][:40]!r} is neither yes nor no"
    )


def _same_marketplace(at: int, code: str) -> Check:
    def check(cells: list[str]) -> str:
        value = cells[at].strip()
        try:
            same = not value or marketplace(value).code == code
        except RefusedInput as unknown:
            return str(unknown)
        return "" if same else f"the row is of {shown(value, 40)}, and the import is for {code}"

    return check


def _same_account(at: int, account: str) -> Check:
    def check(cells: list[str]) -> str:
        value = cells[at].strip()
        if not value or value == account:
            return ""
        return f"the row is of account {shown(value, 40)}, and the import is for {account}"

    return check
