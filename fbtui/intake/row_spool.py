"""Items of a source, put aside in unlinked temporary files until somebody wants them."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from fbtui.intake.rows import Item, Joined, OrderRow, RefusedLine, ReportRow

_IN_MEMORY: Final = 1 << 20  # bytes; more goes to the disk
_KINDS: Final = (ReportRow, OrderRow, RefusedLine, Joined)
_NTH: Final = {kind: nth for nth, kind in enumerate(_KINDS)}
_MAKERS: Final = [partial(tuple.__new__, kind) for kind in _KINDS]
_LENGTH: Final = 8  # bytes before each batch that say how long it is
_PARTS: Final = 256  # of the order IDs: one at a time is looked through for repeats
_ORDER_ID: Final = ReportRow._fields.index("order_id")

Columns = list[Sequence[Any]]
"""The values of some rows, field by field, as `ReportRow` names them."""


class RowSpool:
    """Batches of items in the order in which they were added. The kernel forgets them with this program."""

    def __init__(self) -> None:
        self._rows, self._others = _Batches(), _Batches()
        self._hashes = [array("q") for _ in range(_PARTS)]
        self.rows = 0  # how many are feedback

    def add(self, items: Sequence[Item]) -> None:
        """Raises OSError when the disk is full."""
        for kind, run in groupby(items, type):
            some = list(run)
            if kind is ReportRow:
                self._add_feedback(some)
            else:
                self._others.add((_NTH[kind], list(map(tuple, some))))

    def columns(self) -> Iterator[Columns]:
        """Feedback in batches; they may be asked for more than once. Raises OSError."""
        for length, columns in self._rows.read():
            nothing = [""] * length
            yield [nothing if each is None else each for each in columns]

    def others(self) -> Iterator[list[Any]]:
        """Orders, refused and joined lines, each batch of one kind. Raises OSError."""
        for nth, items in self._others.read():
            yield list(map(_MAKERS[nth], items))

    def batches(self) -> Iterator[list[Any]]:
        """Everything. Raises OSError."""
        for columns in self.columns():
            yield list(map(_MAKERS[0], zip(*columns, strict=True)))
        yield from self.others()

    @property
    def may_repeat(self) -> bool:
        """Whether the same order may stand in two rows of feedback."""
        return any(len(set(part)) < len(part) for part in self._hashes)

    def _add_feedback(self, rows: Sequence[Item]) -> None:
        """By columns, of which many are empty: in half the time and room."""
        self.rows += len(rows)
        columns = list(zip(*rows, strict=True))
        parts = self._hashes
        for each in map(hash, columns[_ORDER_ID]):
            parts[each % _PARTS].append(each)
        self._rows.add((len(rows), [each if any(each) else None for each in columns]))


class _Batches:
    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (open as long as this is)

    def add(self, batch: tuple[int, list[Any]]) -> None:
        data = marshal.dumps(batch)
        self._file.write(len(data).to_bytes(_LENGTH))
        self._file.write(data)

    def read(self) -> Iterator[Any]:
        self._file.seek(0)
        while head := self._file.read(_LENGTH):
            yield marshal.loads(self._file.read(int.from_bytes(head)))  # written by `add`
