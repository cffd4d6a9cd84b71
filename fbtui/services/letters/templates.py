"""Letter templates, shipped and the agent's own: offered by fit, filled in for a feedback."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from fbtui.assets import TEMPLATES
from fbtui.config import config_folder
from fbtui.content import text_of
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.prediction import NOTHING
from fbtui.domain.letters.letter import Kind
from fbtui.domain.letters.template_choice import NamedTemplate, TemplateNeed, best_first, fits
from fbtui.domain.letters.templates import fill, parse
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.domain.sync.product import short_title
from fbtui.services.context import Context
from fbtui.services.letters.sender import sender_of
from fbtui.store.letters import letters

FOLDERS: dict[str, Kind] = {"replies": "reply", "emails": "email"}
_ENDING = ".j2"
WORDINGS = 3  # variants of a shipped letter's opening and closing


@dataclass(frozen=True, slots=True)
class Filled:
    """A template filled in for one feedback."""

    name: str
    title: str
    subject: str
    text: str


class Templates:
    """Offers and fills templates; an unusable file is listed with its mistake and blocks nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> list[NamedTemplate]:
        """Every template by name; an agent's own replaces a shipped one of the same name."""
        return list(templates_with(own_folder()).values())

    def offered(self, feedback: Feedback, kind: Kind) -> list[tuple[NamedTemplate, bool]]:
        """The templates for a letter, best first, each with whether it fits."""
        wanted = self._wanted(feedback, kind)
        return [(each, fits(each, wanted)) for each in best_first(self.all(), wanted)]

    def fill(self, named: NamedTemplate, feedback: Feedback) -> Filled | Refused:
        """The template filled in, or why it cannot be used."""
        if isinstance(named.template, Refused):
            return Refused(f"{named.name}: {named.template.why}")
        text = fill(named.template, self.values(feedback))
        if isinstance(text, Refused):
            return Refused(f"{named.name}: {text.why}")
        return Filled(named.name, named.title, named.template.header.subject, text)

    def choose(self, feedback: Feedback, kind: Kind, name: str) -> NamedTemplate | Refused:
        """The template with this name; if folder or language are left out, the best match.

        A kind or "" means the best of all; for a declined removal that is the fall-back reply.
        """
        offered = [each for each, _ in self.offered(feedback, kind)]
        fitting = [each for each, does in self.offered(feedback, kind) if does]
        if name in ("", kind):
            return next(iter(fitting), Refused("No template fits; Ctrl+T offers the others."))
        meant = [each for each in offered if name in _names(each.name)]
        return next(iter(meant), Refused(f"There is no template {name}; `fbtui template list`."))

    def _wanted(self, feedback: Feedback, kind: Kind) -> TemplateNeed:
        sender = sender_of(feedback, self._context.shops, self._context.agent)
        return TemplateNeed(kind, feedback.lane or "read", feedback.stars, sender.language)

    def values(self, feedback: Feedback) -> dict[str, str | int]:
        """The values for a letter; the product comes from the order, the buyer's name is never known."""
        sender = sender_of(feedback, self._context.shops, self._context.agent)
        return {
            "order_id": feedback.order_id,
            "stars": feedback.stars,
            "buyer_name": "",
            "product": short_title(feedback.title),
            "seller_name": sender.seller,
            "agent_name": self._context.agent,
            "signature": sender.signature,
            "marketplace": feedback.marketplace,
            "date": feedback.date.isoformat(),
            "emailed": "yes" if self._has_been_emailed(feedback) else "",
            "complaint": _complaint(feedback),
            **wordings(feedback.order_id),
        }

    def _has_been_emailed(self, feedback: Feedback) -> bool:
        """Whether a reply may mention an e-mail to the buyer."""
        of_this = letters.of_feedback(self._context.database.reading, feedback.id)
        return any(each.kind == "email" and each.state == "sent" for each in of_this)


def own_folder() -> Path:
    """The agent's own templates: `templates/replies` and `templates/emails` next to config.toml."""
    return config_folder() / "templates"


def templates_with(own: Path) -> dict[str, NamedTemplate]:
    """All templates by name; those in the folder `own` (which may be missing) replace shipped ones."""
    found = {named.name: named for named in _shipped()}
    found.update({named.name: named for named in read_templates(own, own=True)})
    return dict(sorted(found.items()))


def read_templates(folder: Path, *, own: bool) -> list[NamedTemplate]:
    """The templates in `folder`/replies and `folder`/emails; a file with a mistake is a Refused."""
    return [
        read_template(path, kind, own=own)
        for name, kind in FOLDERS.items()
        for path in sorted((folder / name).glob(f"*{_ENDING}"))
    ]


def read_template(path: Path, kind: Kind | None = None, *, own: bool = True) -> NamedTemplate:
    """One file; the kind is its folder's, else its header's."""
    name = f"{path.parent.name}/{path.name.removesuffix(_ENDING)}"
    try:
        template = parse(text_of(path))
    except RefusedInput as mistake:
        template = Refused(str(mistake))
    if isinstance(template, Refused):
        return NamedTemplate(name, kind or FOLDERS.get(path.parent.name, "reply"), template, own)
    step = template.header.step
    if kind not in (None, step):
        template = Refused(f"Line 1: the step is {step}, but the folder is {path.parent.name}.")
    return NamedTemplate(name, kind or step, template, own)


def wordings(order_id: str) -> dict[str, str | int]:
    """The variant a template uses for an order: always the same, but varying between orders."""
    drawn = crc32(order_id.encode())
    return {"opening": drawn % WORDINGS + 1, "closing": drawn // WORDINGS % WORDINGS + 1}


def _complaint(feedback: Feedback) -> str:
    """The buyer's complaint, if it was read with certainty and no agent decided otherwise."""
    is_sure = not (feedback.is_guess or feedback.lane_by or feedback.topic == NOTHING)
    return feedback.topic if is_sure and feedback.band != "positive" else ""


@cache
def _shipped() -> tuple[NamedTemplate, ...]:
    return tuple(read_templates(TEMPLATES, own=False))


def _names(name: str) -> tuple[str, ...]:
    """The names a template answers to: in full, without folder, without language, without both."""
    stem = name.partition("/")[2]
    plain = stem.rpartition(".")[0] or stem
    return (name, stem, plain, f"{name.partition('/')[0]}/{plain}")
