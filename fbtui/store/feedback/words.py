"""Keeps the full-text index in few segments: each transaction adds one, and many are merged all at once."""

from __future__ import annotations

from fbtui.store.turns import Turns

PORTIONS = (
    8  # transactions with new words between two mergers; SQLite merges at 16, however long it takes
)
_PAGES, _MOST_PAGES = 50, 200  # merged in the first turn, and in any
_MERGE = "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('merge', ?)"


def forget_words(turns: Turns) -> None:
    """Merge all segments into one: until then deleted words stay in the index."""
    with turns.turn() as connection:
        connection.execute(_MERGE, (-_PAGES,))
    merge_words(turns)


def merge_words(turns: Turns) -> None:
    """Merge what has come together, in turns of its own."""
    pages, is_more = turns.of_other_work(_PAGES, _MOST_PAGES), True
    while is_more:
        with pages.turn(durable=False) as connection:
            before = connection.total_changes
            connection.execute(_MERGE, (pages.size,))
            is_more = (
                connection.total_changes - before > 1
            )  # less is SQLite's word for "nothing to do"
