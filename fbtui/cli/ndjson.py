"""NDJSON in and out: one answer for each line, without waiting for the next."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from fbtui.cli.exit_codes import OK, REFUSED
from fbtui.cli.input import blocks, called
from fbtui.cli.output import complain, json_text
from fbtui.domain.outcome import RefusedInput

Given = dict[str, Any]
Question = TypeVar("Question")

_AT_ONCE = 256  # lines
_MOST_DIGITS = (
    400  # of one number; Python refuses to print integers of more than a few thousand digits
)


def answer_lines(file: Path, answer: Callable[[Given], Mapping[str, Any]]) -> int:
    """Answer each object of FILE under its `id` (null when it has none); returns the exit code.

    `answer` raises RefusedInput to say what is wrong with its line.
    """

    def answered(given: Given) -> None:
        line = json_text({"id": given.get("id"), **answer(given)})
        sys.stdout.write(line + "\n")

    return take_lines(file, answered)


def answer_batches(
    file: Path,
    question: Callable[[Given], Question],
    answers: Callable[[list[Question]], Iterable[Mapping[str, Any]]],
) -> int:
    """Like `answer_lines`, for work that is faster in batches; no line waits long for a batch to fill.

    `question` raises RefusedInput for an invalid line.
    """
    waiting: list[tuple[Any, Question]] = []

    def answer() -> None:
        results = answers([each for _, each in waiting]) if waiting else ()
        for (name, _), result in zip(waiting, results, strict=True):
            sys.stdout.write(json_text({"id": name, **result}) + "\n")
        waiting.clear()

    def take(given: Given) -> None:
        waiting.append((given.get("id"), question(given)))
        if len(waiting) >= _AT_ONCE:
            answer()

    return take_lines(file, take, answer)


def take_lines(
    file: Path, take: Callable[[Given], None], pause: Callable[[], None] = lambda: None
) -> int:
    """Pass each object of FILE to `take` as it arrives; returns the exit code.

    An invalid line is reported on stderr and the rest go on. Numbers with
    a point become Decimal, exactly as written. `pause` is called before waiting for more input.
    Raises RefusedInput when FILE cannot be read.
    """
    code = OK
    for number, line in _lines(file, pause):
        line = line.removeprefix(codecs.BOM_UTF8)
        if not line or line.isspace():
            continue
        try:
            take(_object(line))
        except RefusedInput as wrong:
            code = REFUSED
            complain(f"{called(file)}, line {number}: {wrong}; correct this line.")
    pause()
    return code


def _lines(file: Path, pause: Callable[[], None]) -> Iterator[tuple[int, bytes]]:
    """Numbered lines. All answers are flushed before waiting for more input."""
    number, begun = 0, list[bytes]()
    for block in blocks(file):
        if b"\n" not in block:
            begun.append(block)
            continue
        *whole, rest = b"".join((*begun, block)).split(b"\n")
        begun = [rest]
        for number, line in enumerate(whole, number + 1):  # noqa: B020 (counts on)
            yield number, line
        pause()
        sys.stdout.flush()
    yield number + 1, b"".join(begun)


def _object(line: bytes) -> Given:
    try:
        given = _DECODER.decode(line.decode())
    except UnicodeDecodeError:
        raise RefusedInput("this is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise RefusedInput(f"this is not JSON ({error.msg}, column {error.colno})") from None
    except RecursionError:
        raise RefusedInput("this is nested too deep") from None
    if not isinstance(given, dict):
        raise RefusedInput("this is not a JSON object, {...}")
    return given


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise RefusedInput(f"a number of more than {_MOST_DIGITS} digits")
    return int(digits)


def _point(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # the exponent is too large for a Decimal
        raise RefusedInput("a number of more digits than can be read") from None


def _no_number(word: str) -> NoReturn:
    raise RefusedInput(f"{word} is not a number")


_DECODER = json.JSONDecoder(parse_float=_point, parse_int=_integer, parse_constant=_no_number)
