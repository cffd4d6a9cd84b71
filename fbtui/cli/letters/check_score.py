"""The quality of the policy check on labelled letters: per code, and for blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from fbtui.cli.feedback.route_score import aligned, percent
from fbtui.domain.letters.policy import Finding

BLOCKS = "any block"


@dataclass(frozen=True, slots=True)
class Labels:
    """A person's labels for a letter: blocking codes, warning codes, and optional blocks."""

    blocks: frozenset[str]
    warns: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tally:
    """Counts of right, false and missed findings."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> Fraction | None:
        """The share of findings that was right; None without findings."""
        found = self.right + self.extra
        return Fraction(self.right, found) if found else None

    @property
    def recall(self) -> Fraction | None:
        """The share of labels that was found; None without labels."""
        labels = self.right + self.missed
        return Fraction(self.right, labels) if labels else None


@dataclass(slots=True)
class LetterScore:
    """Counts labels against findings; each letter counts once per code."""

    letters: int = 0
    clean: int = 0
    by_code: dict[str, Tally] = field(default_factory=dict)
    misjudged: list[str] = field(default_factory=list)

    def count(self, name: str, labels: Labels, findings: Iterable[Finding]) -> None:
        """Count one labelled letter of the kind `name`, and its findings."""
        of = {(found.severity, found.code) for found in findings}
        blocks = {code for severity, code in of if severity == "block"}
        warns = {code for severity, code in of if severity == "warn"}
        self.letters += 1
        self.clean += not labels.blocks
        wrong = [*self._each("block", labels.blocks, blocks - (labels.may - labels.blocks))]
        wrong += self._each("warn", labels.warns, warns)
        self._tally(BLOCKS, bool(labels.blocks), bool(blocks - (labels.may - labels.blocks)))
        if wrong:
            self.misjudged.append(f"{name}: {', '.join(wrong)}")

    def of_blocks(self) -> Tally:
        """All blocking codes together."""
        tallies = [t for name, t in self.by_code.items() if name.startswith("block ")]
        return Tally(
            sum(t.right for t in tallies),
            sum(t.extra for t in tallies),
            sum(t.missed for t in tallies),
        )

    def report(self) -> str:
        """The full report as text."""
        rows = [["", "precision", "recall", "right", "extra", "missed"]]
        rows.append(_row("all blocks, by code", self.of_blocks()))
        rows += [_row(name, tally) for name, tally in sorted(self.by_code.items())]
        head = f"letters {self.letters}, of which {self.clean} block nothing"
        wrong = ["not as labelled", *(self.misjudged or ["none"])]
        return "\n".join((head, "", aligned(rows), "", *wrong))

    def _each(self, severity: str, labels: frozenset[str], found: set[str]) -> Iterator[str]:
        for code in sorted(labels | found):
            self._tally(f"{severity} {code}", code in labels, code in found)
            if code not in found or code not in labels:
                said = "missed" if code in labels else "not wanted"
                yield f"{severity} {code} {said}"

    def _tally(self, name: str, labels: bool, found: bool) -> None:
        tally = self.by_code.setdefault(name, Tally())
        tally.right += labels and found
        tally.extra += found and not labels
        tally.missed += labels and not found


def _row(name: str, tally: Tally) -> list[str]:
    counts = (str(n or ".") for n in (tally.right, tally.extra, tally.missed))
    return [name, percent(tally.precision), percent(tally.recall), *counts]
