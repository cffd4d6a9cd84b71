"""`fbtui case read`: which decision an answer of Amazon's is."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.given import text_of
from fbtui.cli.ndjson import Given, answer_lines
from fbtui.cli.says import NO, OK, json_text
from fbtui.config import config_folder
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.removal.answers import Answer, read_answer
from fbtui.domain.removal.wording import Wording, load_wording
from fbtui.terminal.cleaned import clean_line


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
    wording = load_wording(config_folder())
    if ndjson:
        context.exit(answer_lines(file, lambda given: _document(_of_line(given, wording))))
    answer = read_answer(text_of(file), wording)
    click.echo(json_text(_document(answer)) if as_json else _in_words(answer))
    context.exit(NO if answer.decision == "unrecognised" else OK)


def _of_line(given: Given, wording: Wording) -> Answer:
    if not isinstance(given.get("text"), str):
        raise RefusedInput('"text" must be the text of the answer')
    return read_answer(given["text"], wording)


def _document(answer: Answer) -> dict[str, str]:
    return {"decision": answer.decision, "quote": answer.quote}


def _in_words(answer: Answer) -> str:
    if answer.decision == "unrecognised":
        return "unrecognised: none of Amazon's known answers; read it and choose the decision"
    return f"{answer.decision}: “{clean_line(answer.quote)}”"
