"""The sample desk, and every command with JSON to run on it for the reference."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from docs.scripts.program import ROOT

_REPORT = (
    "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
    "11/20/26\t1\tArrived late.\t\t114-8766213-9990001\tq3x7k2m9p4w8v1z@marketplace.amazon.com\n"
    "11/20/26\t9\tNine stars?\t\t114-8766213-9990002\tq3x7k2m9p4w8v1y@marketplace.amazon.com\n"
)
_HEALTH = Path(__file__).parents[2] / "tests" / "intake" / "performance_v2.json"
# Nothing is sent, but queueing an e-mail needs a mail server.
_CONFIG = """[smtp]
host = "localhost"
tls = "none"
[[accounts]]
name = "Northwind Goods"
sender = "service@northwind.example"
marketplaces = ["US"]
refresh_token_env = "NORTHWIND_TOKEN"
[amazon]
client_id = "amzn1.application-oa2-client.0"
client_secret_env = "AMAZON_SECRET"
"""
_ASKED_ROUTE = '{"id": 1, "stars": 1, "comment": "Leaked at once, cheap plastic."}\n'
_ASKED_CHECK = '{"id": 1, "kind": "email", "text": "Please change your feedback."}\n'
_ASKED_READ = '{"id": 1, "text": "We have received your removal request and will reply soon."}\n'
_ASKED_JUDGE = '{"id": 1, "metric": "order_defect_rate", "unit": "rate", "numerator": 2, "denominator": 7890}\n'


class Asked(NamedTuple):
    """A command, its input and its description. {order} stands for every kind of order in turn."""

    words: str
    says: str = ""
    stdin: str | None = None
    shown: str = ""  # instead of `words`
    lines: bool = False  # one document a line
    maps: frozenset[str] = frozenset()  # objects whose keys are data


ASKED = (
    Asked(
        "list --json",
        "One row a feedback. `list --format ndjson` prints the same rows, one a line.",
    ),
    Asked(
        "show {order} --json",
        "A row of `list`, with its letters and its timeline.",
        shown="show ORDER_ID --json",
    ),
    Asked("next {order} --json", shown="next ORDER_ID --json"),
    Asked(
        "import {folder}/report.txt --marketplace US --json",
        "An array when several files are named. Refused lines are kept on the desk.",
        shown="import FILE --json",
        maps=frozenset({"columns"}),
    ),
    Asked(
        "import {folder}/health.json --account Northwind --json",
        "A performance report.",
        shown="import FILE --kind health --json",
        maps=frozenset({"columns"}),
    ),
    Asked("refused --json"),
    Asked(
        "tag {order} broken --json",
        "So do the other acts of triage: reopen, snooze, note, tag, claim, release, lane, fulfilment, skip.\n"
        "`changed` is false for what was so already, or was left as it was; `why` is the reason.",
        shown="done ORDER_ID... --json",
    ),
    Asked(
        "undo --json",
        "An act that is about no feedback in particular answers so.",
        shown="undo --json",
    ),
    Asked("redo --json", shown="redo --json"),
    Asked("export --format csv -o {folder}/shape.csv --json", shown="export -o FILE --json"),
    Asked("backup {folder}/shape.db --json", shown="backup FILE --json"),
    Asked(
        "letter draft {first} --kind email --template repair.en --json",
        "Every act of `letter` answers so.",
        shown="letter draft ORDER_ID --json",
    ),
    Asked(
        "case number {numbered} 123457 --json",
        "Every act of `case` answers so: with the newest case of each order, as in `case list`.",
        shown="case record ORDER_ID --json",
    ),
    Asked("letter show {order} --json", shown="letter show ORDER_ID --json"),
    Asked("template list --json"),
    Asked(
        "check --kind email --json",
        "Exit code 1 when a finding has the severity `block`.",
        "Please change your feedback: https://example.com",
    ),
    Asked("check --ndjson", f"In: `{_ASKED_CHECK.strip()}`", _ASKED_CHECK, lines=True),
    Asked("route", f"In: `{_ASKED_ROUTE.strip()}`", _ASKED_ROUTE, lines=True),
    Asked("case list --json"),
    Asked("case show {case} --json", shown="case show ORDER_ID --json"),
    Asked(
        "case shares --json",
        "The names are grounds, agents and months.",
        maps=frozenset({"ground", "agent", "month"}),
    ),
    Asked("case read --ndjson", f"In: `{_ASKED_READ.strip()}`", _ASKED_READ, lines=True),
    Asked("health --json", "Exit code 1 when something is in breach, stale or was never read."),
    Asked("health headroom --json"),
    Asked("health metrics --json"),
    Asked("health notifications --json"),
    Asked("health requests --json"),
    Asked("health judge", f"In: `{_ASKED_JUDGE.strip()}`", _ASKED_JUDGE, lines=True),
    Asked(
        "sync --status --json",
        "`last` is null before the first report. `sync --json` prints `reports` and `orders`.",
    ),
    Asked("digest --json", "`summary` is the section's part of the headline."),
    Asked("alerts --dry-run --json", "`about` tells occurrences of a rule apart."),
    Asked(
        "stats --since 30d --json",
        "`median_minutes` and `percent` are null while nothing can be said.",
    ),
    Asked("outbox --json"),
    Asked("rating --json"),
    Asked(
        "log --json",
        "`before` and `after` hold what the act changed.",
        maps=frozenset({"before", "after"}),
    ),
    Asked(
        "diff {folder}/old.json {folder}/new.json --json",
        "`fields` has those that changed.",
        shown="diff OLD NEW --json",
        maps=frozenset({"fields"}),
    ),
    Asked("keys --json"),
    Asked("doctor --json"),
)


def answers() -> Iterator[tuple[Asked, list[Any]]]:
    """Each command and the documents it prints on one sample desk."""
    with tempfile.TemporaryDirectory(prefix="fbtui-shapes-") as name:
        desk = Sample(Path(name))
        for asked in ASKED:
            texts = desk.run_all(asked.words, asked.stdin)
            if asked.lines:
                texts = [line for text in texts for line in text.splitlines()]
            yield asked, [json.loads(text) for text in texts]


class Sample:
    """The sample desk, with enough done on it that few lists are empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "report.txt").write_text(_REPORT, encoding="utf-8")
        shutil.copy(_HEALTH, folder / "health.json")
        (folder / "config.toml").write_text(_CONFIG, encoding="utf-8")
        CliRunner().invoke(ROOT, ["demo", "--keep", str(folder / "desk.db")], env=self._env())
        rows = json.loads(self._run("list --status all --json"))
        repair = (row for row in rows if row["lane"] == "repair" and row["status"] == "open")
        worked = next(repair)["order_id"]
        cases = json.loads(self._run("case list --json"))
        self._turns = {"order": [worked, *_one_of_each(rows)], "case": _one_of_each(cases)}
        for words in (
            f"export --format json -o {folder}/old.json",
            f"claim {worked}",
            f"letter draft {worked} --kind email --template repair.en",
            f"letter attach {worked} {folder}/report.txt",
            f"letter queue {worked}",
            f"letter draft {worked} --kind reply --template repair.en",
            f"tag {worked} broken",
            f"snooze {worked} --for 3d",
            f"fulfilment {worked} FBA",
            f"export --format json -o {folder}/new.json",
            f"case number {cases[0]['order_id']} 123456",
        ):
            self._run(words)

    def run_all(self, words: str, stdin: str | None) -> list[str]:
        """The output of the command, once for each order or case it applies to."""
        for name, turns in self._turns.items():
            if f"{{{name}}}" in words:
                return [self._run(words.format(**{name: each}), stdin) for each in turns]
        first, numbered = self._turns["order"][0], self._turns["case"][0]
        filled = words.format(folder=self._folder, first=first, numbered=numbered)
        return [self._run(filled, stdin)]

    def _run(self, words: str, stdin: str | None = None) -> str:
        done = CliRunner().invoke(ROOT, words.split(), input=stdin, env=self._env())
        if done.exit_code not in (0, 1) or (done.exception and done.exit_code != 1):
            raise RuntimeError(f"fbtui {words}: {done.output}") from done.exception
        if not isinstance(done.exception, SystemExit | None):
            raise RuntimeError(f"fbtui {words}: {done.exception}") from done.exception
        return done.stdout

    def _env(self) -> dict[str, str]:
        folder = str(self._folder)
        desk = str(self._folder / "desk.db")
        return {"FBTUI_DB": desk, "FBTUI_AGENT": "Ana", "FBTUI_CONFIG_DIR": folder}


def _one_of_each(rows: list[dict[str, Any]]) -> list[str]:
    """One order for each combination of lane, status and state."""
    kinds = {(row.get("lane"), row.get("status"), row.get("state")): row for row in rows}
    return [row["order_id"] for row in kinds.values()]
