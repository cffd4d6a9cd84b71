"""Content files: TOML shipped in data/, which a team can replace; errors name their line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from fbtui.assets import DATA
from fbtui.domain.outcome import RefusedInput
from fbtui.patterns import pattern

Steps = tuple[str | int, ...]
"""The path to a value: ("metric", 3, "target") is the `target` of the fourth [[metric]]."""


class Checked(Protocol):
    """A record, or a pydantic model: a class that checks what it is given."""

    @classmethod
    def model_validate(cls, values: Any, /) -> Self: ...


Model = TypeVar("Model", bound=Checked)

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADING = pattern(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = pattern(rf"\s*({_DOTTED})\s*=")
# A model's message about the whole file may begin with the place: "metric[3]: …".
_PLACED = pattern(r"(\w+)\[(\d+)\]: ")


def own_or_shipped(name: str, folder: Path | None) -> Path:
    """The file `name` in `folder` (usually the configuration folder) if it exists, else in data/."""
    if folder is not None and (folder / name).is_file():
        return folder / name
    return DATA / name


def text_of(path: Path) -> str:
    """The text of a content file. Raises RefusedInput if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RefusedInput(f"{path}: this is not UTF-8; save it as UTF-8 text.") from error
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RefusedInput(f"{path}: it cannot be read: {why}; name a readable file.") from error


def load(model: type[Model], path: Path) -> Model:
    """The file parsed as `model`. Raises RefusedInput with file, line and mistake."""
    return parse(model, text_of(path), str(path))


def parse(
    model: type[Model], source: str, where: str, number: Callable[[str], Any] = float
) -> Model:
    """TOML parsed as `model`; `number` parses floats. Raises RefusedInput."""
    import tomllib

    try:
        return model.model_validate(tomllib.loads(source, parse_float=number))
    except tomllib.TOMLDecodeError as error:
        raise RefusedInput(f"{where}: this is not TOML: {error}; correct the file.") from error
    except RecursionError as error:
        line = _longest(source, re.compile(r"[\[{]+"))
        raise mistake(where, line, "brackets in brackets without end") from error
    except ValueError as error:
        raise _wrong_value(error, source, where) from error


def _wrong_value(error: ValueError, source: str, where: str) -> RefusedInput:
    from pydantic import ValidationError  # loaded by now: it found the mistake

    if not isinstance(error, ValidationError):  # a number of thousands of digits: Python refuses it
        return mistake(where, _longest(source, re.compile(r"\d+")), "that number has no end")
    first = error.errors(include_url=False, include_context=False)[0]
    steps, says = first["loc"], first["msg"].removeprefix("Value error, ")
    if not steps and (placed := _PLACED.match(says)):
        steps, says = (placed[1], int(placed[2]), "name"), says[placed.end() :]
    key = ".".join(step for step in steps if isinstance(step, str))
    line = line_of(source, steps, first["input"])
    return mistake(where, line, f"{key}: {says}" if key else says)


def _longest(source: str, wanted: re.Pattern[str]) -> int:
    """The line (from 1) with the longest match."""
    lines = [max(map(len, wanted.findall(line)), default=0) for line in source.splitlines()]
    return lines.index(max(lines)) + 1 if lines else 1


def mistake(where: str, line: int, says: str) -> RefusedInput:
    """An error for a mistake in a content file, as one sentence."""
    return RefusedInput(f"{where}, line {line}: {says}; correct the file.")


def line_of(source: str, steps: Steps, value: object = None) -> int:
    """The line (from 1) of the value at `steps`, or of the nearest key or heading above it.

    A wrong string is looked for in all lines of its key, because lists span several.
    """
    places = list(_places(source))
    best, most = _Place(1, ()), 0
    for place in places:
        shared = _shared(place.steps, steps)
        if shared > most and shared in (len(place.steps), len(steps)):
            best, most = place, shared
    if not isinstance(value, str) or not value:
        return best.line
    after = next((place.line for place in places if place.line > best.line), None)
    region = source.splitlines()[best.line - 1 : after and after - 1]
    return best.line - 1 + _first_with(value, region) if region else best.line


def line_with(source: str, words: str) -> int:
    """The first line that contains `words`, preferably quoted or at its start; else 1."""
    return _first_with(words, source.splitlines())


class _Place(NamedTuple):
    line: int
    steps: Steps


def _places(source: str) -> Iterator[_Place]:
    """Every heading and key with its steps, line by line."""
    table: Steps = ()
    counted: dict[Steps, int] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if heading := _HEADING.match(line):
            table = _numbered(_names(heading[2]), counted, begins=heading[1] == "[[")
            yield _Place(number, table)
        elif key := _KEY.match(line):
            yield _Place(number, (*table, *_names(key[1])))


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, dotted)]


def _numbered(names: list[str], counted: dict[Steps, int], *, begins: bool) -> Steps:
    """The names with the numbers of their [[entries]]; counts a new entry."""
    steps: Steps = ()
    for nth, name in enumerate(names, start=1):
        steps = (*steps, name)
        if begins and nth == len(names):
            counted[steps] = counted.get(steps, -1) + 1
        if steps in counted:
            steps = (*steps, counted[steps])
    return steps


def _shared(one: Steps, two: Steps) -> int:
    pairs = zip(one, two, strict=False)
    return next((nth for nth, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))


def _first_with(words: str, lines: list[str]) -> int:
    """The line number, from 1; comments are skipped."""
    bare = [n for n, line in enumerate(lines, 1) if words in line and not line.startswith("#")]
    exact = [n for n in bare if f'"{words}"' in lines[n - 1] or lines[n - 1].startswith(words)]
    return next(iter(exact or bare), 1)
