"""The quality of the routing on labelled comments: shares and confusion tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

Label = tuple[str, str | None]  # lane, ground


class Score:
    """Counts labels against results."""

    def __init__(self) -> None:
        self.lanes: Counter[tuple[str, str]] = Counter()
        self.grounds: Counter[tuple[str, str]] = Counter()

    def count(self, label: Label, routed: Label) -> None:
        """One labelled comment."""
        self.lanes[label[0], routed[0]] += 1
        self.grounds[label[1] or "none", routed[1] or "none"] += 1

    @property
    def lane_accuracy(self) -> Fraction | None:
        """The share of comments in the right lane; None without comments."""
        return _diagonal(self.lanes)

    @property
    def ground_accuracy(self) -> Fraction | None:
        """The share of comments with the right ground, "none" included."""
        return _diagonal(self.grounds)

    @property
    def removal_precision(self) -> Fraction | None:
        """The share of the claimed grounds that was right."""
        return _right(self.grounds, claimed=1)

    @property
    def removal_recall(self) -> Fraction | None:
        """The share of the labelled grounds that was claimed."""
        return _right(self.grounds, claimed=0)

    def report(self) -> str:
        """The full report as text."""
        return "\n".join(
            (
                f"comments            {self.lanes.total()}",
                f"right lane          {percent(self.lane_accuracy)}",
                f"right ground        {percent(self.ground_accuracy)}",
                f"'may be removed'    precision {percent(self.removal_precision)}, "
                f"recall {percent(self.removal_recall)}",
                "",
                _table("lane", self.lanes),
                "",
                _table("ground", self.grounds),
            )
        )


def _diagonal(table: Counter[tuple[str, str]]) -> Fraction | None:
    right = sum(n for (label, routed), n in table.items() if label == routed)
    return Fraction(right, table.total()) if table else None


def _right(table: Counter[tuple[str, str]], *, claimed: int) -> Fraction | None:
    asked = {pair: n for pair, n in table.items() if pair[claimed] != "none"}
    right = sum(n for (label, routed), n in asked.items() if label == routed)
    return Fraction(right, sum(asked.values())) if asked else None


def percent(share: Fraction | None) -> str:
    """One decimal; N/A without data."""
    return "N/A" if share is None else f"{float(share):.1%}"


def _table(title: str, table: Counter[tuple[str, str]]) -> str:
    """Rows are labels, with the share that was right; columns are results."""
    names = sorted({name for pair in table for name in pair})
    head = [f"{title}: labelled", "right", *(f"→ {name}" for name in names)]
    rows = [head]
    for label in names:
        counts = [table[label, routed] for routed in names]
        right = Fraction(table[label, label], sum(counts)) if any(counts) else None
        rows.append([label, percent(right), *(str(n or ".") for n in counts)])
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """A table as text: names left-aligned, figures right-aligned."""
    return "\n".join(_aligned(row, rows) for row in rows)


def _aligned(row: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(r[i]) for r in rows) for i in range(len(row))]
    cells = [row[0].ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join(cells).rstrip()
