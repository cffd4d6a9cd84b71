"""Ranks templates for a letter: by lane, stars and language, then the agent's own first."""

from __future__ import annotations

from dataclasses import dataclass

from fbtui.domain.letters.letter import Kind
from fbtui.domain.letters.templates import Template
from fbtui.domain.outcome import Refused

_FALL_BACK = "en"


@dataclass(frozen=True, slots=True)
class NamedTemplate:
    """A template file. `name` is its folder and stem, such as `replies/thank.en`.

    `template` is a Refused if the file cannot be used; `own`: from the configuration folder.
    """

    name: str
    kind: Kind
    template: Template | Refused
    own: bool

    @property
    def title(self) -> str:
        return self.name if isinstance(self.template, Refused) else self.template.header.title


@dataclass(frozen=True, slots=True)
class TemplateNeed:
    """What a template must fit: lane and stars of the feedback, language of the buyer."""

    kind: Kind
    lane: str
    stars: int
    language: str


def fits(named: NamedTemplate, wanted: TemplateNeed) -> bool:
    """Whether the template fits without reservation."""
    if isinstance(named.template, Refused):
        return False
    header = named.template.header
    return header.fits(wanted.kind, wanted.lane, wanted.stars, wanted.language)


def best_first(templates: list[NamedTemplate], wanted: TemplateNeed) -> list[NamedTemplate]:
    """The templates of this kind: fitting ones, then the nearest; unusable files last."""
    of_kind = [each for each in templates if each.kind == wanted.kind]
    return sorted(of_kind, key=lambda each: _distance(each, wanted))


def _distance(named: NamedTemplate, wanted: TemplateNeed) -> tuple[object, ...]:
    if isinstance(named.template, Refused):
        return (2, named.name)
    header = named.template.header
    far = (
        [wanted.language, _FALL_BACK, header.language].index(header.language),
        bool(header.lanes) and wanted.lane not in header.lanes,
        wanted.stars not in header.stars,
        len(header.lanes) or 99,  # a template for this lane before one for many
        not named.own,
    )
    return (0 if fits(named, wanted) else 1, *far, named.name)
