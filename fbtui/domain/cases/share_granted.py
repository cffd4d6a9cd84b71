"""The share of removal requests Amazon granted: a guard against speculative requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

from fbtui.domain.cases.case import Case
from fbtui.domain.cases.transitions import GRANTED, WAITING

By = Literal["ground", "agent", "month"]
_Fate = Literal["granted", "declined", "waiting", "left"]


class Share(NamedTuple):
    """Counts of cases. `left` were withdrawn, or the window closed without an answer."""

    granted: int = 0
    declined: int = 0
    waiting: int = 0
    left: int = 0

    @property
    def decided(self) -> int:
        """Cases with a final answer from Amazon."""
        return self.granted + self.declined

    @property
    def fraction(self) -> Fraction | None:
        """Granted as an exact share of decided; None while nothing is decided."""
        return Fraction(self.granted, self.decided) if self.decided else None

    @property
    def words(self) -> str:
        """`5 of 8 granted (63%)`, or `no answer yet`."""
        if self.fraction is None:
            return "no answer yet"
        percent = int(self.fraction * 100 + Fraction(1, 2))
        return f"{self.granted} of {self.decided} granted ({percent}%)"


def share_granted(cases: Iterable[Case], by: By) -> dict[str, Share]:
    """Shares by ground code, requesting agent, or month of the request (`2026-05`), sorted by key.

    Cases that began without a request, or whose request was taken back, are not counted. Source:
    docs/domain/removal.md ("high volumes of incorrect or speculative requests" are prohibited).
    """
    fates: dict[str, Counter[_Fate]] = {}
    for case in cases:
        if case.state is not None and case.is_asked:
            fates.setdefault(_key(case, by), Counter())[_fate(case)] += 1
    return {
        key: Share(tally["granted"], tally["declined"], tally["waiting"], tally["left"])
        for key, tally in sorted(fates.items())
    }


def _key(case: Case, by: By) -> str:
    if by == "ground":
        return case.ground
    return case.request.agent if by == "agent" else f"{case.request.at:%Y-%m}"


def _fate(case: Case) -> _Fate:
    if case.state in GRANTED:
        return "granted"
    if case.state in WAITING:
        return "waiting"
    return "declined" if case.declines else "left"
