"""The subjects an e-mail to a buyer can have: data/subjects.toml, or the team's own copy."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from fbtui.config import config_folder
from fbtui.content import load, own_or_shipped


class SubjectsFile(BaseModel):
    """`subjects.toml`: what the list offers, in the form's order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subjects: list[str] = Field(min_length=1)


def subjects() -> list[str]:
    """The list. An own `subjects.toml` in the configuration folder wins.

    Raises RefusedInput with file, line and mistake.
    """
    return load(SubjectsFile, own_or_shipped("subjects.toml", config_folder())).subjects
