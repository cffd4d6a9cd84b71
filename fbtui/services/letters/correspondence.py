"""All letters on one feedback, written or possible, as one agent sees them."""

from __future__ import annotations

from dataclasses import dataclass

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.letters.attachments import Attachment
from fbtui.domain.letters.letter import Kind, Letter
from fbtui.services.letters.sender import Sender


@dataclass(frozen=True, slots=True)
class Correspondence:
    """All letters on one feedback, written or possible, as one agent sees them."""

    feedback: Feedback
    letters: list[Letter]
    agent: str
    reply_closed: str | None  # why no reply can be written
    is_gone: bool  # Amazon struck or removed the feedback and hides our reply with it
    sender: Sender
    attachments: list[Attachment]  # of all e-mails, in order of attachment

    def draft(self, kind: Kind) -> Letter | None:
        """The agent's own draft."""
        return own_draft(self.letters, kind, self.agent)

    def drafts_of_others(self, kind: Kind) -> list[Letter]:
        return [
            x
            for x in self.letters
            if x.state == "draft" and x.kind == kind and x.agent != self.agent
        ]

    def final_of_others(self, kind: Kind) -> list[Letter]:
        return [x for x in self.final(kind) if x.agent != self.agent]

    def attached(self, letter: Letter | None) -> list[Attachment]:
        return [x for x in self.attachments if letter is not None and x.letter_id == letter.id]

    def final(self, kind: Kind) -> list[Letter]:
        return [x for x in self.letters if x.state != "draft" and x.kind == kind]


def own_draft(written: list[Letter], kind: Kind, agent: str) -> Letter | None:
    own = (x for x in written if x.state == "draft" and x.kind == kind and x.agent == agent)
    return next(own, None)
