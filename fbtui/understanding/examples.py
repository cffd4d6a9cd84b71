"""Labelled texts: `data/examples/`, and a team's own ones beside them.

A file is either TOML (a list of texts under each label; `[glad]` holds those of 4-5 stars) or NDJSON
(`{"text", "label", "glad"?}` a line; a label of null teaches nothing). Own ones are added, and win.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fbtui.assets import DATA
from fbtui.content import mistake, text_of
from fbtui.domain.outcome import RefusedInput

FOLDER = "examples"
LABELS = {
    "comments": ("product", "delivery", "condition", "service", "nothing"),
    "letters": (
        *("incentive", "pressing", "asking", "marketing", "blame", "rude", "personal"),
        *("placeholder", "clean"),
    ),
    "answers": ("declined", "received", "struck", "removed", "unrecognised"),
}
"""What each head tells apart."""


class Example(NamedTuple):
    """A text, what it is, and its kind (comments of 4-5 stars are of kind 1, everything else of 0)."""

    text: str
    label: str
    kind: int = 0

    @property
    def key(self) -> int:
        """A number that only this example has."""
        told = f"{self.kind}\0{self.label}\0{self.text}".encode("utf-8", "replace")
        return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")


def files(head: str, own: Path | None = None) -> list[Path]:
    """The files of a head in their order: the shipped ones, or those in a team's folder."""
    folder = (DATA if own is None else own) / FOLDER / head
    return sorted(p for p in folder.glob("*") if p.suffix in (".toml", ".ndjson"))


def read(path: Path, labels: tuple[str, ...] | None = None) -> list[Example]:
    """All examples of a file. Raises RefusedInput with file, line and mistake."""
    source = text_of(path)
    found = list(_of_lines(path, source) if path.suffix == ".ndjson" else _of_toml(path, source))
    for each in found:
        if labels is not None and each.label not in labels:
            says = f'there is no label "{each.label}"; there are {", ".join(labels)}'
            raise mistake(str(path), _line_with(source, each), says)
    return found


def _of_toml(path: Path, source: str) -> Iterator[Example]:
    try:
        told = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise RefusedInput(f"{path}: this is not TOML: {error}; correct the file.") from error
    for kind, table in ((0, told), (1, told.get("glad", {}))):
        for label, texts in table.items():
            if isinstance(texts, list):
                yield from (Example(str(text), label, kind) for text in texts)


def _of_lines(path: Path, source: str) -> Iterator[Example]:
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() and (example := _of_line(path, number, line)):
            yield example


def _of_line(path: Path, number: int, line: str) -> Example | None:
    try:
        told: dict[str, Any] = json.loads(line)
        text, label = told["text"], told["label"]
        return Example(text, label, int(bool(told.get("glad")))) if label else None
    except (ValueError, KeyError, TypeError) as error:
        raise mistake(str(path), number, "this is no example {text, label}") from error


def _line_with(source: str, example: Example) -> int:
    lines = source.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(example.label)), 1)
