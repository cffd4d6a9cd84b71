"""A hostile paste stays text, however it is split between two reads."""

from __future__ import annotations

from textual import events
from textual._xterm_parser import XTermParser

from fbtui.terminal.pastes import Pastes

HOSTILE = "a\x1b[31mred\x1b]52;c;aGk=\x07\x00\x11\x9b \x1b[A\tß\rz"
SHOWN = "a␛[31mred␛]52;c;aGk=␇␀␑� ␛[A\tß\rz"
INPUT = f"j\x1b[200~{HOSTILE}\x1b[201~k\x1b[A"


def told(reads: list[str]) -> list[str]:
    """The keys by name, the pastes by their text."""
    pastes, parser = Pastes(), XTermParser(False)
    seen = []
    for read in reads:
        for part in pastes.split(read):
            if isinstance(part, events.Paste):
                seen.append(part.text)
            else:
                seen += [key.key for key in parser.feed(part) if isinstance(key, events.Key)]
    return seen


def test_no_character_of_a_paste_becomes_a_key() -> None:
    assert told([INPUT]) == ["j", SHOWN, "k", "up"]


def test_nor_when_the_markers_are_split() -> None:
    for at in range(4, len(INPUT)):  # a terminal never splits a marker after its first character
        assert told([INPUT[:at], INPUT[at:]]) == ["j", SHOWN, "k", "up"], at


def test_keys_outside_of_a_paste_do_not_wait() -> None:
    pastes = Pastes()
    for keys in ("\x1b", "\x1b[", "\x1b[A", "x\x1b"):
        assert list(pastes.split(keys)) == [keys]


def test_two_pastes_with_keys_between_them_stay_apart() -> None:
    assert told(["\x1b[200~one\x1b[201~x\x1b[200~\x1b[201~\x1b[200~two\x1b[201~"]) == [
        *("one", "x", "", "two"),
    ]
