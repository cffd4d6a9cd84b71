"""The rules a desk works by: playbook, grounds, obscene words and personal data.

A team's own copy of a file replaces the shipped one. A mistake in it raises RefusedInput with file and
line. Compiling the rules is slow, so what they need is imported inside the functions that use it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fbtui import __version__
from fbtui.config import config_folder
from fbtui.content import Checked, line_with, load, mistake, own_or_shipped, text_of
from fbtui.domain.outcome import RefusedInput

if TYPE_CHECKING:
    from fbtui.domain.cases.grounds import GroundsFile
    from fbtui.domain.feedback.obscene import ObsceneWords
    from fbtui.domain.feedback.personal_data import PersonalData
    from fbtui.domain.feedback.playbook import Playbook
    from fbtui.domain.feedback.routing import Rules

_RULE_FILES = ("playbook.toml", "grounds.toml", "obscene.toml", "personal.toml")
_SENTENCES = (
    "contains", "entire", "likely_entire", "mixed", "complaint", "unknown_fulfilment", "good_stars",
    "guess", "nothing", "thank", "unread",
)  # fmt: skip
_PLACES = ("quotes", "topics", "ground", "outcome", "stars", "because")
File = TypeVar("File", bound=Checked)

# The rules compiled last, by fingerprint: the desks of one process share them.
_compiled: dict[str, Rules] = {}


class Rulebook:
    """The rules of one desk, each part read when it is first needed.

    Compiling all rules takes most of a second: screens ask for them in a thread first.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own

    @cached_property
    def playbook(self) -> Playbook:
        """Lanes, steps and due times; quick to read."""
        return load_playbook(self.folder)

    @cached_property
    def rules(self) -> Rules:
        """Everything the routing needs."""
        if self.fingerprint not in _compiled:
            _compiled.clear()
            _compiled[self.fingerprint] = load_rules(self.folder)
        return _compiled[self.fingerprint]

    @property
    def are_read(self) -> bool:
        """Whether `rules` answers at once."""
        return "rules" in self.__dict__

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any file in use changes, or the version of fbtui."""
        import hashlib

        digest = hashlib.sha256(__version__.encode())
        for name in _RULE_FILES:
            digest.update(text_of(own_or_shipped(name, self.folder)).encode())
        return digest.hexdigest()

    def forget(self) -> None:
        """Read the files again when they are next needed."""
        for part in ("playbook", "rules", "fingerprint"):
            self.__dict__.pop(part, None)

    @property
    def folder(self) -> Path:
        """Where a team keeps its own copies."""
        return self._own or config_folder()


def load_playbook(own: Path | None = None) -> Playbook:
    """Lanes, steps and due times; a file in the folder `own` replaces the shipped one."""
    from fbtui.domain.feedback.playbook import Playbook

    return load(Playbook, own_or_shipped("playbook.toml", own))


def load_rules(own: Path | None = None) -> Rules:
    """Compile the rules; files in the folder `own` replace the shipped ones of the same name.

    Raises RefusedInput with file, line and mistake.
    """
    from fbtui.domain.feedback.flagged_words import FlaggedWords
    from fbtui.domain.feedback.routing import Rules

    playbook = load_playbook(own)
    grounds = _grounds(playbook, own)
    return Rules(
        grounds=grounds.ground,
        playbook=playbook,
        alarms=FlaggedWords(load_obscene(own), _personal(own)),
        certain=grounds.certain,
        because=grounds.because,
    )


def load_obscene(own: Path | None = None) -> ObsceneWords:
    """The obscene words alone. Raises RefusedInput with file, line and mistake."""
    from fbtui.domain.feedback.obscene import ObsceneFile, ObsceneWords

    return ObsceneWords(_read(ObsceneFile, "obscene.toml", own))


def check_rules(own: Path | None = None) -> list[RefusedInput]:
    """The first mistake of each file, in the order the files are read; empty when all is well."""
    checks: list[Callable[[], object]] = [
        lambda: _grounds(load_playbook(own), own),
        lambda: load_obscene(own),
        lambda: _personal(own),
        lambda: _check_own_examples(own),
    ]
    mistakes = []
    for check in checks:
        try:
            check()
        except RefusedInput as refusal:
            mistakes.append(refusal)
    return mistakes


def _check_own_examples(own: Path | None) -> None:
    """Read a team's own examples; the shipped ones are checked when the heads are fitted."""
    from fbtui.understanding import examples

    for head, labels in examples.LABELS.items() if own else ():
        for path in examples.files(head, own):
            examples.read(path, labels)


def _personal(own: Path | None) -> PersonalData:
    from fbtui.domain.feedback.personal_data import PersonalData, PersonalFile

    return PersonalData(_read(PersonalFile, "personal.toml", own))


def _grounds(playbook: Playbook, own: Path | None) -> GroundsFile:
    from fbtui.domain.cases.grounds import GroundsFile

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
