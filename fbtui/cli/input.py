"""The input of a command: FILE, or `-` for standard input, as bytes or as text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from fbtui.domain.outcome import RefusedInput

_BLOCK = 1 << 16  # bytes; also how far answers may lag behind bulk input


def called(file: Path) -> str:
    """The name of the input in messages."""
    return "standard input" if str(file) == "-" else str(file)


def blocks(file: Path) -> Iterator[bytes]:
    """The bytes as they arrive, at most 64 KiB at a time. Raises RefusedInput."""
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
    """The whole text with its line breaks unchanged. Raises RefusedInput unless it is UTF-8."""
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
    """Closes everything but standard input after reading."""
    if str(file) != "-":
        return file.open("rb")
    if sys.stdin is None:
        raise RefusedInput("Standard input is closed; name a file.")
    return nullcontext(sys.stdin.buffer)
