"""Signs that a text was damaged on its way: said in the import's report, never repaired."""

from __future__ import annotations

import re

_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
_QUESTION_MARKS = re.compile(r"\?{4,}")
# Kana in cp932, read as cp1252 or latin-1: each begins with one of two bytes, else hardly ever used.
_KANA = re.compile("(?:[‚ƒ\x82\x83].){3}")
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
        "questions",
        "{n} runs of “????” may be letters that were lost before the file was written "
        "(first in line {line}).",
    ),
)


class Suspicions:
    """Counts of damaged places in the lines that were looked at."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}  # sign → how many, first line

    def look(self, first_line: int, lines: list[str]) -> None:
        """Look at a batch of lines, the first of which has the number `first_line`."""
        text = "\n".join(lines)
        if "\ufffd" in text:
            self._note(
                "replaced",
                [at for at, sign in enumerate(text) if sign == "\ufffd"],
                first_line,
                text,
            )
        if "Ã" in text or "Â" in text or "â€" in text:
            self._note("mojibake", [m.start() for m in _MOJIBAKE.finditer(text)], first_line, text)
        if any(sign in text for sign in "‚ƒ\x82\x83"):
            self._note("kana", [m.start() for m in _KANA.finditer(text)], first_line, text)
        if "????" in text:
            found = [m.start() for m in _QUESTION_MARKS.finditer(text)]
            self._note("questions", found, first_line, text)

    def notices(self) -> list[str]:
        """One sentence for each sign that was found."""
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
