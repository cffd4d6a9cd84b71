"""The subjects an e-mail to a buyer can have: data/subjects.toml, or the team's own copy."""

from __future__ import annotations

from pydantic import Field

from fbtui.config import config_folder
from fbtui.content import load, own_or_shipped
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.domain.record import StrictRecord


class SubjectsFile(StrictRecord):
    """`subjects.toml`: what the list offers, in the form's order."""

    subjects: list[str] = Field(min_length=1)


def subjects() -> list[str] | Refused:
    """The list. An own `subjects.toml` in the configuration folder wins; its mistake is told."""
    try:
        return load(SubjectsFile, own_or_shipped("subjects.toml", config_folder())).subjects
    except RefusedInput as mistake:
        return Refused(str(mistake))
