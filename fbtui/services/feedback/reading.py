"""Reads the comments of a desk by topic, fewest stars first, storing results batch by batch."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence

from fbtui.domain.feedback.prediction import SILENT, Prediction, TopicSpan, has_words
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import route_again
from fbtui.store.feedback import lanes
from fbtui.store.feedback.lanes import ToRead
from fbtui.store.locks import alone_at
from fbtui.understanding.encoder import why_no_model
from fbtui.understanding.reader import Reading as Understanding
from fbtui.understanding.reader_process import same_program

HEAD = "comments"
_AT_ONCE = 256  # comments read and stored per batch: others write in between
_GOOD_STARS = 4
_PATIENCE = 60.0  # seconds: results must be stored, however long someone's import takes
_UNREAD = "{many:,} comments wait to be read: `fbtui read`, or an open workstation, reads them."


class Reading:
    """Reads in this process (`read_all`) or in a separate one (`start`)."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._process: subprocess.Popen[bytes] | None = None
        self.why_not = ""  # a sentence if the model is missing or a team's example has a mistake

    def to_read(self) -> int:
        """How many comments wait to be read."""
        return lanes.how_many_to_read(self._context.database.reading)

    @property
    def is_under_way(self) -> bool:
        """Whether this workstation's own reader process is running."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start a reader process for waiting comments unless one is running; it exits by itself.

        Cheap to call at any time: nothing happens if nothing waits.
        """
        context = self._context
        if self.is_under_way or context.database.read_only or not self.to_read():
            return
        self.why_not = why_no_model() if context.needs_reader_process else ""
        if self.why_not:
            return
        if not context.needs_reader_process:  # a stand-in reader
            self.read_all()
            return
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "fbtui.services.feedback.background_reader",
                str(context.database.path),
                context.agent,
            ],
            stdin=subprocess.PIPE,  # it exits with its owner
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=same_program(),
            start_new_session=True,
        )

    def stop(self) -> None:
        """Stop the reader process; the rest waits for the next one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    @as_outcome
    def read_all(
        self, progress: Callable[[int], None] = lambda _: None, stop: Callable[[], bool] = bool
    ) -> Outcome:
        """Read all waiting comments, one batch per transaction; `progress` gets the number left.

        If interrupted, nothing is lost: the next run goes on.
        """
        context, read = self._context, 0
        with alone_at(context.database.path, "reader") as alone:
            if not alone:
                return Refused("Another reader is at work on this desk.")
            while (some := lanes.to_read(context.database.reading, _AT_ONCE)) and not stop():
                keep(context, some, opinions(context.reader, [(x.comment, x.stars) for x in some]))
                read += len(some)
                progress(self.to_read())
        context.database.checkpoint()
        return Done(f"{read:,} comments read." if read else "")


def keep(context: Context, some: Sequence[ToRead], found: Sequence[Prediction]) -> None:
    """Store the predictions and route the feedback, in one short transaction."""
    with context.database.writing(patience=_PATIENCE) as connection:
        lanes.keep(connection, zip(some, found, strict=True), context.reader.version)
        route_again(context, connection, [each.id for each in some])


def opinions(reader: Understanding, asked: Sequence[tuple[str, int]]) -> list[Prediction]:
    """Predictions for (comment, stars) pairs. Raises RefusedInput without the model."""
    words = list(dict.fromkeys((c, int(s >= _GOOD_STARS)) for c, s in asked if has_words(c)))
    guesses = reader.guesses(HEAD, [text for text, _ in words], [kind for _, kind in words])
    found = {
        word: Prediction(
            guess.label, round(guess.margin, 4), tuple(TopicSpan(*each) for each in guess.clauses)
        )
        for word, guess in zip(words, guesses, strict=True)
    }
    return [found.get((text, int(stars >= _GOOD_STARS)), SILENT) for text, stars in asked]


def format_waiting(many: int) -> str:
    """A sentence about waiting comments; "" if there are none."""
    return _UNREAD.format(many=many) if many else ""
