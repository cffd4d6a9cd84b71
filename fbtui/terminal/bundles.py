"""Keys that a terminal sent in one piece: typed over a slow line, or a paste without its markers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.events import Key
from textual.message import Message

_COUNT = "_keys_together"


def counted_together(messages: Sequence[Message]) -> Sequence[Message]:
    """The messages of one read; each key of several knows how many they were."""
    keys = [message for message in messages if isinstance(message, Key) and message.is_printable]
    different = sum(1 for _ in groupby(keys, lambda key: key.key))  # a key held down counts once
    for key in keys:
        setattr(key, _COUNT, different)
    return messages


def keys_together(key: Key) -> int:
    """How many different keys came in one piece with this one, itself included."""
    return int(getattr(key, _COUNT, 1))
