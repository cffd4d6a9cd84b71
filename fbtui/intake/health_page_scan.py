"""Split the copied Account Health page into items, cell by cell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from fbtui.assets import DATA
from fbtui.domain.health.naming import PrintedNames
from fbtui.domain.health.parsing import Quantity, parse_number, parse_quantity
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import (
    FULFILLED_BY_AMAZON,
    SELLER_FULFILLED,
    Standing,
    Tile,
    Unit,
    comparator,
)
from fbtui.intake.health_page_items import (
    Bar,
    Figure,
    Furniture,
    Heading,
    Item,
    Name,
    Nothing,
    Notice,
    Orders,
    Side,
    Status,
    TargetHead,
    Unknown,
    Window,
)

_MARKUP = re.compile(r"\*\*|</?\w+[^>]*>|\[\s*\d*\s*[?i]?\s*\]|[ⓘ▾▸●]|\bLearn more\b", re.I)
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")
_BULLET = re.compile(r"^\s*(?:[•·∙▪◦*]|[-–—](?=\s*[^\W\d]))\s*")
_CELLS = re.compile(r"\t+|\s*\|\s*|\s{3,}")
_NUMBER = r"\d{1,9}(?:[.,]\d{3}){0,4}(?!\d)"
_DECIMAL = r"\d{1,6}(?:[.,]\d{1,9})?(?![.,]?\d)"
_WINDOW = re.compile(
    r"(?P<days>\d{1,3})\s+days?\b(?:\s*\(\s*(?P<first>[^()]+?)\s+(?:to|-|–)\s+(?P<last>[^()]+?)\s*\))?",
    re.I,
)
_ORDERS = re.compile(rf"Orders:\s*(?P<n>{_NUMBER})", re.I)
_BAR = re.compile(
    rf"(?:Target:?\s*)?(?P<sign>under|over|below|above|less than|greater than|more than|at least|at most|[<>≤≥=]=?)"
    rf"\s*(?P<value>{_DECIMAL}\s*%?)",
    re.I,
)
_COUNTS = re.compile(
    rf"(?P<n>{_NUMBER})\s*(?:of|/)\s*(?P<d>{_NUMBER})"
    r"(?:\s+(?:orders|shipments|units|contacts|return requests|returns))?",
    re.I,
)
_SHARE = re.compile(
    rf"(?P<share>{_DECIMAL}\s*%)(?:\s*\(\s*(?P<n>{_NUMBER})(?:\s*(?:/|of)\s*(?P<d>{_NUMBER}))?\s*\))?"
)
_TIME = re.compile(
    r"\d{1,6}\s*h(?:ours?|rs?)?\b(?:\s*\d{1,6}\s*m(?:in(?:ute)?s?)?\b)?|\d{1,6}\s*min(?:ute)?s?\b",
    re.I,
)
_PLAIN = re.compile(rf"{_NUMBER}(?![\w%.,])")
_MESSAGES = re.compile(
    r"You have (?P<n>\d+|no) messages? that you have not responded to in the (?:past|last) (?P<days>\d+) days\.?",
    re.I,
)
_NOTICE = re.compile(r"(?P<title>.+?)\s+(?P<day>\d{1,2}/\d{1,2}/\d{2,4})\s*$")
_SIDES = {
    "seller fulfilled": SELLER_FULFILLED,
    "seller-fulfilled": SELLER_FULFILLED,
    "fulfilled by seller": SELLER_FULFILLED,
    "fulfilled by amazon": FULFILLED_BY_AMAZON,
}
_DAYS = (
    "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y",
    "%d/%m/%Y", "%d.%m.%Y",
)  # fmt: skip
_LONGEST_NAME, _LONGEST_STATUS = 10, 9  # words
_LONGEST_LINE, _LONGEST_CELL = 4_000, 300  # characters; no real line is longer


class _Known(NamedTuple):
    """Amazon's names and words that may occur on the page."""

    targets: Targets
    names: PrintedNames


def items(text: str, targets: Targets) -> Iterator[tuple[int, str, Item]]:
    """(line number, text, item) from top to bottom, cell by cell."""
    known = _Known(targets, PrintedNames(targets))
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_LINE:
            yield number, line[:_LONGEST_CELL], Unknown(line[:_LONGEST_CELL])
            continue
        if _opens_notice(line) and number < len(lines) and day_of(lines[number]):
            # Some browsers copy one cell a line.
            line, lines[number] = f"{line} {lines[number]}", ""
        bare = _MARKUP.sub(" ", _LINK.sub(r"\1", line.replace("\xa0", " ")))
        whole = " ".join(bare.split())
        if found := _whole_line(whole):
            yield from ((number, whole, item) for item in found)
            continue
        for cell in _CELLS.split(bare):
            rest = " ".join(_BULLET.sub("", cell).split())
            while rest:
                item, rest = _next(rest, known)
                yield number, whole, item


