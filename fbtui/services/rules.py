"""Reads playbook, lexicon and grounds; own copies win; a mistake is told with file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fbtui.assets import DATA
from fbtui.domain.grounds import GroundsFile
from fbtui.domain.lexicon import Language, LanguageFile, Lexicon
from fbtui.domain.obscene import ObsceneFile, ObsceneWords
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.personal import PersonalData, PersonalFile
from fbtui.domain.phrases import Mistake
from fbtui.domain.playbook import Playbook
from fbtui.domain.routing import Rules

LANGUAGES = ("en", "de", "es", "fr", "it", "ja")
_SENTENCES = (
    "contains", "entire", "mixed", "unclear", "complaint", "unknown_fulfilment",
    "good_stars", "praise", "named", "nothing", "thank",
)  # fmt: skip
_PLACES = ("quotes", "topics", "rest", "ground", "outcome", "stars")
File = TypeVar("File", bound=BaseModel)


def load_rules(own: Path | None = None) -> Rules:
    """Compile the rules; files of the same name in the folder `own` replace the shipped ones.

    Raises RefusedInput: one sentence with file, line and mistake.
    """
    playbook = load_playbook(own)
    grounds = _grounds(playbook, own)
    return Rules(
        lexicon=Lexicon([_language(language, own) for language in LANGUAGES]),
        obscene=ObsceneWords(_read(ObsceneFile, "obscene.toml", own)),
        personal=PersonalData(_read(PersonalFile, "personal.toml", own)),
        grounds=grounds.ground,
        because=grounds.because,
        playbook=playbook,
    )


def check_rules(own: Path | None = None) -> list[RefusedInput]:
    """The first mistake of each file, files in the order of the reader; empty when all is well."""
    checks: list[Callable[[], object]] = [
        lambda: _grounds(load_playbook(own), own),
        lambda: ObsceneWords(_read(ObsceneFile, "obscene.toml", own)),
        lambda: PersonalData(_read(PersonalFile, "personal.toml", own)),
        *(partial(_language, language, own) for language in LANGUAGES),
    ]
    mistakes = []
    for check in checks:
        try:
            check()
        except RefusedInput as refusal:
            mistakes.append(refusal)
    return mistakes


def load_playbook(own: Path | None = None) -> Playbook:
    """Only lanes, steps and due times: quick, for a desk that routes nothing."""
    return _read(Playbook, "playbook.toml", own)


def _grounds(playbook: Playbook, own: Path | None) -> GroundsFile:
    grounds = _read(GroundsFile, "grounds.toml", own)
    path = _path("grounds.toml", own)
    for sentence in _SENTENCES:
        _check_sentence(grounds.because.get(sentence), sentence, path)
    _check_lanes(playbook, {ground.name for ground in grounds.ground}, _path("playbook.toml", own))
    return grounds


def _language(language: str, own: Path | None) -> Language:
    name = f"lexicon/{language}.toml"
    file = _read(LanguageFile, name, own)
    try:
        return Language(file)
    except Mistake as mistake:
        raise _refused(_path(name, own), mistake.near, str(mistake)) from None


def _path(name: str, own: Path | None) -> Path:
    if own is not None and (own / name).is_file():
        return own / name
    return DATA / name


def _read(model: type[File], name: str, own: Path | None) -> File:
    path = _path(name, own)
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise RefusedInput(f"{path}: not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise RefusedInput(f"{path}: not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise RefusedInput(f"{path}: cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise _refused(path, _near(first["loc"], first.get("input")), _said(first)) from None


def _said(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {said}" if where else said


def _near(where: tuple[int | str, ...], value: object) -> str:
    """Text to find the line by: the wrong value if it is a word, else the innermost key."""
    if isinstance(value, str) and value:
        return value
    return next((part for part in reversed(where) if isinstance(part, str)), "")


def _refused(path: Path, near: str, says: str) -> RefusedInput:
    return RefusedInput(f"{path}, line {_line_of(path, near)}: {says}.")


def _line_of(path: Path, near: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    bare = [i for i, line in enumerate(lines, 1) if near in line and not line.startswith("#")]
    exact = [i for i in bare if f'"{near}"' in lines[i - 1] or lines[i - 1].startswith(near)]
    return next(iter(exact or bare), 1)


def _check_sentence(text: str | None, name: str, path: Path) -> None:
    if text is None:
        raise _refused(path, "[because]", f'[because] lacks the sentence "{name}"')
    try:
        text.format_map(dict.fromkeys(_PLACES, ""))
    except (KeyError, ValueError, IndexError, AttributeError):
        known = ", ".join(f"{{{place}}}" for place in _PLACES)
        raise _refused(path, text, f'the sentence "{name}" may hold only {known}') from None


def _check_lanes(playbook: Playbook, grounds: set[str], path: Path) -> None:
    for lane in playbook.lane:
        for name in (n for condition in lane.when for n in condition.ground or ()):
            if name not in grounds:
                says = f'lane "{lane.name}" names the ground "{name}", which grounds.toml lacks'
                raise _refused(path, name, says)
