"""Why a feedback is in its lane, in one plain sentence that quotes the buyer's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from fbtui.domain.aspects import TOPICS, Aspect, Quote
from fbtui.domain.grounds import Fulfilment, Ground
from fbtui.domain.likeness import Like

NAMED = ("service", "delivery", "price")
_QUOTES_SAID = 3
_GOOD_STARS = 4


def likely(
    like: Like, quotes: Sequence[Quote], ground: Ground | None, sentences: Mapping[str, str]
) -> str:
    """The sentence where examples decided, with the words that were the most like theirs."""
    if like.about == "nothing":
        return sentences["nothing"]
    return sentences["likely_entire" if ground else "likely"].format(
        quotes=_quoted(quotes), topics=like.about, outcome=ground.outcome if ground else ""
    )


def because(
    aspects: Sequence[Aspect],
    clear: Set[str],
    ground: Ground | None,
    stars: int,
    fulfilment: Fulfilment,
    rest: Sequence[Quote],
    sentences: Mapping[str, str],
) -> str:
    """One plain sentence that quotes the words (`data/grounds.toml`, [because]).

    `clear` are the aspects that are clearly complained of.
    """
    complaints = [a for a in aspects if a.polarity == "complaint" and a.name in clear]
    topics = [a for a in aspects if a.name in TOPICS and a.polarity != "mention"]
    shown = complaints or topics or [a for a in aspects if a.polarity == "praise"]
    about = ground.contains or ground.entire if ground else None
    if about:
        shown = [a for a in aspects if a.name == about and a.polarity != "mention"]
    named = [a for a in aspects if a.name in NAMED and a.polarity == "mention"]
    key = _sentence(
        complaints, topics, ground, stars, fulfilment, bool(rest), bool(shown), bool(named)
    )
    shown = shown or named
    if key == "mixed":
        said = " and ".join(f"{_topic(a)} ({_said([a])})" for a in topics)
    else:
        said = " and ".join(dict.fromkeys(a.name for a in shown))
    return sentences[key].format(
        quotes=_said(shown),
        topics=said,
        rest=_quoted(rest),
        ground=ground.contains if ground else "",
        outcome=ground.outcome if ground else "",
        stars=stars,
    )


def _sentence(
    complaints: Sequence[Aspect],
    topics: Sequence[Aspect],
    ground: Ground | None,
    stars: int,
    fulfilment: Fulfilment,
    unclear: bool,
    any_words: bool,
    named: bool,
) -> str:
    if ground is not None:
        return "contains" if ground.contains else "entire"
    if stars >= _GOOD_STARS:
        return "good_stars" if complaints else "thank"
    if not complaints:
        return "praise" if any_words else "named" if named else "nothing"
    if len({t.name for t in topics}) > 1:
        return "mixed"
    if unclear:
        return "unclear"
    delivery = complaints[0].name == "delivery" and fulfilment == "unknown"
    return "unknown_fulfilment" if delivery else "complaint"


def _topic(aspect: Aspect) -> str:
    return f"{aspect.name} praised" if aspect.polarity == "praise" else aspect.name


def _said(aspects: Sequence[Aspect]) -> str:
    return _quoted([q for a in aspects for q in a.quotes])


def _quoted(quotes: Sequence[Quote]) -> str:
    return ", ".join(f'"{" ".join(q.text.split())}"' for q in quotes[:_QUOTES_SAID])
