"""`fbtui case read`: recognise the decision in an answer from Amazon."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.exit_codes import NO, OK
from fbtui.cli.input import text_of
from fbtui.cli.ndjson import Given, answer_lines
from fbtui.cli.output import json_text
from fbtui.config import config_folder
from fbtui.domain.cases.answer_patterns import Wording, load_wording
from fbtui.domain.cases.answers import Answer, ReadSentences, read_answer
from fbtui.domain.outcome import RefusedInput
from fbtui.services.cases.answers import answer_reader
from fbtui.terminal.cleaned import clean_line
from fbtui.understanding.encoder import why_no_model
from fbtui.understanding.reader import reader_of


@click.command("read")
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--ndjson", is_flag=True, help="Many answers: {id?, text} a line in, one line out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
@click.pass_context
def command(context: click.Context, file: Path, ndjson: bool, as_json: bool) -> None:
    """Recognise the decision in an answer from Amazon, and quote the words that show it.

    FILE holds the pasted answer (default: standard input). Anything but Amazon's known answers
    is `unrecognised`, with the closest decision as `proposal`. Exit codes: 0 recognised, 1 unrecognised,
    3 unreadable.
    """
    own = config_folder()
    wording = load_wording(own)
    read_sentences = None if why_no_model() else answer_reader(reader_of(own))
    if ndjson:
        context.exit(
            answer_lines(file, lambda given: _document(_of_line(given, wording, read_sentences)))
        )
    answer = read_answer(text_of(file), wording, read_sentences)
    click.echo(json_text(_document(answer)) if as_json else _in_words(answer))
    context.exit(NO if answer.decision == "unrecognised" else OK)


def _of_line(given: Given, wording: Wording, read_sentences: ReadSentences | None) -> Answer:
    if not isinstance(given.get("text"), str):
        raise RefusedInput('"text" must be the text of the answer')
    return read_answer(given["text"], wording, read_sentences)


def _document(answer: Answer) -> dict[str, str | None]:
    return {"decision": answer.decision, "quote": answer.quote, "proposal": answer.proposal}


def _in_words(answer: Answer) -> str:
    if answer.decision == "unrecognised" and answer.proposal:
        return f"unrecognised: looks like {answer.proposal}: “{clean_line(answer.quote)}”"
    if answer.decision == "unrecognised":
        return "unrecognised: none of Amazon's known answers; read it and choose the decision"
    return f"{answer.decision}: “{clean_line(answer.quote)}”"
