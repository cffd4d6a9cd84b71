"""What the words ask, offer, press or sell: signs are set sentence by sentence, then read in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from fbtui.domain.policy.finding import Hit
from fbtui.domain.policy.rules import SIGN_CHARACTERS, Language, PolicyRules, Rule, compiled
from fbtui.domain.policy.seen import Seen

Span = tuple[int, int]


def seek_wording(seen: Seen, rules: PolicyRules) -> list[Hit]:
    """Incentive and pressure (by signs), marketing and blame (by phrases)."""
    hits = list(_phrases(seen, rules))
    sentences = list(seen.sentences())
    for language in rules.language.values():
        for near in _near_feedback(seen.low, sentences, language):
            hits += _read(seen.low, near, language, rules.rules)
    return _second_request_presses(_without_echo(hits))


def _without_echo(hits: list[Hit]) -> list[Hit]:
    """A gift card that is the bait of an incentive is not marketing as well."""
    baits = [hit for hit in hits if hit.code == "incentive"]
    return [h for h in hits if h.code != "marketing" or not any(_touch(h, b) for b in baits)]


def _touch(one: Hit, two: Hit) -> bool:
    return one.start < two.end and two.start < one.end


def _phrases(seen: Seen, rules: PolicyRules) -> Iterator[Hit]:
    for phrase in rules.phrases:
        if any(need in seen.low for need in phrase.needs):
            for found in compiled(phrase.pattern).finditer(seen.low):
                yield Hit(phrase.code, *found.span())


def _near_feedback(low: str, sentences: list[Span], language: Language) -> Iterator[list[Span]]:
    """Runs of neighbouring sentences in which this language speaks of feedback."""
    opens = compiled(language.opens, tuple(language.words.items()))
    spoken = {n for n, span in enumerate(sentences) if opens.search(low, *span)}
    near = sorted({m for n in spoken for m in (n - 1, n, n + 1) if 0 <= m < len(sentences)})
    run: list[Span] = []
    for place, n in enumerate(near):
        run.append(sentences[n])
        if place + 1 == len(near) or near[place + 1] != n + 1:
            yield run
            run = []


def _read(low: str, run: list[Span], language: Language, rules: tuple[Rule, ...]) -> list[Hit]:
    marked = [_with_signs(low[start:end], language) for start, end in run]
    hits: list[Hit] = []
    for (start, _), sentence in zip(run, marked, strict=True):
        hits += _broken(sentence, start, rules)
    for ((start, end), one), ((then, _), two) in pairwise(zip(run, marked, strict=True)):
        both = one + " " * (then - end) + two
        pair_rules = [r for r in rules if r.reach == "pair"]
        hits += [hit for hit in _broken(both, start, pair_rules) if not _covered(hit, hits)]
    return hits


def _with_signs(sentence: str, language: Language) -> str:
    """The sentence with each meaningful stretch replaced by its sign, length kept."""
    words = tuple(language.words.items())
    for mark in language.marks:
        sign = SIGN_CHARACTERS[mark.sign]

        def put(found: re.Match[str], sign: str = sign) -> str:
            return sign * len(found[0])

        sentence = compiled(mark.pattern, words).sub(put, sentence)
    return sentence


def _broken(marked: str, offset: int, rules: list[Rule]) -> list[Hit]:
    """The first broken rule of each code: rules stand in the file in order of weight."""
    found: dict[str, Hit] = {}
    for rule in rules:
        if rule.code in found:
            continue
        if place := compiled(rule.pattern).search(marked):
            start, end = offset + place.start(), offset + place.end()
            found[rule.code] = Hit(rule.code, start, end, rule.severity, _wording(rule))
    return list(found.values())


def _wording(rule: Rule) -> str:
    return "pressure_request" if (rule.code, rule.severity) == ("pressure", "warn") else ""


def _covered(hit: Hit, hits: list[Hit]) -> bool:
    """A blocking hit of the same code already stands in this stretch."""
    return any(
        other.code == hit.code
        and other.severity == hit.severity
        and _touch(other, hit)
        for other in hits
    )


def _second_request_presses(hits: list[Hit]) -> list[Hit]:
    """One polite request warns; every further one presses, and blocks. Blocks swallow warnings."""
    firm = [h for h in hits if h.severity != "warn"]
    polite = [h for h in hits if h.severity == "warn" and not _swallowed(h, firm)]
    polite.sort(key=lambda hit: hit.start)
    pressing = [Hit(h.code, h.start, h.end, "block", "pressure_again") for h in polite[1:]]
    return firm + polite[:1] + pressing


def _swallowed(hit: Hit, firm: list[Hit]) -> bool:
    return any(f.code == hit.code and _touch(f, hit) for f in firm)
