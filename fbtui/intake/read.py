"""The second reading of a source: its rows, as the survey understood them."""

from __future__ import annotations

from collections.abc import Iterator

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.reader import row_batches
from fbtui.intake.rows import Item, Passed
from fbtui.intake.source import ByteStream
from fbtui.intake.take import row_maker
from fbtui.intake.understood import Understood


def read(understood: Understood) -> Iterator[Item]:
    """Every row, refused line and joined line of the source, in bounded memory.

    The same order may come twice: the store decides. Raises RefusedInput at the end when the source
    is no longer what the survey saw; whoever stores rows must then take none of them.
    """
    for batch in read_batches(understood):
        yield from batch


def read_batches(understood: Understood) -> Iterator[list[Item]]:
    """The same as `read`, in lists of some thousand items; in a list the rows come first."""
    stream, rows_of = ByteStream(understood.source), row_maker(understood)
    for batch in row_batches(understood.decoding.lines_of(stream), understood):
        items = rows_of(batch.rows)
        items += [fate for fate in batch.rest if not isinstance(fate, Passed)]
        if items:
            yield items
    if stream.sha256 != understood.sha256:
        raise RefusedInput(
            f"{understood.name} changed while it was read. Nothing was taken; import it again."
        )
