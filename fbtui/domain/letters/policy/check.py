"""Runs every rule over one letter and gives each hit its sentence."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fbtui.domain.feedback.obscene import ObsceneWords
from fbtui.domain.letters.letter import most_characters
from fbtui.domain.letters.policy.addresses import seek_addresses
from fbtui.domain.letters.policy.file import PolicyRules
from fbtui.domain.letters.policy.finding import Finding, Hit, Kind, LetterContext
from fbtui.domain.letters.policy.meaning import ReadPassages, seek_meaning, unknown_to_rules
from fbtui.domain.letters.policy.patterns import compiled
from fbtui.domain.letters.policy.personal import find_ids, seek_personal
from fbtui.domain.letters.policy.phones import seek_phones
from fbtui.domain.letters.policy.shapes import (
    find_breaks,
    find_emoji,
    find_excess,
    in_order,
    is_empty,
    seek_shouting,
    seek_tags,
)
from fbtui.domain.limits import Limits
from fbtui.domain.normalized_text import NormalizedText, normalize_text, touches

_STRANGE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules, a reader for the meaning that no rule covers, and the obscene words.

    Without a reader (no model) only the rules run, and a finding says so.
    """

    rules: PolicyRules
    read_passages: ReadPassages | None = None
    obscene: ObsceneWords | None = None


def check(
    text: str, kind: Kind, policy: Policy, context: LetterContext | None = None
) -> list[Finding]:
    """The findings in `text`, those that stop it (block) and those to look at (warn), in reading order.

    Sources: docs/domain/letters.md, docs/domain/procedure.md.
    """
    known, rules = context or LetterContext(), policy.rules
    seen = normalize_text(text)
    if is_empty(seen):
        return [_finding("empty", text, 0, len(text), rules)]
    findings = [_of_hit(hit, seen, rules) for hit in _hits(seen, kind, policy, known)]
    findings += _by_raw_shape(text, kind, rules, known)
    if why := _not_checked(seen, policy):
        findings.append(_finding("not_checked", text, 0, len(text), rules, wording=why))
    return in_order(list(dict.fromkeys(findings)))


def _hits(seen: NormalizedText, kind: Kind, policy: Policy, known: LetterContext) -> Iterator[Hit]:
    rules = policy.rules
    yield from seek_addresses(seen, rules)
    yield from seek_tags(seen, rules)
    by_rules = list(_left_over(seen, rules))
    if kind == "reply":
        by_rules += seek_personal(seen, rules, known)
    yield from seek_shouting(seen, rules)
    if policy.obscene is not None:
        yield from (Hit("obscene", *span) for span in policy.obscene.quotes(seen.low))
    for phone in seek_phones(seen, rules, known.marketplace, find_ids(seen, rules)):
        yield phone
        if kind == "reply":
            by_rules.append(Hit("personal_detail", phone.start, phone.end))
    yield from by_rules
    if policy.read_passages is not None:
        yield from unknown_to_rules(seek_meaning(seen, kind, rules, policy.read_passages), by_rules)


def _not_checked(seen: NormalizedText, policy: Policy) -> str:
    """The name of the sentence that says why the meaning was not read; "" if it was."""
    if policy.read_passages is None:
        return "not_checked_model"
    return "not_checked_language" if _is_strange(seen.low, policy.rules) else ""


def _is_strange(low: str, rules: PolicyRules) -> bool:
    """Whether the language is one that the model cannot read."""
    strange = len(set(compiled(rules.unread).findall(low)))
    known = max(len(set(compiled(each).findall(low))) for each in rules.readable)
    return strange > known and (strange >= _STRANGE_WORDS or not known)


def _left_over(seen: NormalizedText, rules: PolicyRules) -> Iterator[Hit]:
    taken: list[tuple[int, int]] = []
    for left_over in rules.unfilled:
        if not any(need in seen.cased for need in left_over.needs):
            continue
        for found in compiled(left_over.pattern).finditer(seen.cased):
            start, end = found.span()
            if not touches(taken, start, end):
                insort(taken, (start, end))
                yield Hit("unfilled", start, end)


def _by_length(text: str, kind: Kind, rules: PolicyRules, limits: Limits) -> Iterator[Finding]:
    """A letter over its limit; else a reply that is longer than we advise."""
    advised = limits.reply_advised_characters if kind == "reply" else 0
    bars = [("too_long", f"too_long_{kind}", most_characters(kind, limits))]
    if "long" in rules.severity:  # a team's own policy.toml may lack it
        bars.append(("long", "long", advised or None))
    for code, wording, most in bars:
        if excess := find_excess(text, most):
            found = _finding(code, text, *excess, rules, wording=wording)
            yield replace(found, says=found.says.format(most=most))
            return


def _by_raw_shape(
    text: str, kind: Kind, rules: PolicyRules, known: LetterContext
) -> Iterator[Finding]:
    yield from _by_length(text, kind, rules, known.limits)
    if kind == "email":
        for code, places in (
            ("emoji", find_emoji(text, rules)),
            ("line_breaks", find_breaks(text)),
        ):
            for start, end in places:
                yield _finding(code, text, start, end, rules)


def _of_hit(hit: Hit, seen: NormalizedText, rules: PolicyRules) -> Finding:
    start, end = seen.origin(hit.start, hit.end)
    finding = _finding(hit.code, seen.raw, start, end, rules, wording=hit.wording)
    if hit.severity is None or hit.severity == finding.severity:
        return finding
    return Finding(finding.code, hit.severity, finding.quote, start, end, finding.says)


def _finding(
    code: str, text: str, start: int, end: int, rules: PolicyRules, *, wording: str = ""
) -> Finding:
    says = rules.says[wording or code]
    return Finding(code, rules.severity[code], text[start:end], start, end, says)
