"""What the words ask, offer, press, sell or blame, read from phrases and from rows of signs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from fbtui.domain.letters.policy.file import PolicyRules, Rule
from fbtui.domain.letters.policy.finding import Hit
from fbtui.domain.letters.policy.patterns import any_row, compiled
from fbtui.domain.letters.policy.tags import Tag, broken_row, near_feedback, tags_of
from fbtui.domain.normalized_text import NormalizedText


def seek_wording(seen: NormalizedText, rules: PolicyRules) -> list[Hit]:
    """Incentive and pressure (by signs), marketing and blame (by phrases)."""
    hits = list(_phrases(seen, rules))
    sentences = list(seen.sentences())
    for language in rules.language.values():
        for near in near_feedback(seen.low, sentences, language):
            hits += _read([tags_of(seen.low, span, language) for span in near], rules.rules)
    return _second_request_presses(_without_echo(hits))


def _without_echo(hits: list[Hit]) -> list[Hit]:
    """A gift card that is the bait of an incentive is not marketing as well."""
    baits = [hit for hit in hits if hit.code == "incentive"]
    return [h for h in hits if h.code != "marketing" or not any(_touch(h, b) for b in baits)]


def _touch(one: Hit, two: Hit) -> bool:
    return one.start < two.end and two.start < one.end


def _phrases(seen: NormalizedText, rules: PolicyRules) -> Iterator[Hit]:
    for phrase in rules.phrases:
        if any(need in seen.low for need in phrase.needs):
            for found in compiled(phrase.pattern).finditer(seen.low):
                yield Hit(phrase.code, *found.span())


def _read(signs: list[list[Tag]], rules: tuple[Rule, ...]) -> list[Hit]:
    """Each sentence by every rule, then each two neighbours by those that reach so far."""
    hits = [hit for sentence in signs for hit in _broken(sentence, rules)]
    far = tuple(rule for rule in rules if rule.reach == "pair")
    for one, two in pairwise(signs):
        hits += [hit for hit in _broken(one + two, far) if not _covered(hit, hits)]
    return hits


def _broken(signs: list[Tag], rules: tuple[Rule, ...]) -> list[Hit]:
    """The first broken rule of each code: rules stand in the file in order of weight."""
    found: dict[str, Hit] = {}
    means = "".join(sign.means for sign in signs)
    for rule in rules:
        if rule.code in found or not any_row(rule.rows).search(means):
            continue
        if place := next(filter(None, (broken_row(signs, row) for row in rule.rows)), None):
            found[rule.code] = Hit(rule.code, *place, rule.severity, _wording(rule))
    return list(found.values())


def _wording(rule: Rule) -> str:
    return "pressure_request" if (rule.code, rule.severity) == ("pressure", "warn") else ""


def _covered(hit: Hit, hits: list[Hit]) -> bool:
    """A blocking hit of the same code already stands in this stretch."""
    return any(
        other.code == hit.code and other.severity == hit.severity and _touch(other, hit)
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
