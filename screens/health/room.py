"""The room of account health: every metric, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from textual.widget import Widget
from textual.widgets import Static

from fbtui.domain.outcome import Done, Outcome
from fbtui.services.desk import Desk
from screens.bindings import bindings
from screens.fetches import Fetches
from screens.health.board import BoardView
from screens.health.board_header import chips, header_content
from screens.health.board_row import LEGEND, BoardPainter
from screens.health.escalation import Escalation
from screens.health.notices import Notices
from screens.health.readings import Readings
from screens.health.requests import Requests
from screens.health.rows import Row, name_of, rows_of, takes_cursor
from screens.health.tiles import Tiles
from screens.health.what_if import Struck
from screens.imports import Imports
from screens.parts.room_bar import RoomBar
from screens.parts.row_list import RowList
from screens.parts.rows import Listed
from screens.room import Room
from screens.undo import Undo

_EMPTY = """No reading of account health yet. Three ways in:

  I   take in Amazon's performance report (JSON V2 or XML V1),
      or paste the whole Account Health page, tiles and details
  +   type what the Account Health page shows: 2/7890, 0.03%, N/A
      fbtui demo   opens a sample desk, from the shell

F2 goes to the queue · ? shows all keys"""

_MARGIN = 1  # cells beside the head


class HealthScreen(Room):
    """The board of account health."""

    opens = "board.detail"
    legend = LEGEND
    CSS_PATH = "health.tcss"
    BINDINGS = bindings("health")
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012 (Textual's own form)

    def __init__(self, desk: Desk, marked: Callable[[], Collection[int]] = tuple) -> None:
        """`marked` returns the ids marked in the queue, to begin a what-if with."""
        self.painter = BoardPainter()
        self.rows: RowList[Row] = RowList(self.painter, takes_cursor=takes_cursor)
        super().__init__(desk, "health", self.rows)
        self.head = Static("", id="health-head", markup=False)
        self.follows_from = Static("", id="follows-from", markup=False)
        self.tiles = Tiles()
        self._rating = ""
        self.board, self.struck = BoardView(self), Struck(self, marked)
        fetches = Fetches(self)
        self.parts |= {
            **{"board": self.board, "readings": Readings(self), "whatif": self.struck},
            **{"escalation": Escalation(self), "notices": Notices(self)},
            **{"requests": Requests(self, fetches), "imports": Imports(self), "undo": Undo(self)},
            "fetches": fetches,
        }

    def heads(self) -> Iterable[Widget]:
        return self.head, self.follows_from, self.tiles

    def on_mount(self) -> None:
        self._show()
        self.call_after_refresh(self.bar.read)

    def reload(self) -> None:
        self.board.read()
        self._show()
        self.bar.read(*self.board.narrowed)

    def acted(self, outcome: Outcome) -> None:
        """Show the outcome; reload if something changed."""
        self.say(outcome)
        if isinstance(outcome, Done):
            self.reload()

    def on_resize(self) -> None:
        self.tiles.draw()  # the window may have grown where the tiles themselves did not
        self._show_head()

    def follow(self) -> None:
        self.pane.show(self.board.describe(self.rows.current))
        self.tiles.follow(self.board.shown, self.rows.current)

    def on_room_bar_read(self, read: RoomBar.Read) -> None:
        self._rating = read.figures.rating
        self._show_head()

    def _show(self) -> None:
        """Show the board; the cursor stays on its metric."""
        board, current = self.board.shown, name_of(self.rows.current)
        is_empty = board.is_empty and not self.board.retired
        rows = [] if is_empty else list(rows_of(board, self.board.unfolded))
        same = [rank for rank, row in enumerate(rows) if name_of(row) == current]
        here = same[0] if same else self.rows.cursor
        self.rows.show(Listed(rows), here, repaint=partial(self.painter.fit_to, board))
        self.say_empty(_EMPTY if is_empty else "")
        self._show_head()
        self.tiles.follow(self.board.shown, self.rows.current)
        retired, follows = self.board.retired, self.struck.follows()
        words = chips(self.board.narrowed, retired=retired, follows=follows)
        self.follows_from.update(words)

    def _show_head(self) -> None:
        width = self.app.size.width - 2 * _MARGIN
        self.head.update(header_content(self.board.shown, self._rating, width), layout=False)
