"""The subjects for e-mails to buyers: data/subjects.toml, or the team's own copy."""

from __future__ import annotations

from fbtui.config import config_folder
from fbtui.content import load, own_or_shipped
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.domain.record import Field, StrictRecord


class SubjectsFile(StrictRecord):
    """`subjects.toml`: the subjects in the form's order."""

    subjects: list[str] = Field(min_length=1)


def subjects() -> list[str] | Refused:
    """The subjects; a `subjects.toml` in the configuration folder wins, Refused if it has a mistake."""
    try:
        return load(SubjectsFile, own_or_shipped("subjects.toml", config_folder())).subjects
    except RefusedInput as mistake:
        return Refused(str(mistake))
