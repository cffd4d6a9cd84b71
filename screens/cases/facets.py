"""The facets of the tracker's filter menu."""

from __future__ import annotations

from collections.abc import Callable

from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.tracked_case import CaseFilter
from fbtui.domain.cases.transitions import CaseState
from fbtui.services.cases.texts import CHANNEL_WORDS
from fbtui.services.desk import Desk
from screens.parts.facets import Choices, Facet, choice, field, switch

_STATES = {state.words: state for state in CaseState}


def case_facets(desk: Desk) -> list[Facet[CaseFilter]]:
    """The facets for one desk; their values are read from its cases when a menu opens."""

    def found(name: str, words: Callable[[str], str] = str) -> Callable[[], Choices]:
        def choices() -> Choices:
            values = {str(getattr(case, name)) for case in desk.tracker.cases()} - {""}
            return [(value, words(value)) for value in sorted(values)]

        return choices

    return [
        choice(
            "State",
            lambda: [(words, words) for words in _STATES],
            now=lambda now: " or ".join(state.words for state in now.state),
            narrow=lambda now, words: now.changed(state=(_STATES[words],) if words else ()),
        ),
        switch("To do now", "due"),
        field("Ground", "ground", found("ground")),
        field("Agent", "agent", found("asked_by")),
        field("Account", "account", found("account")),
        field("Marketplace", "marketplace", found("marketplace")),
        field("Channel", "channel", found("channel", lambda name: CHANNEL_WORDS[Channel(name)])),
    ]
