"""`fbtui check`: the policy check on one letter or a stream of letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

import click

from fbtui.cli.choices import Count
from fbtui.cli.exit_codes import NO, OK
from fbtui.cli.input import text_of
from fbtui.cli.letters.check_score import Labels, LetterScore
from fbtui.cli.ndjson import Given, answer_lines, take_lines
from fbtui.cli.output import json_text, say
from fbtui.config import config_folder, load
from fbtui.domain.letters.policy import Finding, Kind, LetterContext, Policy, check
from fbtui.domain.limits import Limits
from fbtui.domain.outcome import RefusedInput
from fbtui.services.letters.policy import load_policy
from fbtui.terminal.cleaned import clean_line
from fbtui.understanding.encoder import why_no_model
from fbtui.understanding.reader import reader_of

_DETAILS = {
    "order_id": str,
    "buyer_name": str,
    "address": str,
    "marketplace": str,
    "reply_limit": int,
}
_CALLED: dict[type, str] = {str: "a text", int: "a whole number"}


@click.command("check", short_help="The policy check on any text.")
@click.option("--kind", type=click.Choice(["reply", "email"]), help="What the text is.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
@click.option("--ndjson", is_flag=True, help="One JSON object a line, in and out.")
@click.option("--score", "judge", is_flag=True, help="FILE is labelled (blocks, warns): judge.")
@click.option("--reply-limit", type=Count(), help="Longest reply, in characters.")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
def command(
    kind: str | None, as_json: bool, ndjson: bool, judge: bool, reply_limit: int | None, file: Path
) -> None:
    """Check FILE (or standard input) against Amazon's rules.

    With --ndjson each line is {"id"?, "kind", "text", "stars"?} and is answered by
    {"id", "findings": [...]}. Exit code 1 when something blocks, 3 when input is refused.

    With --score each line has labels as well: {"blocks": [codes], "warns"?, "may"?: blocks that are
    right either way, "context"?: {"buyer_name", "address", "order_id", "marketplace"}}.

    \b
    Codes that block: obscene, link, email_address, phone, html, too_long, empty, unfilled (a placeholder),
      incentive (anything for feedback), pressure (pressing, threats, asking for praise), marketing,
      personal_detail (in a reply: order ID, name, address, numbers).
    Codes that warn: pressure (one polite request for a change), blame, rude (sarcasm too), emoji,
      shouting, line_breaks, long (a reply, by our own measure), not_checked (language not read, or no model).
    """
    if sum((ndjson, judge, kind is not None)) != 1:
        raise click.UsageError("Give one of --kind reply|email, --ndjson and --score.")
    own = config_folder()
    reader = None if why_no_model() else reader_of(own)
    checks = _Checks(
        load_policy(own, reader), LetterContext(limits=_limits(reply_limit, load().limits))
    )
    if judge:
        click.get_current_context().exit(checks.judge(file))
    if ndjson:
        code = answer_lines(file, checks.answer)
    else:
        checks.check_one(text_of(file), cast("Kind", kind), as_json)
        code = OK
    click.get_current_context().exit(code or (NO if checks.blocked else OK))


def _limits(reply: int | None, limits: Limits) -> Limits:
    return limits if reply is None else limits.changed(reply_characters=reply)


class _Checks:
    """Checks letters one by one; `blocked` is set once one may not go out."""

    def __init__(self, policy: Policy, context: LetterContext) -> None:
        self._policy = policy
        self._context = context
        self.blocked = False

    def check_one(self, text: str, kind: Kind, as_json: bool) -> None:
        """Print the findings of one letter."""
        findings = self._check(text, kind)
        if as_json:
            click.echo(json_text([asdict(found) for found in findings]))
        else:
            say("\n".join(table(findings, text)))

    def answer(self, given: Given) -> dict[str, Any]:
        """Answer one line of a stream."""
        return {"findings": [asdict(found) for found in self._check(*_letter(given))]}

    def judge(self, file: Path) -> int:
        """Report how often the check agrees with the labels; returns the exit code."""
        score = LetterScore()

        def count(given: Given) -> None:
            labels = _labels(given)
            known = _context(given.get("context"), self._context)
            findings = check(*_letter(given), self._policy, known)
            score.count(str(given.get("id", score.letters + 1)), labels, findings)

        code = take_lines(file, count)
        say(score.report())
        return code

    def _check(self, text: str, kind: Kind) -> list[Finding]:
        findings = check(text, kind, self._policy, self._context)
        self.blocked = self.blocked or any(found.severity == "block" for found in findings)
        return findings


def _letter(given: Given) -> tuple[str, Kind]:
    """The text of one line, and its kind."""
    if given.get("kind") not in ("reply", "email"):
        raise RefusedInput('"kind" must be "reply" or "email"')
    if not isinstance(given.get("text"), str):
        raise RefusedInput('"text" must be the text of the letter')
    return given["text"], given["kind"]


def _labels(given: Given) -> Labels:
    """The labels of one line."""
    if "blocks" not in given:
        raise RefusedInput('"blocks" must list the codes to judge by, [] for a clean letter')
    return Labels(*(_codes(given, name) for name in ("blocks", "warns", "may")))


def _codes(given: Given, name: str) -> frozenset[str]:
    codes = given.get(name, [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise RefusedInput(f'"{name}" must be a list of codes')
    return frozenset(codes)


def _context(given: object, known: LetterContext) -> LetterContext:
    """The context of one line, added to the context shared by all."""
    details = given if given is not None else {}
    if not isinstance(details, dict) or not set(details) <= set(_DETAILS):
        raise RefusedInput(f'"context" may contain {", ".join(_DETAILS)}')
    for name, detail in details.items():
        if type(detail) is not _DETAILS[name]:
            raise RefusedInput(f'"{name}" in "context" must be {_CALLED[_DETAILS[name]]}')
    limits = _limits(details.pop("reply_limit", None), known.limits)
    return replace(known, **details, limits=limits)


def table(findings: list[Finding], text: str) -> Iterator[str]:
    """One finding a line: severity, code, line and column, the quoted words, the rule."""
    if not findings:
        yield "Nothing found: this can go out."
    for found in findings:
        row = text.count("\n", 0, found.start) + 1
        column = found.start - (text.rfind("\n", 0, found.start) + 1) + 1
        place = f"{row}:{column}"
        quote = _short(found.quote)
        yield f"{found.severity:<5}  {found.code:<15}  {place:>7}  {quote:<32}  {found.says}"


def _short(quote: str, width: int = 30) -> str:
    """The quoted words on one line, without terminal control characters."""
    return f"“{clean_line(quote, width)}”"
