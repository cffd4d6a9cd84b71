"""How well texts are read that no example came from: each file left out of the fitting in turn.

python -m tests.bench.left_out [comments] [letters] [answers]

One large matrix a head is inverted (some minutes); the rest is arithmetic. Prints for every file of
`data/examples/`:
* comments: the share of right lanes, and precision and recall of the grounds that are claimed;
* letters: the findings that the passages make with the margins of `data/policy.toml`, by code;
* answers: the share of right proposals, and of wrong ones.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fbtui.assets import DATA
from fbtui.cli.feedback.route_score import Score, percent
from fbtui.domain.cases.answer_patterns import shipped_wording
from fbtui.domain.feedback.prediction import Prediction
from fbtui.domain.feedback.routing import OrderFacts, Rules, decide
from fbtui.services.feedback.reading import opinions
from fbtui.services.feedback.rulebook import load_rules
from fbtui.services.letters.policy import passage_reader, shipped_rules
from fbtui.understanding import examples
from fbtui.understanding.classifier import Classifier, inverse_of, known_by, load, wanted
from fbtui.understanding.examples import LABELS, Example
from fbtui.understanding.fitting import SHAPES, shipped
from fbtui.understanding.reader import HEADS, Guess, guesses_of
from fbtui.understanding.similarity import points_of

_CLEAN = "clean"


class LeftOut:
    """A head whose examples can be taken out again without a new fit."""

    def __init__(self, head: str) -> None:
        self._name, self._labels, shape = head, LABELS[head], SHAPES[head]
        self._known = shipped(head)
        texts, kinds = [e.text for e in self._known], [e.kind for e in self._known]
        self._points = points_of(texts, kinds, shape)
        whole, _ = load(HEADS / f"{head}.npz")
        self._base, self._clause_weights = whole.base, whole.clause_weights
        self._inverse = inverse_of(self._points, self._known, shape)
        self._weights = self._inverse @ (wanted(self._known, self._labels) - self._base)
        self._of_text: dict[str, list[int]] = {}
        for nth, each in enumerate(self._known):
            self._of_text.setdefault(plain(each.text), []).append(nth)

    def without(self, texts: Sequence[str]) -> Classifier:
        """The head as if it had been fitted without these texts, however they are spelt."""
        out = sorted({nth for text in texts for nth in self._of_text.get(plain(text), [])})
        some = self._inverse[:, out] @ np.linalg.solve(
            self._inverse[np.ix_(out, out)], self._weights[out]
        )
        less: NDArray[np.float32] = self._weights - some
        less[out] = 0
        known = known_by(self._points, less)
        return Classifier(self._labels, SHAPES[self._name], known, self._base, self._clause_weights)


class _Reading:
    """A head in the place of the installation's reader."""

    version = "left out"

    def __init__(self, head: Classifier) -> None:
        self._head = head

    def labels(self, head: str) -> tuple[str, ...]:
        return self._head.labels

    def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> list[Guess]:
        return guesses_of(self._head, texts, kinds or [0] * len(texts))


def plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def comments() -> Iterator[str]:
    rules, head = load_rules(), LeftOut("comments")
    for path in sorted((DATA / "examples" / "comments").glob("*.ndjson")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        reading = _Reading(head.without([row["text"] for row in rows]))
        read = opinions(reading, [(row["text"], row["stars"]) for row in rows])
        score, high = Score(), Score()
        for row, opinion in zip(rows, read, strict=True):
            order = OrderFacts(
                row["stars"], row.get("fulfilment", "MFN"), row.get("buy_shipping_on_time")
            )
            found = decide(row["text"], order, opinion, rules)
            label = _lane_and_ground(row, rules)
            (high if row["stars"] > 3 else score).count(label, (found.lane, found.ground))
        yield (
            f"{path.stem:24} {len(rows):5}  1-3★ lanes {percent(score.lane_accuracy)}, removal "
            f"precision {percent(score.removal_precision)}, recall {percent(score.removal_recall)};"
            f"  4-5★ lanes {percent(high.lane_accuracy)}"
        )


def _lane_and_ground(row: dict[str, Any], rules: Rules) -> tuple[str, str | None]:
    """As labelled; writers' texts have the lane that their topic means."""
    if "lane" in row:
        return row["lane"], row["ground"]
    if flags := row.get("flags"):
        return "report", "obscene" if "obscene" in flags else "personal"
    order = OrderFacts(row["stars"], "MFN", None)
    where = decide("-", order, Prediction(row["label"], 2.0), rules)
    return where.lane, where.ground


def letters() -> Iterator[str]:
    head, meaning = LeftOut("letters"), shipped_rules().meaning
    total: Counter[tuple[str, str]] = Counter()
    for path, rows in _files("letters"):
        texts = [each.text for each in rows]
        read = passage_reader(_Reading(head.without(texts)))(texts)
        count: Counter[tuple[str, str]] = Counter()
        for row, told in zip(rows, read, strict=True):
            margin, label = max((told[each], each) for each in meaning)
            found = meaning[label].code if margin >= meaning[label].margin else ""
            meant = "" if row.label == _CLEAN else meaning[row.label].code
            count.update({("wanted", meant): 1, ("found", found): 1})
            count[("right", found)] += found == meant
        total += count
        yield f"{path.stem:24} {len(rows):5}  {_by_code(count, [''])}"
    for code in sorted({each.code for each in meaning.values()}):
        yield f"  {code:22} {total['wanted', code]:5}  {_by_code(total, ['', *_others(total, code)])}"


def _others(count: Counter[tuple[str, str]], code: str) -> set[str]:
    return {each for _, each in count} - {code}


def _by_code(count: Counter[tuple[str, str]], left: Sequence[str]) -> str:
    right, found, meant = (
        sum(n for (what, code), n in count.items() if what == each and code not in left)
        for each in ("right", "found", "wanted")
    )
    return f"precision {_share(right, found)}, recall {_share(right, meant)}"


def answers() -> Iterator[str]:
    head, enough = LeftOut("answers"), shipped_wording().propose
    for path, rows in _files("answers"):
        texts = [each.text for each in rows]
        read = _Reading(head.without(texts)).guesses("answers", texts)
        said = [guess.label if guess.margin >= enough else "unrecognised" for guess in read]
        right = sum(one == row.label for one, row in zip(said, rows, strict=True))
        wrong = sum(
            one not in (row.label, "unrecognised") for one, row in zip(said, rows, strict=True)
        )
        yield (
            f"{path.stem:24} {len(rows):5}  right {_share(right, len(rows))}, "
            f"wrongly proposed {_share(wrong, len(rows))}"
        )


def _files(head: str) -> Iterator[tuple[Path, list[Example]]]:
    for path in examples.files(head):
        yield path, examples.read(path, LABELS[head])


def _share(some: int, all_of_them: int) -> str:
    return f"{some / all_of_them:6.1%}" if all_of_them else "     -"


def main(heads: Sequence[str]) -> None:
    judges = {"comments": comments, "letters": letters, "answers": answers}
    for name in heads or judges:
        print(name)
        for line in judges[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
