"""Prepares removal requests: ground, clause, words, warnings, and the texts to copy."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fbtui.domain.cases.arguments import (
    fitting,
    unknown_of,
    why_not_ground,
    words_against,
    words_for,
)
from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.grounds import Ground
from fbtui.domain.cases.request import Permitted, RequestCheck, RequestNumbers, may_request
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.routing import Routing, Rules
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.services.cases.texts import CHANNEL_WORDS, about, filled, quoted
from fbtui.services.context import Context
from fbtui.services.feedback.lanes import Lanes
from fbtui.store.cases import cases
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import steps


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared request: the claim, the words against it, and the texts to copy.

    `verdict` says whether it may be recorded, with warnings. Texts are clean.
    """

    feedback: Feedback
    routing: Routing
    ground: Ground | None
    choices: tuple[Ground, ...]
    quotes: tuple[str, ...]
    channel: Channel
    reason: str
    verdict: Permitted | Refused
    request_text: str
    evidence: str
    link: str


class Requests:
    """Prepares requests; records nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def prepare(
        self,
        feedback_id: int,
        ground: str = "",
        *,
        channel: Channel = Channel.FEEDBACK_MANAGER,
        reason: str = "",
    ) -> Prepared | Refused:
        """The request for a feedback, on the routing's ground or the one the agent chose."""
        feedback = rows.by_id(self._context.database.reading, feedback_id)
        if feedback is None:
            return Refused("That feedback is no longer on the desk.")
        try:
            return self._prepared(feedback, ground, channel, reason.strip())
        except RefusedInput as why:
            return Refused(str(why))

    def lane_of(self, ground: str, feedback: Feedback) -> str:
        """The lane for a ground."""
        return self._rules.playbook.lane_of(ground, (), feedback.stars)

    @property
    def _rules(self) -> Rules:
        return self._context.rulebook.rules

    def _prepared(
        self, feedback: Feedback, chosen: str, channel: Channel, reason: str
    ) -> Prepared | Refused:
        routing = Lanes(self._context).why(feedback)
        order = (feedback.stars, feedback.fulfilment, feedback.buy_shipping_on_time)
        known = {ground.name: ground for ground in self._rules.grounds}
        name = chosen or routing.ground or _ground_of(feedback, self._rules)
        ground = known.get(name)
        if name and ground is None:
            return Refused(f"There is no ground {name}; there are {', '.join(known)}.")
        verdict = self._verdict(feedback, routing, ground, channel, reason)
        why_not = why_not_ground(ground, *order) if ground else None
        if why_not:
            verdict = Refused(why_not)
        quotes = words_for(ground, routing) if ground else ()
        prepared = Prepared(
            feedback=feedback,
            routing=routing,
            ground=ground,
            choices=fitting(self._rules.grounds, *order),
            quotes=quotes,
            channel=channel,
            reason=reason,
            verdict=verdict,
            request_text="",
            evidence="",
            link=self._context.link("feedback", feedback),
        )
        return prepared if why_not else _with_texts(prepared)

    def _verdict(
        self,
        feedback: Feedback,
        routing: Routing,
        ground: Ground | None,
        channel: Channel,
        reason: str,
    ) -> Permitted | Refused:
        connection, context = self._context.database.reading, self._context
        # An agent who chooses another ground reads the comment differently: that ground's lane counts.
        is_routed = ground is None or ground.name == routing.ground
        lane = feedback.lane if is_routed or ground is None else self.lane_of(ground.name, feedback)
        asking = RequestCheck(
            feedback_date=feedback.date,
            lane=lane,
            lane_steps=tuple(step.name for step in self._rules.playbook.steps(lane)),
            ground=ground.name if ground else None,
            mixed=words_against(ground, routing) if ground else (),
            has_words=is_routed or ground is None or bool(words_for(ground, routing)),
            unknown=unknown_of(ground, feedback.fulfilment, feedback.buy_shipping_on_time)
            if ground
            else "",
            may_be_amazons=feedback.topic == "delivery" and feedback.fulfilment == "unknown",
            email_sent=steps.is_done(connection, feedback.id, "email"),
            reason=reason,
            channel=channel,
            share=cases.shares(connection, "ground").get(ground.name) if ground else None,
        )
        numbers = RequestNumbers(window_days=context.limits.removal_window_days)
        earlier = [each.case for each in cases.of_feedback(connection, feedback.id)]
        return may_request(asking, earlier, now=context.clock(), numbers=numbers)


def _ground_of(feedback: Feedback, rules: Rules) -> str:
    """The ground of the lane an agent picked, if the lane has just one."""
    lanes = [
        lane for lane in rules.playbook.lane if feedback.lane_by and lane.name == feedback.lane
    ]
    grounds = [name for lane in lanes for when in lane.when for name in when.ground or ()]
    return grounds[0] if len(grounds) == 1 else ""


def _with_texts(bare: Prepared) -> Prepared | Refused:
    """The same with request text and evidence pack; without a ground there is neither."""
    if bare.ground is None:
        return bare
    # Our reasoning stays with us: Amazon gets its clause and the buyer's words.
    whole = bare.feedback.comment if bare.ground.entire else ""
    words = bare.quotes or ((whole,) if whole.strip() else ())
    values = about(bare.feedback) | {"clause": bare.ground.clause, "quotes": quoted(words)}
    request = filled(f"request_{bare.ground.name}", values | {"why": ""})
    if isinstance(request, Refused):
        return request
    is_routed = bare.routing.ground == bare.ground.name
    why = bare.routing.because if is_routed else bare.reason or "chosen by the agent"
    own = {"why": why, "channel": CHANNEL_WORDS[bare.channel]}
    evidence = filled(f"evidence_{bare.ground.name}", values | own)
    if isinstance(evidence, Refused):
        return evidence
    return replace(bare, request_text=request, evidence=evidence)
