"""The composer: one feedback and its two letters, from the first draft to the confirmation."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from screens.bindings import bindings
from screens.composer.confirming import Closing
from screens.composer.copying import LetterCopies
from screens.composer.drafts import Drafts
from screens.composer.feedback_pane import FeedbackPane
from screens.composer.findings import FindingList
from screens.composer.inserts import Inserts
from screens.composer.letters import Letters
from screens.composer.live_check import LiveCheck
from screens.life import Life
from screens.parts.clean_text_area import CleanTextArea
from screens.parts.key_line import KeyLine
from screens.parts.status import StatusLine
from screens.parts.translating import Translating
from screens.parts.watcher import Watcher
from screens.room import Left


class ComposerScreen(Life[Left]):
    """Returns 0, or 1 / -1 to go to the next / previous feedback of the queue."""

    CSS_PATH = "composer.tcss"
    AUTO_FOCUS = ""  # None would mean the App's, which is always the reply
    BINDINGS = bindings("composer", first="*")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)

    def __init__(
        self,
        desk: Desk,
        feedback_id: int,
        kind: Kind,
        template: str = "",
        said: str = "",
        *,
        series: tuple[int, int] | None = None,
    ) -> None:
        """`template`: one to begin an empty letter with (`amazon_declined`), or `kind` for the best one.

        `said`: the last message of the previous composer. `series`: the position, (1, 12), of this
        feedback among several that get the same letter.
        """
        super().__init__()
        self.desk, self.feedback_id, self._template = desk, feedback_id, template
        self._said = said
        self.is_series = series is not None  # then the next step of this one is skipped
        self._series = series
        self.about, self.letters = FeedbackPane(desk), Letters(desk, kind, self.set_focus)
        self.status, self._watcher = StatusLine(), Watcher(self, desk)
        self.drafts, self.check = Drafts(self), LiveCheck(self)
        self.inserts = Inserts(self)
        self.parts |= {
            **{"letters": self.letters, "drafts": self.drafts, "check": self.check},
            **{"inserts": self.inserts, "closing": Closing(self), "copying": LetterCopies(self)},
            "translating": Translating(
                self, desk, lambda: desk.inbox.get(feedback_id), self.status.say, self.follow
            ),
        }

    def compose(self) -> ComposeResult:
        with Horizontal(id="composing"):
            yield self.about
            yield self.letters
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        self._watcher.start()
        first = self.letters.writing
        self.show()
        self.letters.turn_to(first)
        if self._template:
            self.inserts.prefill(first.kind, self._template)
        self.status.say(self._said)
        if self._series:
            self.status.show_position("{:,} of {:,}".format(*self._series))
        self.check.begin()
        self.call_after_refresh(self.inserts.propose)

    def on_unmount(self) -> None:
        self.drafts.keep()  # the status line is gone by now

    def read(self) -> Correspondence | None:
        """All letters on the desk; None, with a message, if the feedback is gone."""
        written = self.desk.letters.about(self.feedback_id)
        if isinstance(written, Refused):
            self.status.say(written)
            return None
        return written

    def show(self) -> None:
        """Show the letters as they are on the desk."""
        if (written := self.read()) is not None:
            self._show_context(written)
            self.drafts.begin(*self.letters.show(written))
            self.check.check_letters()

    def follow(self) -> None:
        """Update everything except the letters being written."""
        if (written := self.read()) is not None:
            self._show_context(written)

    def on_watcher_news(self) -> None:
        self.follow()

    def on_letter_pane_edited(self) -> None:
        self.drafts.change()
        self.check.await_pause()

    def on_clean_text_area_cut(self, event: CleanTextArea.Cut) -> None:
        self.drafts.save()  # now, so that its message does not hide this one
        self.status.say(event.words)

    def on_letter_area_refused(self) -> None:
        self.status.say(self.letters.writing.closed or "")

    def on_finding_list_clicked(self, event: FindingList.Clicked) -> None:
        self.check.go_to(event.finding)

    def _show_context(self, written: Correspondence) -> None:
        self.about.show(written)
        self.letters.address(written)
