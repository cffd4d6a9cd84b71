"""`fbtui check`: the policy check on any text, one letter or a stream of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

import click

from fbtui.domain.outcome import RefusedInput
from fbtui.domain.policy import Finding, Kind, LetterContext, check
from fbtui.policy_file import shipped_policy

_BLOCKED, _REFUSED = 1, 3


@click.command("check", short_help="The policy check on any text.")
@click.option("--kind", type=click.Choice(["reply", "email"]), help="What the text is.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
@click.option("--ndjson", is_flag=True, help="One JSON object a line, in and out.")
@click.option("--reply-limit", type=click.IntRange(min=1), help="Longest reply, in characters.")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
def command(
    kind: str | None, as_json: bool, ndjson: bool, reply_limit: int | None, file: Path
) -> None:
    """Say what in FILE (or standard input) Amazon's rules forbid.

    With --ndjson each line is {"id"?, "kind", "text", "stars"?} and is answered by
    {"id", "findings": [...]}. Exit code 1 when something blocks, 3 when input is refused.
    """
    if ndjson == (kind is not None):
        raise click.UsageError("Give either --kind reply|email for one text, or --ndjson.")
    context = LetterContext(reply_limit=reply_limit)
    try:
        if ndjson:
            blocked = _check_stream(file, context)
        else:
            blocked = _check_one(file, cast("Kind", kind), as_json, context)
    except RefusedInput as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(_REFUSED)
    sys.exit(_BLOCKED if blocked else 0)


def _check_one(file: Path, kind: Kind, as_json: bool, context: LetterContext) -> bool:
    with _opened(file) as source:
        text = "".join(line for _, line in _lines(source, file))
    findings = check(text, kind, shipped_policy(), context)
    if as_json:
        click.echo(json.dumps([asdict(found) for found in findings], ensure_ascii=False))
    else:
        for line in _table(findings, text):
            click.echo(line)
    return _blocks(findings)


def _check_stream(file: Path, context: LetterContext) -> bool:
    """Answer line by line; the first line that cannot be taken ends the stream."""
    blocked = False
    with _opened(file) as source:
        for number, line in _lines(source, file):
            if not line.strip():
                continue
            asked = _letter(line, f"{_called(file)}, line {number}")
            findings = check(asked["text"], asked["kind"], shipped_policy(), context)
            answer = {
                "id": asked.get("id", number),
                "findings": [asdict(found) for found in findings],
            }
            click.echo(json.dumps(answer, ensure_ascii=False))
            blocked = blocked or _blocks(findings)
    return blocked


def _letter(line: str, where: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise RefusedInput(f"{where}: this is not one JSON object; put one on a line.") from None
    if not isinstance(asked, dict):
        raise RefusedInput(f"{where}: this is not a JSON object; write {{...}} on one line.")
    if asked.get("kind") not in ("reply", "email"):
        raise RefusedInput(f'{where}: "kind" must be "reply" or "email".')
    if not isinstance(asked.get("text"), str):
        raise RefusedInput(f'{where}: "text" must be the text of the letter.')
    return asked


def _opened(file: Path) -> IO[bytes]:
    """The input as bytes, so that encoding faults can be told with their line."""
    if str(file) == "-":
        return sys.stdin.buffer
    try:
        return file.open("rb")
    except OSError as error:
        raise RefusedInput(f"{file} cannot be read: {error.strerror}.") from None


def _lines(source: IO[bytes], file: Path) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        for number, line in enumerate(source, start=1):
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise RefusedInput(
            f"{_called(file)}, line {number}: this is not UTF-8; save the text as UTF-8."
        ) from None
    except OSError as error:
        raise RefusedInput(f"{_called(file)} cannot be read: {error.strerror}.") from None


def _called(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _blocks(findings: list[Finding]) -> bool:
    return any(found.severity == "block" for found in findings)


def _table(findings: list[Finding], text: str) -> Iterator[str]:
    """One finding a line: severity, code, line and column, the quoted words, the rule."""
    if not findings:
        yield "Nothing found: this can go out."
    for found in findings:
        row = text.count("\n", 0, found.start) + 1
        column = found.start - (text.rfind("\n", 0, found.start) + 1) + 1
        place = f"{row}:{column}"
        quote = _short(found.quote)
        yield f"{found.severity:<5}  {found.code:<15}  {place:>7}  {quote!s:<32}  {found.says}"


def _short(quote: str, width: int = 30) -> str:
    """The quoted words in one line, with nothing in them that steers a terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in " ".join(quote.split()))
    return f"“{plain if len(plain) <= width else plain[: width - 1] + '…'}”"
