"""Detect text that was damaged earlier: reported after the import, never repaired."""

from __future__ import annotations

import re
from itertools import pairwise

_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
# Kana in cp932, read as cp1252 or latin-1: each begins with one of two otherwise rare bytes.
_KANA = re.compile("(?:[‚ƒ\x82\x83].){3}")
# In cp1252 these are quotation marks, dashes and the euro sign.
_CONTROLS = "\x80\x8a\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9c\x9e"
_LINK = re.compile(r"(?:https?:|www\.)\S*$", re.I)
_SIGNS = (
    (
        "kana",
        "{n} runs like “‚·‚é‚½” look like Japanese that was read in the wrong way "
        "(first in line {line}): import the file again with --marketplace JP.",
    ),
    ("replaced", "{n} characters could not be decoded and show as U+FFFD (first in line {line})."),
    (
        "mojibake",
        "{n} pairs like “Ã¼” or “â€™” look like text that was decoded wrongly before "
        "(first in line {line}).",
    ),
    (
        "controls",
        "{n} control characters stand where cp1252 has quotation marks and dashes: the text was "
        "decoded wrongly before (first in line {line}).",
    ),
    (
        "questions",
        "{n} runs of “????” may be letters that were lost before the file was written "
        "(first in line {line}).",
    ),
    (
        "question",
        "{n} question marks inside words may be letters that were lost before the file was "
        "written (first in line {line}).",
    ),
)


class Suspicions:
    """Counts damaged places in the lines it has checked."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}  # damage → count, first line

    def look(self, first_line: int, text: str) -> None:
        """Check lines, numbered from `first_line`."""
        if "?" in text:
            runs, within = _question_marks(text.split("?"))
            self._note("questions", runs, first_line, text)
            self._note("question", within, first_line, text)
        if text.isascii():
            return
        for name, sign in (("replaced", "\ufffd"), ("controls", _CONTROLS)):
            if any(each in text for each in sign):
                places = [at for at, each in enumerate(text) if each in sign]
                self._note(name, places, first_line, text)
        if "Ã" in text or "Â" in text or ("â" in text and "â€" in text):
            self._note("mojibake", [m.start() for m in _MOJIBAKE.finditer(text)], first_line, text)
        if any(sign in text for sign in "‚ƒ\x82\x83"):
            self._note("kana", [m.start() for m in _KANA.finditer(text)], first_line, text)

    def notices(self) -> list[str]:
        """One sentence for each kind of damage."""
        return [
            words.format(n=self._found[sign][0], line=self._found[sign][1])
            for sign, words in _SIGNS
            if sign in self._found
        ]

    def _note(self, sign: str, places: list[int], first_line: int, text: str) -> None:
        if places:
            line = first_line + text.count("\n", 0, places[0])
            count, first = self._found.get(sign, (0, line))
            self._found[sign] = (count + len(places), first)


def _question_marks(parts: list[str]) -> tuple[list[int], list[int]]:
    """The starts of runs of four, and single marks between two letters, the second lower-case.

    `parts` are the texts between question marks. Marks in links are ignored.
    """
    runs, within, at, run = list[int](), list[int](), 0, 1
    for before, after in pairwise(parts):
        at += len(before)
        run = 1 if before else run + 1
        if run == 4:
            runs.append(at - 3)
        elif before[-1:].isalpha() and after[:1].islower() and not _LINK.search(before[-200:]):
            within.append(at)
        at += 1
    return runs, within
