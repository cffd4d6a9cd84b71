"""The courteous public reply, for when Amazon lets a feedback stand (docs/domain/procedure.md)."""

from __future__ import annotations

from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.cases.requests import Requests
from fbtui.services.context import Context
from fbtui.services.letters.letters import Letters
from fbtui.services.letters.templates import Templates
from fbtui.store.cases.cases import CaseFile


def fall_back_on(context: Context, file: CaseFile) -> Outcome:
    """Begin it as the agent's draft, unless there is one already."""
    letters, templates = Letters(context), Templates(context)
    written = letters.about(file.feedback_id)
    if isinstance(written, Refused):
        return written
    if written.reply_closed:
        return Refused(written.reply_closed)
    if written.draft("reply"):
        return Done("Your own draft is there already.")
    lane = Requests(context).lane_of(file.case.ground, written.feedback)
    # The lane at the time of the request, whatever lane the feedback is in now.
    feedback = written.feedback.model_copy(update={"lane": lane})
    named = templates.choose(feedback, "reply", "")
    reply = named if isinstance(named, Refused) else templates.fill(named, feedback)
    if isinstance(reply, Refused):
        return reply
    return letters.keep(
        *(file.feedback_id, "reply", "", reply.text), template=reply.name, untouched=True
    )
