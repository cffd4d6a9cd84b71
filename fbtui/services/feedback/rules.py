"""Reads playbook, grounds and alarm words; own copies win; a mistake is told with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from fbtui.content import line_with, load, mistake, own_or_shipped, text_of
from fbtui.domain.cases.grounds import GroundsFile
from fbtui.domain.feedback.flagged_words import FlaggedWords
from fbtui.domain.feedback.obscene import ObsceneFile, ObsceneWords
from fbtui.domain.feedback.personal_data import PersonalData, PersonalFile
from fbtui.domain.feedback.playbook import Playbook
from fbtui.domain.feedback.routing import Rules
from fbtui.domain.outcome import RefusedInput
from fbtui.services.feedback.rule_files import load_playbook
from fbtui.understanding import examples

_SENTENCES = (
    "contains", "entire", "likely_entire", "mixed", "complaint", "unknown_fulfilment", "good_stars",
    "guess", "nothing", "thank", "unread",
)  # fmt: skip
_PLACES = ("quotes", "topics", "ground", "outcome", "stars", "because")
File = TypeVar("File", bound=BaseModel)


def load_rules(own: Path | None = None) -> Rules:
    """Compile the rules; files of the same name in the folder `own` replace the shipped ones.

    Raises RefusedInput: one sentence with file, line and mistake.
    """
    playbook = load_playbook(own)
    grounds = _grounds(playbook, own)
    return Rules(
        grounds=grounds.ground,
        playbook=playbook,
        alarms=FlaggedWords(
            load_obscene(own),
            PersonalData(_read(PersonalFile, "personal.toml", own)),
        ),
        certain=grounds.certain,
        because=grounds.because,
    )


def load_obscene(own: Path | None = None) -> ObsceneWords:
    """The obscene words alone. Raises RefusedInput with file, line and mistake."""
    return ObsceneWords(_read(ObsceneFile, "obscene.toml", own))


def check_rules(own: Path | None = None) -> list[RefusedInput]:
    """The first mistake of each file, files in the order of the reader; empty when all is well."""
    checks: list[Callable[[], object]] = [
        lambda: _grounds(load_playbook(own), own),
        lambda: load_obscene(own),
        lambda: PersonalData(_read(PersonalFile, "personal.toml", own)),
        lambda: _own_examples(own),
    ]
    mistakes = []
    for check in checks:
        try:
            check()
        except RefusedInput as refusal:
            mistakes.append(refusal)
    return mistakes


def _own_examples(own: Path | None) -> None:
    """A team's own examples; the shipped ones are checked when the heads are fitted."""
    for head, labels in examples.LABELS.items() if own else ():
        for path in examples.files(head, own):
            examples.read(path, labels)


def _grounds(playbook: Playbook, own: Path | None) -> GroundsFile:
    grounds = _read(GroundsFile, "grounds.toml", own)
    path = own_or_shipped("grounds.toml", own)
    for sentence in _SENTENCES:
        _check_sentence(grounds.because.get(sentence), sentence, path)
    _check_lanes(
        playbook, {ground.name for ground in grounds.ground}, own_or_shipped("playbook.toml", own)
    )
    return grounds


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
