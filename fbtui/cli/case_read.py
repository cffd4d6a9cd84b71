"""`fbtui case read`: which decision an answer of Amazon's is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, TypedDict

import click

from fbtui.domain.outcome import RefusedInput
from fbtui.domain.removal.answers import Answer, read_answer

_RECOGNISED, _UNRECOGNISED, _UNREADABLE = 0, 1, 3


class _Asked(TypedDict):
    id: str | int | float | bool | None
    text: str


@click.command("read")
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--ndjson", is_flag=True, help="Many answers: {id?, text} a line in, one line out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
@click.pass_context
def command(context: click.Context, file: Path, ndjson: bool, as_json: bool) -> None:
    """Say which decision an answer of Amazon's is, and the words that decided.

    FILE holds the pasted answer (default: standard input). Exit codes: 0 recognised,
    1 unrecognised, 3 unreadable.
    """
    try:
        with click.open_file(str(file), "rb") as source:
            code = _read_lines(source) if ndjson else _read_one(source, as_json=as_json)
    except OSError as wrong:
        code = _refuse(f"{_named(file)}: {wrong.strerror or wrong}; name a readable file.")
    except RefusedInput as wrong:
        code = _refuse(f"{_named(file)}: {wrong}")
    context.exit(code)


def _read_one(source: IO[bytes], *, as_json: bool) -> int:
    answer = read_answer(_decoded(source.read()))
    if as_json:
        click.echo(_json({"decision": answer.decision, "quote": answer.quote}))
    else:
        click.echo(_in_words(answer))
    return _UNRECOGNISED if answer.decision == "unrecognised" else _RECOGNISED


def _read_lines(source: Iterable[bytes]) -> int:
    code = _RECOGNISED
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
        except RefusedInput as wrong:
            code = _refuse(f"line {number}: {wrong}")
            continue
        answer = read_answer(asked["text"])
        said = {"id": asked["id"], "decision": answer.decision, "quote": answer.quote}
        click.echo(_json(said))
    return code


def _asked(line: bytes) -> _Asked:
    """The id and text of one NDJSON line; raises RefusedInput with what is wrong."""
    try:
        given = json.loads(_decoded(line), parse_constant=_no_number)
    except (ValueError, RecursionError) as wrong:
        raise RefusedInput("no JSON; write one {id, text} object a line.") from wrong
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise RefusedInput("no text; write one {id, text} object a line.")
    name = given.get("id")
    if isinstance(name, dict | list) or name in (float("inf"), float("-inf")):
        raise RefusedInput("the id is neither text nor number.")
    return {"id": name, "text": given["text"]}


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON number")


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise RefusedInput(f"byte {wrong.start + 1} is no UTF-8; save it as UTF-8 text.") from wrong
    if "\0" in text:
        raise RefusedInput("this is no text (it holds NUL bytes); save it as UTF-8 text.")
    return text


def _in_words(answer: Answer) -> str:
    if answer.decision == "unrecognised":
        return "unrecognised: none of Amazon's known answers; read it and choose the decision"
    # Somebody else's words go to a terminal: on one line, and nothing that could steer it.
    line = " ".join(answer.quote.split())
    return f"{answer.decision}: “{''.join(c if c.isprintable() else '�' for c in line)}”"


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=True)


def _refuse(why: str) -> int:
    click.echo(why, err=True)
    return _UNREADABLE


def _named(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)
