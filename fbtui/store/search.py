"""Words as an agent types them, turned into a question to the full-text index."""

from __future__ import annotations

import re

# Scripts without spaces: the index knows them only as whole runs, so parts are looked for in the text.
_NO_SPACES = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")

_IN_INDEX = "id IN (SELECT rowid FROM feedback_fts WHERE feedback_fts MATCH :words)"
_IN_TEXT = "instr(comment || ' ' || response, :part) > 0"
_NOTHING = "0"


def matching(typed: str) -> tuple[str, dict[str, str]]:
    """A condition on feedback rows with its named values.

    All words must be there, in any order, in comment, response or order ID; the last one may be
    unfinished. Quotes and operators of the index's own language are not special.
    """
    typed = typed.replace("\x00", " ")
    if _NO_SPACES.search(typed):
        return _IN_TEXT, {"part": typed.strip()}
    # Each typed word keeps its parts together: an order ID is three numbers in a row.
    phrases = [" ".join(_WORD.findall(word)) for word in typed.split()]
    phrases = [phrase for phrase in phrases if phrase]
    if not phrases:
        return _NOTHING, {}
    quoted = [f'"{phrase}"' for phrase in phrases]
    return _IN_INDEX, {"words": " ".join(quoted) + "*"}
