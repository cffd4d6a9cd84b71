"""Amazon's answers as agents paste them: recognised when known, never guessed."""

from __future__ import annotations

import json
import string
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fbtui.assets import TEMPLATES
from fbtui.domain.cases.answer_patterns import read_wording
from fbtui.domain.cases.answer_text import make_plain
from fbtui.domain.cases.answers import read_answer
from fbtui.domain.outcome import RefusedInput

COLLECTION = [
    json.loads(line)
    for line in (Path(__file__).parent / "collections" / "answers.ndjson")
    .read_text("utf-8")
    .splitlines()
]
STRUCK = (
    "We have reviewed this feedback and found it does not comply with our policies, "
    "so we have struck it through."
)
DECLINED = (
    "We have reviewed this feedback and found that it is not in violation of our guidelines and "
    "has been retained. To request further review of this decision, re-open the case in Case Log."
)
RECEIVED = "We have received your removal request and will reply soon."


def test_the_collection_is_large_and_holds_every_decision() -> None:
    counts = Counter(row["want"] for row in COLLECTION)
    assert counts.total() >= 150
    assert set(counts) == {"received", "declined", "struck", "removed", "unrecognised"}
    assert len({row["id"] for row in COLLECTION}) == counts.total()


@pytest.mark.parametrize("row", COLLECTION, ids=lambda row: row["id"])
def test_an_answer_of_the_collection_is_read_as_it_was_meant(row: dict[str, str]) -> None:
    answer = read_answer(row["text"])
    assert answer.decision == row["want"]
    assert answer.quote in row["text"]
    assert bool(answer.quote) == (row["want"] != "unrecognised")


def test_the_quote_is_cut_from_the_text_as_it_stood() -> None:
    text = "Hello,\r\nwe have reviewed it; we have\r\n  STRUCK it&nbsp;thr\u00adough.\r\nView case"
    assert read_answer(text).quote == "have\r\n  STRUCK it&nbsp;thr\u00adough"


@pytest.mark.parametrize("first", [STRUCK, DECLINED, RECEIVED])
@pytest.mark.parametrize("second", [STRUCK, DECLINED, RECEIVED])
def test_two_decisions_in_one_text_decide_nothing(first: str, second: str) -> None:
    decision = read_answer(f"{first}\n\n{second}").decision
    assert (decision == "unrecognised") == (first != second)


@pytest.mark.parametrize(
    "older",
    [
        "> {}",
        "On Mon, May 4, 2026 at 9:12 AM Amazon <a@amazon.com> wrote:\n{}",
        "On Mon, May 4, 2026 at 9:12 AM Amazon\n<a@amazon.com> wrote:\n> {}",
        "-----Original Message-----\n{}",
        "From: Amazon\nSent: Monday\nSubject: Case\n\n{}",
        "<blockquote type='cite'>{}</blockquote>",
    ],
)
def test_a_newer_answer_counts_and_the_older_one_below_does_not(older: str) -> None:
    assert read_answer(f"{DECLINED}\n\n{older.format(RECEIVED)}").decision == "declined"
    assert read_answer(f"Is there any news?\n\n{older.format(STRUCK)}").decision == "unrecognised"


def test_one_quoted_message_decides_and_a_quoted_history_is_only_proposed() -> None:
    assert read_answer(f"> {STRUCK}").decision == "struck"
    assert read_answer(f"> Dear seller:\n>\n> {STRUCK}").decision == "struck"
    history = f"> Amazon, 14 Feb:\n> {STRUCK}\n>\n> Tea House, 11 Feb:\n> Please look at it."
    answer = read_answer(history)
    assert (answer.decision, answer.proposal) == ("unrecognised", "struck")
    assert answer.quote in STRUCK


GROUNDS = ["obscene", "personal", "product_only", "fba_delivery", "buy_shipping_delivery"]
OUR_TEXTS = [f"{kind}_{ground}.txt.j2" for kind in ("request", "evidence") for ground in GROUNDS]
FACTS = {
    "order_id": "114-8766213-9372221",
    "date": "2026-05-04",
    "stars": 1,
    "comment": "The lamp leaked.\nCheap plastic.",
    "quotes": "“leaked”, “cheap plastic”",
    "clause": "The entire feedback comment is a product review.",
    "why": "Both sentences are about the lamp.",
    "marketplace": "US",
    "channel": "Feedback Manager",
}


@pytest.mark.parametrize("name", [*OUR_TEXTS, "reopen_case_log.txt.j2"])
def test_our_own_texts_fill_in_whole_and_are_never_taken_for_an_answer(name: str) -> None:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "removals"), undefined=StrictUndefined, autoescape=False
    )
    text = environment.get_template(name).render(FACTS)
    assert FACTS["order_id"] in text and FACTS["clause"] in text and "{" not in text
    assert read_answer(text).decision == "unrecognised"


@given(st.text(alphabet=string.ascii_letters + " \n\r\t<>&;=-\"'*_>.,:!?\u00ad\u200b\u2019é"))
def test_any_text_can_be_read_and_its_signs_point_back(text: str) -> None:
    plain = make_plain(text)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(plain.starts, plain.ends, strict=True))
    assert read_answer(text).decision == "unrecognised"


@given(st.lists(st.sampled_from([" ", "\n", "\r\n", "\t", "\u00a0", "&nbsp;", "<br>"]), min_size=9))
def test_no_wrapping_hides_the_answer(blanks: list[str]) -> None:
    words = RECEIVED.split()
    text = "".join(word + blanks[at % len(blanks)] for at, word in enumerate(words))
    assert read_answer(text).decision == "received"


@pytest.mark.parametrize(
    ("toml", "says"),
    [("[words", "answers.toml"), ("[words]\na = 'b'", "received"), ("", "words")],
)
def test_a_broken_wording_file_is_refused_in_one_sentence(
    tmp_path: Path, toml: str, says: str
) -> None:
    (tmp_path / "answers.toml").write_text(toml, "utf-8")
    with pytest.raises(RefusedInput, match=says):
        read_wording(tmp_path / "answers.toml")
