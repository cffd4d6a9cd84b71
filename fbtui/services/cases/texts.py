"""Texts for a removal: request, evidence pack, re-opening, courteous reply; own templates win."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fbtui.assets import TEMPLATES
from fbtui.config import config_folder
from fbtui.domain.cases.case import Channel
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean

CHANNEL_WORDS: Mapping[Channel, str] = {
    Channel.FEEDBACK_MANAGER: "Feedback Manager",
    Channel.CASE_LOG: "Case Log",
    Channel.CONTACT_US: "Contact us (obsolete)",
}
_GAP = re.compile(r"\n{3,}")
_LONGEST = 50_000  # characters of one value


def filled(name: str, values: Mapping[str, str | int]) -> str | Refused:
    """The template `removals/NAME.txt.j2` filled in; values are never parsed as templates."""
    from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    folders = [config_folder() / "templates" / "removals", TEMPLATES / "removals"]
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=False
    )
    plain = {k: clean(v, _LONGEST) if isinstance(v, str) else v for k, v in values.items()}
    try:
        text = environment.get_template(f"{name}.txt.j2").render(plain)
    except (TemplateError, OSError) as error:
        return Refused(f"The template {name} cannot be used: {error}.")
    return _GAP.sub("\n\n", text).strip() + "\n"


def about(feedback: Feedback) -> dict[str, str | int]:
    """The values about a feedback that every text uses."""
    return {
        "order_id": feedback.order_id,
        "marketplace": feedback.marketplace or "marketplace unknown",
        "date": feedback.date.isoformat(),
        "stars": feedback.stars,
        "comment": feedback.comment,
    }


def quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words) or "the comment as a whole"
