"""Every line of any source is stored, refused, joined or counted exactly once."""

from __future__ import annotations

import gzip
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.inspection import survey
from fbtui.intake.row_parser import read
from fbtui.intake.rows import ReportRow
from fbtui.intake.source import PastedText
from tests.intake.conftest import TODAY, Taken

DOSE = int(os.environ.get("FBTUI_DOSE", "60"))

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email"
NAMED = "order_id,date,stars,comment"
TODAY_HEADER = "Date\tRating\tOrder ID\tComments\tActions"
texts = st.text(
    st.sampled_from("abc \"',;=é商?\0\u2028\x0c★15/.-") | st.characters(codec="utf-8"), max_size=12
)
order_ids = st.from_regex(r"\A[0-9]{3}-[0-9]{7}-[0-9]{7}\Z") | st.sampled_from(["", "114-1"])
days = st.sampled_from(["4/13/26", "4/3/26", "4/14/2026", "soon", "", "13/13/26"])
stars = st.sampled_from(["1", "2", "3", "5", "6", "", "4 stars"])
tabbed = st.tuples(days, stars, texts, texts, order_ids, texts).map("\t".join)
named = st.tuples(order_ids, days, stars, texts).map(",".join)
paged = st.tuples(days, stars, texts, order_ids, st.sampled_from(["", "Actions", "x"]))
today = st.tuples(days, stars, order_ids, texts, st.sampled_from(["", "Choose one", "操作"]))
of_2011 = st.tuples(
    days, stars, texts, st.sampled_from(["Yes", "x"]), st.just("No"), st.just("-"), order_ids
)
note = "Message from Amazon: This item was fulfilled by Amazon, and we take responsibility."
pieces = st.one_of(
    tabbed,
    named,
    today.map("\t".join),
    today.map("\n".join),
    of_2011.map("\t".join),
    st.permutations([*"abcd"]).flatmap(
        lambda order: st.fixed_dictionaries(
            {"a": days, "b": stars, "c": texts, "d": order_ids}
        ).map(lambda row: "\t".join(row[each] for each in order))
    ),
    paged.map("\t".join),
    paged.map("\n".join),
    texts,
    tabbed.flatmap(lambda row: st.integers(0, len(row)).map(lambda at: row[:at] + "\n" + row[at:])),
    st.sampled_from(["", "Actions", "Displaying items 1 to 50", HEADER, NAMED, '"', "\t\t\t\t\t"]),
    st.sampled_from([note, "sep=,", "Choose one", TODAY_HEADER]),
)
GOOD = {
    "sep=,\n" + NAMED: "114-8766213-9372221,2026-04-13,1,x",
    TODAY_HEADER: "4/13/26\t1\t114-8766213-9372221\tx\tChoose one",
    "Date\nRating\nOrder ID\nComments": "4/13/26\n1\n114-8766213-9372221\nx\nChoose one",
    "4/12/26,1,114-8766213-9372220,y": "4/13/26,1,114-8766213-9372221,x",
    HEADER: "4/13/26\t1\tx\t\t114-8766213-9372221\t",
    NAMED: "114-8766213-9372221,2026-04-13,1,x",
    "Recent Feedback": "4/13/26\t1\tx\t114-8766213-9372221",
}


@settings(max_examples=DOSE, deadline=None)
@given(
    first=st.sampled_from(sorted(GOOD)),
    body=st.lists(pieces, max_size=25),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    packed=st.booleans(),
    last_end=st.booleans(),
)
def test_every_physical_line_has_one_fate(
    first: str, body: list[str], end: str, packed: bool, last_end: bool
) -> None:
    text = end.join([first, GOOD[first], *body]).replace("\0", "") + (end if last_end else "")
    content = text.encode("utf-8", "replace")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_bytes(gzip.compress(content) if packed else content)
        try:
            understood = survey(path, marketplace="US", today=TODAY)
        except RefusedInput:
            return  # the whole file is refused: nothing is stored or lost
        taken = Taken(understood, list(read(understood)))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert understood.lines == len(lines) - (lines[-1] == "")
    assert taken.accounted == understood.lines
    continued = [line.line for line in taken.joined]
    assert len(continued) == len(set(continued)) == understood.joined
    starts = {item.line for item in taken.items if item not in taken.joined}
    assert {line.into for line in taken.joined} <= starts
    assert not set(continued) & {row.line for row in taken.rows}


@settings(max_examples=DOSE, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=20))
def test_complete_rows_are_returned_word_for_word(words: list[tuple[str, str]]) -> None:
    rows = [
        tuple("".join(" " if sign in "\r\n\t\0" else sign for sign in cell) for cell in pair)
        for pair in words
    ]
    lines = [
        f"4/13/26\t1\t{comment}\t{response}\t114-8766213-{number:07d}\t"
        for number, (comment, response) in enumerate(rows)
    ]
    source = PastedText("\n".join([HEADER, *lines]))
    understood = survey(source, today=TODAY)
    read_rows = [item for item in read(understood) if isinstance(item, ReportRow)]
    assert [(row.comment, row.response) for row in read_rows] == rows
