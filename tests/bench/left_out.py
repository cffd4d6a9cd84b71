"""How well comments are read that the head has not seen: each collection left out of the fitting in turn.

python tests/bench/left_out.py [REPEAT]

One large matrix is inverted (a minute or more); the rest is arithmetic. Prints for every collection
the share of right lanes, and precision and recall of the grounds that are claimed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fbtui.assets import DATA
from fbtui.cli.feedback.route_score import Score, percent
from fbtui.domain.feedback.prediction import Prediction
from fbtui.domain.feedback.routing import OrderFacts, Rules, decide
from fbtui.services.feedback.reading import opinions
from fbtui.services.feedback.rulebook import load_rules
from fbtui.understanding.classifier import Classifier, known_by, wanted
from fbtui.understanding.examples import LABELS
from fbtui.understanding.fitting import SHAPES, shipped
from fbtui.understanding.reader import Guess, guess_of
from fbtui.understanding.similarity import alike, points_of

FOLDER = DATA / "examples" / "comments"


class _Left:
    """Reads by a head that some examples were taken out of."""

    version = "left out"

    def __init__(self, head: Classifier) -> None:
        self._head = head

    def labels(self, head: str) -> tuple[str, ...]:
        return self._head.labels

    def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> list[Guess]:
        scores = self._head.scores(texts, kinds or [0] * len(texts))
        return [guess_of(self._head.labels, each.tolist()) for each in scores]


def plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def judged() -> dict[str, list[dict[str, Any]]]:
    """The collections with their lanes; those of writers have the lane that their aspects mean."""
    found = {}
    for path in sorted(FOLDER.glob("*.ndjson")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found[path.stem] = rows
    return found


def lane_and_ground(row: dict[str, Any], rules: Rules) -> tuple[str, str | None]:
    if "lane" in row:
        return row["lane"], row["ground"]
    order = OrderFacts(row["stars"], "MFN", None)
    if flags := row.get("flags"):
        return "report", "obscene" if "obscene" in flags else "personal"
    where = decide("-", order, Prediction(row["label"], 2.0), rules)
    return where.lane, where.ground


def main(save: Path | None = None) -> None:
    rules, labels, shape = load_rules(), LABELS["comments"], SHAPES["comments"]
    known = shipped("comments")
    points = points_of([e.text for e in known], [e.kind for e in known], shape)
    kernel = alike(points, points, shape)
    kernel[np.diag_indices(len(kernel))] += shape.ridge
    inverse = np.linalg.inv(kernel)
    base = np.zeros((2, len(labels)), np.float32)
    base[1, -1] = shape.lean
    weights = inverse @ wanted(known, labels)
    by_text: dict[str, list[int]] = {}
    for nth, each in enumerate(known):
        by_text.setdefault(plain(each.text), []).append(nth)
    rows_out = []
    for name, rows in judged().items():
        out = sorted({n for row in rows for n in by_text.get(plain(row["text"]), [])})
        less = weights - inverse[:, out] @ np.linalg.solve(inverse[np.ix_(out, out)], weights[out])
        less[out] = 0
        left = Classifier(labels, shape, known_by(points, less), base)
        read = opinions(_Left(left), [(row["text"], row["stars"]) for row in rows])
        score, high = Score(), Score()
        for row, opinion in zip(rows, read, strict=True):
            order = OrderFacts(
                row["stars"], row.get("fulfilment", "MFN"), row.get("buy_shipping_on_time")
            )
            found = decide(row["text"], order, opinion, rules)
            label = lane_and_ground(row, rules)
            (high if row["stars"] > 3 else score).count(label, (found.lane, found.ground))
            told = left.scores([row["text"]], [int(row["stars"] > 3)])[0].tolist() if save else []
            rows_out.append([name, row, label, found, opinion, told])
        print(
            f"{name:24} {len(rows):4}  1-3★ lanes {percent(score.lane_accuracy)}, removal precision "
            f"{percent(score.removal_precision)}, recall {percent(score.removal_recall)};  "
            f"4-5★ lanes {percent(high.lane_accuracy)}",
            flush=True,
        )
    if save:
        save.write_text(json.dumps(rows_out, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