def _opens_notice(text: str) -> bool:
    return text.strip().casefold().startswith(_page()["notices"])


def _whole_line(text: str) -> list[Item]:
    """An item that takes a whole line: a notification, or nothing."""
    if _opens_notice(text) and (match := _NOTICE.match(text)) and (day := day_of(match["day"])):
        return [Notice(day, match["title"].rstrip(" |"))]
    return [Furniture()] if _is_furniture(text) else []


def _next(text: str, known: _Known) -> tuple[Item, str]:
    """The first item of a cell, and the rest of the cell."""
    if len(text) > _LONGEST_CELL:
        return Unknown(text[:_LONGEST_CELL]), ""
    for read in (_side_or_head, _messages, _window, _figures, _named):
        if (found := read(text, known)) is not None:
            return found[0], found[1].strip(" ,;:")
    return _word(text, known), ""


Found = tuple[Item, str] | None


def _side_or_head(text: str, _: _Known) -> Found:
    low = text.casefold()
    for words, fulfilment in _SIDES.items():
        if low.startswith(words):
            return Side(fulfilment), text[len(words) :]
    if low == "target":
        return TargetHead(), ""
    return (Heading(), "") if low in _page()["headings"] else None


def _messages(text: str, known: _Known) -> Found:
    metric = known.names.exactly("Messages not responded to")
    if metric is None or not (match := _MESSAGES.match(text)):
        return None
    count = "0" if match["n"].lower() == "no" else match["n"]
    return Name(metric), f"{count} {match['days']} days{text[match.end() :]}"


def _window(text: str, _: _Known) -> Found:
    if match := _ORDERS.match(text):
        return Orders(_whole(match["n"])), text[match.end() :]
    if match := _WINDOW.match(text):
        return Window(int(match["days"]), day_of(match["last"] or "")), text[match.end() :]
    if match := _BAR.match(text):
        words = {"less than": "under", "greater than": "over", "more than": "over"}
        word = match["sign"].lower()
        meant = comparator(words.get(word, word))
        if meant is not None:
            return Bar(meant, _number(match["value"])), text[match.end() :]
    return None


def _figures(text: str, _: _Known) -> Found:
    if text.casefold() in ("--", "-", "–", "—"):
        return Nothing(), ""
    if re.match(r"n/a\b", text, re.I):
        return Figure(Quantity()), text[3:]
    if match := _COUNTS.match(text):
        return Figure(Quantity(_whole(match["n"]), _whole(match["d"])), Unit.RATE, True), text[
            match.end() :
        ]
    if match := _SHARE.match(text):
        n, d = (None if match[part] is None else _whole(match[part]) for part in ("n", "d"))
        return Figure(Quantity(n, d, _number(match["share"])), Unit.RATE), text[match.end() :]
    if match := _TIME.match(text):
        return Figure(parse_quantity(match[0], Unit.MINUTES), Unit.MINUTES), text[match.end() :]
    if match := _PLAIN.match(text):
        return Figure(Quantity(value=Fraction(_whole(match[0]))), Unit.COUNT), text[match.end() :]
    return None


def _named(text: str, known: _Known) -> Found:
    """The longest prefix that names a metric, if only figures follow it."""
    words = text.split(" ")
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        rest = " ".join(words[length:])
        metric = known.names.exactly(" ".join(words[:length]).rstrip(":"))
        if metric is None or metric.tile is Tile.FEEDBACK:
            continue
        if not rest or any(read(rest, known) for read in (_side_or_head, _window, _figures)):
            return Name(metric), rest
        if metric.unit in (Unit.STATUS, Unit.SCORE) and isinstance(_word(rest, known), Status):
            return Name(metric), rest
        return None
    return None


def _word(text: str, known: _Known) -> Item:
    if _is_furniture(text):
        return Furniture()
    short = len(text.split()) <= _LONGEST_STATUS
    if short and known.targets.amazon_standing(text) is not Standing.NO_DATA:
        return Status(text, of_account="account" in text.casefold())
    return Unknown(text)


def _is_furniture(text: str) -> bool:
    low = text.casefold().strip(" .:")
    return not low or low in _page()["furniture"] or low.startswith(_page()["opening"])


@cache
def _page() -> dict[str, tuple[str, ...]]:
    """The page's words; phrases of several words open a line without information."""
    with (DATA / "health_page.toml").open("rb") as file:
        page = {name: tuple(words) for name, words in tomllib.load(file).items()}
    opening = tuple(each for each in page["furniture"] if " " in each and each != "account health")
    return page | {"opening": opening}


def day_of(text: str) -> date | None:
    """A date like `Jul 30, 2018`; None for anything else."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def _whole(text: str) -> int:
    return int(re.sub(r"[.,]", "", text)[:18])


def _number(text: str) -> Fraction:
    """A share or a bar: a comma or point is a decimal separator."""
    return parse_number(text.replace(",", ".").replace(" ", ""))
