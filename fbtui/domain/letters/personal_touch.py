"""Warns of replies that say the same to several buyers in a row (docs/domain/procedure.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fbtui.domain.letters.letter import Letter

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding

SAME_BEFORE = 2  # identical replies in a row; this one would be the third
_SAYS = (
    "The SOP wants a reply that is personal to the feedback: your last {same} posted replies said"
    " the same{template}; add a word of your own."
)


def lacks_personal_touch(
    text: str, template: str, untouched: bool, before: Sequence[Letter]
) -> list[Finding]:
    """A warning when `text` repeats the replies posted `before` (the newest SAME_BEFORE).

    Replies are the same if their words agree, or if all are one template sent unchanged.
    """
    from fbtui.domain.letters.policy import Finding

    words = text.split()
    is_same = [
        letter.text.split() == words
        or (untouched and letter.untouched and bool(template) and letter.template == template)
        for letter in before
    ]
    if len(is_same) < SAME_BEFORE or not all(is_same):
        return []
    named = f", the template {template} unchanged" if untouched and template else ""
    says = _SAYS.format(same=len(before), template=named)
    return [Finding("personal_touch", "warn", text, 0, len(text), says)]
