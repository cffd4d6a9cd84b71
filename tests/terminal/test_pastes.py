"""A hostile paste is text, however it is torn between two reads."""

from __future__ import annotations

from textual import events
from textual._xterm_parser import XTermParser

from fbtui.terminal.pastes import Pastes

HOSTILE = "a\x1b[31mred\x1b]52;c;aGk=\x07\x00\x11\x9b \x1b[A\tß\rz"
SHOWN = "a␛[31mred␛]52;c;aGk=␇␀␑� ␛[A\tß\rz"
INPUT = f"j\x1b[200~{HOSTILE}\x1b[201~k\x1b[A"


def told(reads: list[str]) -> list[str]:
    pastes, parser = Pastes(), XTermParser(False)
    seen = []
    for read in reads:
        for message in parser.feed(pastes.made_safe(read)):
            if isinstance(message, events.Paste):
                seen.append(message.text)
            elif isinstance(message, events.Key):
                seen.append(message.key)
    return seen


def test_no_sign_of_a_paste_becomes_a_key() -> None:
    assert told([INPUT]) == ["j", SHOWN, "k", "up"]


def test_nor_where_the_marks_are_torn() -> None:
    for at in range(
        4, len(INPUT)
    ):  # a terminal never tears the first sign of a mark from the second
        assert told([INPUT[:at], INPUT[at:]]) == ["j", SHOWN, "k", "up"], at


def test_keys_outside_of_a_paste_do_not_wait() -> None:
    pastes = Pastes()
    for keys in ("\x1b", "\x1b[", "\x1b[A", "x\x1b"):
        assert pastes.made_safe(keys) == keys
