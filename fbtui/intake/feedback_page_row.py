"""One row of the page: the cells that belong to it, or why it is not a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from fbtui.intake.cells import normal, order_id_in
from fbtui.intake.words import page_words

NO_END: Final = "\0"
ANCHORS: Final = frozenset(("date", "stars", "order"))
_ANSWERS: Final = ("arrived_on_time", "as_described", "service")
_STRANGE: Final = frozenset(("text", "date", "order", "address", "response", "note"))
_ENDS_COMMENT: Final = frozenset(("end", "address", "response", "note"))


class Cell(NamedTuple):
    """A non-empty cell of the page."""

    line: int
    text: str
    kind: str
    alone: bool  # the only one on its line

    @property
    def is_strange(self) -> bool:
        """Whether it must not be skipped: neither furniture nor a figure of the page."""
        return self.kind in _STRANGE


class PageShape(NamedTuple):
    """How rows are laid out: the two cells that open one, and the place of the comment.

    `opening` ("line",) is a line with date, stars and order ID in any order.
    """

    opening: tuple[str, ...]
    comment_after: bool  # after date, stars and order ID; else before the last of them
    end: str = ""  # the act that ends every row; "" for any, NO_END for none

    def opens(self, cells: Sequence[Cell]) -> bool:
        """Whether these two cells open a row."""
        return tuple(cell.kind for cell in cells) == self.opening


class PageRow:
    """The row at the start of a block of cells, if there is one."""

    def __init__(self, block: list[Cell], shape: PageShape) -> None:
        self.line = block[0].line if block else 0
        self.taken: set[int] = set()
        self.broken: set[int] = set()  # the cells of a refused row, without furniture
        self.why_not = ""
        self._block, self._shape = block, shape
        self._anchors: dict[str, int] = {}
        self._comment: list[Cell] = []
        self._response: list[Cell] = []
        self._found: dict[str, str] = {}
        in_line = shape.opening == ("line",) and bool(block)
        if shape.opens(block[:2]) or (in_line and {cell.kind for cell in self._own()} >= ANCHORS):
            self._take()

    @property
    def is_whole(self) -> bool:
        return bool(self.taken)

    def cells(self) -> list[str]:
        """The cells in the order of PAGE."""
        date, stars, order = (
            normal(unlabelled(self._block[self._anchors[kind]].text))
            for kind in ("date", "stars", "order")
        )
        texts = _joined(self._comment), _joined(self._response)
        rest = (self._found.get(name, "") for name in ("rater_email", *_ANSWERS))
        return [date, stars, *texts, order_id_in(order), *rest]

    def _own(self) -> list[Cell]:
        return [cell for cell in self._block if cell.line == self.line]

    def _take(self) -> None:
        for at, cell in enumerate(self._block):
            if cell.kind in ANCHORS:
                self._anchors.setdefault(cell.kind, at)
        if len(self._anchors) < len(ANCHORS):
            missing = "an order ID" if "order" not in self._anchors else "a date and stars"
            self._refuse(f"is part of a row without {missing}", 2)
            return
        last = max(self._anchors.values())
        end = self._end(last)
        within = [at for at in range(end) if at not in self._anchors.values()]
        if self._shape.comment_after and any(
            at < last and self._block[at].kind == "text" for at in within
        ):
            self.why_not = "has words among its date, stars and order ID"
        self._take_texts(within)
        if self.why_not:
            self._refuse(self.why_not, end)
            return
        self.taken.update(range(end))
        self._take_tail(end)
        if not self._comment and self._may_have_lost_words(end):
            self.taken.clear()
            self._refuse("its comment may be among the lines that follow it", len(self._block))

    def _refuse(self, why: str, end: int) -> None:
        self.why_not = why
        self.broken = set(range(min(end, len(self._block))))

    def _end(self, last: int) -> int:
        """The end of the cells that may hold the comment."""
        if self._shape.opening == ("line",):
            own = len(self._own())
            return own if self._block[own - 1].kind != "text" else self._end_of_text(own)
        return self._end_of_text(last + 1) if self._shape.comment_after else last + 1

    def _end_of_text(self, start: int) -> int:
        """The end of a comment that only the page's own words may follow."""
        cells = self._block[start:]
        ends = [at for at, cell in enumerate(cells) if cell.kind in _ENDS_COMMENT]
        before_page = [at for at in ends if not any(cell.is_strange for cell in cells[at + 1 :])]
        if ends:
            return start + (before_page or ends)[0]
        for at in range(len(cells)):
            kinds = [cell.kind for cell in cells[at:]]
            of_the_page = kinds[0] == "page" or kinds[:3] == ["head"] * 3
            if of_the_page and not any(cell.is_strange for cell in cells[at:]):
                return start + at
        return len(self._block)

    def _take_texts(self, within: list[int]) -> None:
        into = self._comment
        for cell in self._without_acts(self._without_answers(within)):
            if cell.kind == "response":
                into = self._response
                into.append(cell._replace(text=_response_words(cell.text)))
            elif cell.kind == "address" and not cell.alone and not self._found.get("rater_email"):
                self._found["rater_email"] = normal(unlabelled(cell.text))
            elif into and into[-1].line == cell.line:
                self.why_not = "has more than one cell where its comment is (a tab inside it?)"
            else:
                into.append(cell)

    def _without_acts(self, within: list[int]) -> list[Cell]:
        """The cells without acts offered next to a comment; alone, such words are the comment."""
        cells = [self._block[at] for at in within]
        said = {cell.line for cell in cells if cell.kind != "end"}
        if self._shape.end or self._found or self._shape.opening == ("line",):
            said |= {cell.line for cell in cells[-1:]}
        return [cell for cell in cells if cell.kind != "end" or cell.line not in said]

    def _without_answers(self, within: list[int]) -> list[int]:
        """The cells without the three answers in a row on the page of 2011."""
        for three in zip(within, within[1:], within[2:], strict=False):
            side_by_side = three[2] - three[0] == 2
            if side_by_side and all(self._block[at].kind == "answer" for at in three):
                texts = (self._block[at].text.strip() for at in three)
                self._found.update(zip(_ANSWERS, texts, strict=True))
                return [at for at in within if at not in three]
        return within

    def _take_tail(self, end: int) -> None:
        """Take an address, a labelled response and Amazon's note from anywhere after the row."""
        into: list[Cell] = []
        for at, cell in enumerate(self._block[end:], end):
            if cell.kind == "address" and not self._found.get("rater_email"):
                self._found["rater_email"] = normal(unlabelled(cell.text))
            elif cell.kind == "response":
                into = self._response
                into.append(cell._replace(text=_response_words(cell.text)))
            elif cell.kind == "note":
                into = self._comment
                into.append(cell)
            elif into and cell.kind == "text" and cell.alone and cell.line == into[-1].line + 1:
                into.append(cell)
            else:
                continue
            self.taken.add(at)

    def _may_have_lost_words(self, end: int) -> bool:
        """Whether the comment is empty because the browser may have put it elsewhere."""
        core = {self._block[at].line for at in self._anchors.values()}
        in_one_line = len(core) == 1 and any(
            cell.line in core for cell in self._block[end : end + 1]
        )
        if self._shape.opening == ("line",) or in_one_line:
            return False
        if len(core) == 1 and not self._shape.comment_after:
            return False
        return any(cell.is_strange for at, cell in enumerate(self._block) if at not in self.taken)


def unlabelled(text: str) -> str:
    """A cell's value without the page's label in front."""
    return _without(text, page_words().labels)


def _response_words(text: str) -> str:
    return _without(text, page_words().responses, "")


def _without(text: str, beginnings: tuple[str, ...], bare: str | None = None) -> str:
    """The text after its prefix, compared without case; `bare` when nothing else is left."""
    text = text.strip()
    plain = text.casefold()
    if not plain.startswith(beginnings):
        return text
    begun = next(each for each in beginnings if plain.startswith(each))
    return text[len(begun) :].strip() or (text if bare is None else bare)


def _joined(cells: Iterable[Cell]) -> str:
    """The texts joined by their original line breaks, including empty lines."""
    cells = list(cells)
    text = cells[0].text if cells else ""
    for before, cell in pairwise(cells):
        text += "\n" * max(1, cell.line - before.line) + cell.text
    return text
