"""The table of keys is read line by line, and says what a parser for TOML reads in it."""

from __future__ import annotations

import tomllib

from fbtui.assets import DATA
from fbtui.keys import KEYS


def test_every_key_is_read_as_toml_reads_it() -> None:
    told = tomllib.loads((DATA / "keys.toml").read_text(encoding="utf-8"))
    assert [(key.room, key.name, *key[2:6], key.footer) for key in KEYS] == [
        (room, name, *values[:4], len(values) > 4)
        for room, acts in told.items()
        for name, values in acts.items()
    ]


def test_synonyms_belong_to_keys() -> None:
    told = tomllib.loads((DATA / "synonyms.toml").read_text(encoding="utf-8"))
    assert {key.id: key.synonyms for key in KEYS if key.synonyms} == told
