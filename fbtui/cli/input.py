"""What a verb is given to read: FILE, or `-` for standard input, as bytes or as one text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from fbtui.domain.outcome import RefusedInput

_BLOCK = 1 << 16  # bytes; also how far answers may lag behind a reader that asks in bulk


def called(file: Path) -> str:
    """What sentences call the input."""
    return "standard input" if str(file) == "-" else str(file)


def blocks(file: Path) -> Iterator[bytes]:
    """The bytes as they come: what is waiting, at most 64 KiB at once. Raises RefusedInput."""
    try:
        with _opened(file) as source:
            while block := source.read1(_BLOCK):
                yield block
    except OSError as error:
        raise RefusedInput(
            f"{called(file)} cannot be read: {(error.strerror or str(error)).lower()}; "
            "name a readable file."
        ) from error


def text_of(file: Path) -> str:
    """The whole text, line breaks as they are. Raises RefusedInput for what is no UTF-8 text."""
    data = b"".join(blocks(file))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise RefusedInput(
            f"{called(file)}, line {line}: this is not UTF-8; save it as UTF-8 text."
        ) from wrong
    if "\0" in text:
        raise RefusedInput(
            f"{called(file)}: this is no text (it holds NUL bytes); save it as UTF-8 text."
        )
    return text


def _opened(file: Path) -> AbstractContextManager[Any]:
    """Standard input stays open; everything else is closed after reading."""
    if str(file) != "-":
        return file.open("rb")
    if sys.stdin is None:
        raise RefusedInput("Standard input is closed; name a file.")
    return nullcontext(sys.stdin.buffer)
