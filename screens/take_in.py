"""Taking in a file or pasted rows: asked, understood, shown, and only then taken."""

from __future__ import annotations

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from fbtui.domain.outcome import Refused
from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk
from fbtui.services.intake import AnyPreview, Intake
from fbtui.services.intake_words import summary
from fbtui.terminal.cleaned import clean
from screens.dialogs.page import Page
from screens.paths import PathSuggester, typed_path


class TakeIn(ModalScreen[str]):
    """Answers with what was taken, in a sentence; "" when nothing was."""

    CSS_PATH = "dialogs/dialogs.tcss"
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+r,f10", "read", "Read it", priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Take in", classes="title", markup=False)
            yield Static(
                "A file: feedback or performance report, orders file, CSV, TSV (→ completes the path)",
                markup=False,
            )
            yield _line("path", PathSuggester())
            yield Static("or rows pasted from the Feedback Manager page", markup=False)
            pasted = TextArea(id="pasted", tab_behavior="focus")
            pasted.cursor_blink = False
            yield pasted
            yield Static("Account (optional)", markup=False)
            yield _line("account")
            yield Static("Marketplace, such as US or DE (settles dates like 3/4/26)", markup=False)
            yield _line("marketplace")
            yield Static(
                "Enter or Ctrl+R reads it · Tab next field · Esc leaves",
                id="said",
                classes="hint",
                markup=False,
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_read()

    def action_leave(self) -> None:
        self.dismiss("")

    def action_read(self) -> None:
        """Read what is given; the answer comes as a page to confirm."""
        source = self._source()
        if self._typed("path") and self.query_one("#pasted", TextArea).text.strip():
            self._say("A file and pasted rows: which of the two? Empty the other.")
            return
        if source is None:
            self._say("Give a file, or paste rows.")
            return
        if isinstance(source, PastedText):
            self._fill_in_the_only_place()
        self._say("Reading…")
        self._take(source, self._typed("account"), self._typed("marketplace"))

    @work(thread=True, exclusive=True)
    def _take(self, source: Path | PastedText, account: str, marketplace: str) -> None:
        """In one thread from reading to taking: the staged rows live on its connection."""
        intake = self._desk.intake()
        try:
            preview = intake.prepare(
                source,
                account=account or None,
                marketplace=marketplace or None,
                progress=self._progress,
            )
            if isinstance(preview, Refused):
                self.app.call_from_thread(self._say, preview.why)
                return
            # mypy cannot see that an awaitable callback answers with what it awaits.
            confirmed: bool = self.app.call_from_thread(self._confirm, preview)  # type: ignore[arg-type]
            if confirmed:
                self._settle(intake, preview)
            else:
                self.app.call_from_thread(self._say, "Nothing was taken.")
        finally:
            intake.close()

    def _settle(self, intake: Intake, preview: AnyPreview) -> None:
        self.app.call_from_thread(self._say, "Taking…")
        taken = intake.take(preview)
        if isinstance(taken, Refused):
            self.app.call_from_thread(self._say, taken.why)
            return
        counts = taken.counts
        said = (
            f"{counts.rows:,} rows: {counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged, "
            f"{counts.refused:,} refused{' (fbtui refused lists them)' if counts.refused else ''}."
        )
        self.app.call_from_thread(self.dismiss, said)

    async def _confirm(self, preview: AnyPreview) -> bool:
        page = Page("Understood so", clean(summary(preview)), confirm="takes it")
        confirmed: bool = await self.app.push_screen_wait(page)
        return confirmed

    def _progress(self, rows: int) -> None:
        if rows >= 20_000:
            self.app.call_from_thread(self._say, f"Reading… {rows:,} rows")

    def _fill_in_the_only_place(self) -> None:
        """Pasted rows name neither account nor marketplace, as a report's addresses do."""
        places = self._desk.inbox.accounts()
        if len(places) == 1 and not self._typed("account") and not self._typed("marketplace"):
            for field, known in zip(("account", "marketplace"), places[0], strict=True):
                self.query_one(f"#{field}", Input).value = known

    def _source(self) -> Path | PastedText | None:
        pasted = self.query_one("#pasted", TextArea).text
        if path := self._typed("path"):
            return typed_path(path)
        return PastedText(pasted) if pasted.strip() else None

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _say(self, words: str) -> None:
        self.query_one("#said", Static).update(clean(words))


def _line(name: str, suggester: PathSuggester | None = None) -> Input:
    field = Input(id=name, suggester=suggester)
    field.cursor_blink = False
    return field
