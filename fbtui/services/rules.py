"""Reads playbook, lexicon and grounds; own copies win; a mistake is told with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from fbtui.content import line_with, load, mistake, own_or_shipped, text_of
from fbtui.domain.grounds import GroundsFile
from fbtui.domain.lexicon import Language, LanguageFile, Lexicon
from fbtui.domain.likeness import TOPICS, Examples, ExamplesFile, Likeness
from fbtui.domain.obscene import ObsceneFile, ObsceneWords
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.personal import PersonalData, PersonalFile
from fbtui.domain.phrases import Mistake
from fbtui.domain.playbook import Playbook
from fbtui.domain.routing import Rules
from fbtui.domain.verdict import Judge
from fbtui.services.rule_files import EXAMPLES, LEXICONS, load_playbook

_SENTENCES = (
    "contains", "entire", "mixed", "unclear", "complaint", "unknown_fulfilment",
    "good_stars", "likely", "likely_entire", "praise", "named", "nothing", "thank",
)  # fmt: skip
_PLACES = ("quotes", "topics", "rest", "ground", "outcome", "stars")
File = TypeVar("File", bound=BaseModel)


def load_rules(own: Path | None = None) -> Rules:
    """Compile the rules; files of the same name in the folder `own` replace the shipped ones.

    Raises RefusedInput: one sentence with file, line and mistake.
    """
    playbook = load_playbook(own)
    grounds = _grounds(playbook, own)
    examples = [_read(ExamplesFile, name, own) for name in EXAMPLES]
    return Rules(
        lexicon=Lexicon([_language(name, own) for name in LEXICONS]),
        obscene=ObsceneWords(_read(ObsceneFile, "obscene.toml", own)),
        personal=PersonalData(_read(PersonalFile, "personal.toml", own)),
        judge=Judge(
            grounds=grounds.ground,
            playbook=playbook,
            likeness=_likeness(examples),
            glad=_likeness([file.glad for file in examples]),
            caution=grounds.likeness,
        ),
        because=grounds.because,
    )


def check_rules(own: Path | None = None) -> list[RefusedInput]:
    """The first mistake of each file, files in the order of the reader; empty when all is well."""
    checks: list[Callable[[], object]] = [
        lambda: _grounds(load_playbook(own), own),
        lambda: ObsceneWords(_read(ObsceneFile, "obscene.toml", own)),
        lambda: PersonalData(_read(PersonalFile, "personal.toml", own)),
        *(partial(_language, name, own) for name in LEXICONS),
        *(partial(_read, ExamplesFile, name, own) for name in EXAMPLES),
    ]
    mistakes = []
    for check in checks:
        try:
            check()
        except RefusedInput as refusal:
            mistakes.append(refusal)
    return mistakes


def _likeness(examples: Iterable[Examples]) -> Likeness:
    return Likeness(TOPICS, (each for file in examples for each in file.labelled()))


def _grounds(playbook: Playbook, own: Path | None) -> GroundsFile:
    grounds = _read(GroundsFile, "grounds.toml", own)
    path = own_or_shipped("grounds.toml", own)
    for sentence in _SENTENCES:
        _check_sentence(grounds.because.get(sentence), sentence, path)
    _check_lanes(
        playbook, {ground.name for ground in grounds.ground}, own_or_shipped("playbook.toml", own)
    )
    return grounds


def _language(name: str, own: Path | None) -> Language:
    file = _read(LanguageFile, name, own)
    try:
        return Language(file)
    except Mistake as wrong:
        raise _refused(own_or_shipped(name, own), wrong.near, str(wrong)) from None


def _read(model: type[File], name: str, own: Path | None) -> File:
    return load(model, own_or_shipped(name, own))


def _refused(path: Path, near: str, says: str) -> RefusedInput:
    return mistake(str(path), line_with(text_of(path), near), says)


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
