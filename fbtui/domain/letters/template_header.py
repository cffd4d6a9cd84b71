"""The first line of a letter template: its step, lanes, stars and language."""

from __future__ import annotations

import re
from typing import Literal, cast

from fbtui.domain.outcome import Refused
from fbtui.domain.record import StrictRecord

Step = Literal["reply", "email"]

_HEADER = re.compile(r"\ufeff?\{#-?\s*(?P<parts>[^\n]*?)\s*-?#\}[^\S\n]*(?:\n|$)")
_EXAMPLE = "{# step: reply · lane: apologise · stars: 1-3 · language: en · title: Sorry #}"
_KEYS = {"step", "lane", "stars", "language", "title", "subject"}
_ALL_STARS = (1, 2, 3, 4, 5)


class Header(StrictRecord):
    """What a template is for. No lanes: every lane. `subject` is for e-mails only and may be empty."""

    step: Step
    lanes: tuple[str, ...] = ()
    stars: tuple[int, ...] = _ALL_STARS
    language: str
    title: str
    subject: str = ""

    def fits(self, step: str, lane: str, stars: int, language: str) -> bool:
        """Whether it suits a letter with this step, lane, stars and language."""
        at_home = step == self.step and language == self.language and stars in self.stars
        return at_home and (not self.lanes or lane in self.lanes)


def split_header(source: str) -> tuple[Header, str] | Refused:
    """The header and the body below it, with line breaks normalised to `\\n`."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    found = _HEADER.match(source)
    if not found:
        return Refused(f"Line 1: the template must begin with its header, such as {_EXAMPLE}.")
    header = _read(found["parts"])
    return header if isinstance(header, Refused) else (header, source[found.end() :])


def _read(parts: str) -> Header | Refused:
    fields: dict[str, str] = {}
    for part in re.split(r"\s+[·|]\s+", parts):
        key, colon, value = part.partition(":")
        key = key.strip().replace("lanes", "lane")
        if not colon or key not in _KEYS or key in fields or not value.strip():
            return Refused(f"Line 1: {part.strip()!r} is not understood; write {_EXAMPLE}.")
        fields[key] = value.strip()
    for key in ("step", "language", "title"):
        if key not in fields:
            return Refused(f"Line 1: the header does not say its {key}; write {_EXAMPLE}.")
    return _checked(fields)


def _checked(fields: dict[str, str]) -> Header | Refused:
    if fields["step"] not in ("reply", "email"):
        return Refused(f"Line 1: the step must be reply or email, not {fields['step']!r}.")
    if not re.fullmatch(r"[a-z]{2}", fields["language"]):
        return Refused(f"Line 1: the language must be two letters, not {fields['language']!r}.")
    lanes = tuple(lane.strip() for lane in fields.get("lane", "any").split(","))
    if not all(re.fullmatch(r"[a-z_]{2,30}", lane) for lane in lanes):
        return Refused(f"Line 1: the lanes must be names and commas, not {fields['lane']!r}.")
    stars = _stars(fields.get("stars", "1-5"))
    if stars is None:
        return Refused(f"Line 1: the stars must be like 1-3 or 1,2, not {fields['stars']!r}.")
    return Header(
        step=cast("Step", fields["step"]),
        lanes=() if lanes == ("any",) else lanes,
        stars=stars,
        language=fields["language"],
        title=fields["title"],
        subject=fields.get("subject", ""),
    )


def _stars(written: str) -> tuple[int, ...] | None:
    if between := re.fullmatch(r"([1-5])\s*[-–]\s*([1-5])", written):
        first, last = int(between[1]), int(between[2])
        return tuple(range(first, last + 1)) or None
    if re.fullmatch(r"[1-5](?:\s*,\s*[1-5])*", written):
        return tuple(sorted({int(star) for star in re.findall(r"[1-5]", written)}))
    return None
