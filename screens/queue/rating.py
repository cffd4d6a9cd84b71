"""The SOP's table of feedback figures as a page."""

from __future__ import annotations

from fbtui.domain.feedback import BANDS
from fbtui.services.rating import Table

_WIDTH = 15


def rating_page(table: Table) -> str:
    """Windows across, bands down, as the Feedback Manager shows it."""
    heads = ("", "30 days", "90 days", "365 days", "lifetime")
    rows = [tuple(heads)]
    rows += [
        (band.capitalize(), *(str(column.shares[band]) for column in table.columns))
        for band in reversed(BANDS)
    ]
    rows.append(("Count", *(f"{column.count:,}" for column in table.columns)))
    lines = [f"★ {table.rating} stars over the past 12 months ({table.rated:,} ratings)", ""]
    lines += ["".join(f"{cell:>{_WIDTH}}" for cell in row) for row in rows]
    return "\n".join([*lines, "", *table.remarks])
