"""What is personal leaves the desk when its time is over, and nothing else does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk
from fbtui.services.purge import Purge
from fbtui.store import personal_data, purge
from fbtui.terminal.crash import crash_message
from tests.mail.fault_server import serving

Make = Callable[..., Any]
ALIAS = "needle0address@marketplace.amazon.com"
DRAFT, MAIL, GONE_REPLY = "needledraft words", "needlemail words", "needlereply words"
NEEDLES = ("needle0address", "needledraft", "needlemail", "needlereply", "needlesubject")


def needles_in(folder: Path) -> set[tuple[str, str]]:
    """Where a needle still lies: every byte of every file of the desk."""
    return {
        (path.name, needle)
        for path in folder.glob("desk.db*")
        for needle in NEEDLES
        if needle.encode() in path.read_bytes()
    }


def words_in_index(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, feedback_fts, row)")
    found = {term for (term,) in connection.execute("SELECT term FROM temp.words")}
    connection.close()
    return found


KEPT = {
    **{"addresses_in_notes": 5, "addresses_in_reasons": 5, "addresses_in_cases": 5},
    **{"attachments": 5, "drafts": 5, "sent_letters": 10, "addresses": 5, "refused_lines": 1},
}


@pytest.fixture
def worked(desk: Desk, report: Make, row: Make, take: Make, clock: Any, tmp_path: Path) -> Desk:
    """A desk on which everything personal has been written, thirty days ago and more."""
    take(desk, report(*(row(n, email=ALIAS) for n in range(1, 6)), f"broken {ALIAS}"))
    photo = tmp_path / "photo.txt"
    photo.write_text(DRAFT)
    for nth in range(1, 6):
        assert isinstance(desk.triage.skip([nth], f"{ALIAS} does not answer"), Done)
        assert isinstance(desk.letters.keep(nth, "email", "needlesubject", MAIL), Done)
        assert isinstance(desk.letters.confirm(nth, "email", MAIL), Done)
        assert isinstance(desk.letters.keep(nth, "reply", "", GONE_REPLY), Done)
        assert isinstance(desk.letters.confirm(nth, "reply", GONE_REPLY), Done)
        assert isinstance(desk.letters.confirm_deleted(nth), Done)
        assert isinstance(desk.letters.keep(nth, "email", "needlesubject", DRAFT), Done)
        assert isinstance(desk.triage.note([nth], f"asked {ALIAS} twice"), Done)
        assert isinstance(desk.attachments.attach(nth, photo), Done)
        assert isinstance(desk.cases.request(nth, "obscene", reason="by phone"), Done)
        [case] = desk.cases.of_feedback(nth)
        said = f"They wrote to {ALIAS}"
        assert isinstance(desk.cases.record(case.id, EventKind.DECLINED, said), Done)
    photo.unlink()
    clock.forward(days=31)
    return desk


def purged(desk: Desk, days: int = 30) -> Purge:
    answer = desk.purges.purge(days)
    assert isinstance(answer, Purge), answer
    return answer


def test_no_needle_is_left_in_any_file(worked: Desk, tmp_path: Path) -> None:
    assert {needle for _, needle in needles_in(tmp_path)} == set(NEEDLES)
    done = purged(worked)
    assert done.log_is_empty
    assert {name: n for name, _, n in done.rows if n} == KEPT
    assert needles_in(tmp_path) == set()
    worked.close()
    assert needles_in(tmp_path) == set()
    assert not words_in_index(tmp_path / "desk.db") & set(NEEDLES)


def test_what_is_public_or_ours_stays(worked: Desk) -> None:
    before = [worked.inbox.get(n) for n in range(1, 6)]
    purged(worked)
    assert [worked.inbox.get(n) for n in range(1, 6)] == [
        each and each.model_copy(update={"rater_email": ""}) for each in before
    ]
    [note] = worked.timeline.notes(before[0])  # type: ignore[arg-type]
    assert note.text == f"asked {personal_data.GONE} twice"
    letters = worked.letters.about(1).letters  # type: ignore[union-attr]
    assert [(x.kind, x.state, x.subject, x.text) for x in letters] == [
        ("email", "sent", "", personal_data.GONE),
        ("reply", "deleted", "", personal_data.GONE),
    ]
    acts = [words for _, words in ((r, r.act) for r, _ in worked.timeline.log(100))]
    assert acts.count("sent") == 5


def test_a_posted_reply_is_public_and_stays(
    worked: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    take(worked, report(row(9, email=ALIAS), name="nine.txt"))
    [nine] = worked.inbox.on_order("114-8766213-0000009")
    worked.letters.keep(nine.id, "reply", "", "We are sorry.")
    worked.letters.confirm(nine.id, "reply", "We are sorry.")
    clock.forward(days=31)
    purged(worked)
    [letter] = worked.letters.about(nine.id).letters  # type: ignore[union-attr]
    assert (letter.state, letter.text) == ("posted", "We are sorry.")


def test_only_what_has_rested_long_enough_goes(worked: Desk, clock: Any) -> None:
    worked.triage.tag([1], "vip")  # a step today
    worked.letters.keep(2, "email", "Hello", "still writing")
    worked.triage.snooze([3], "1d")
    clock.forward(days=2)
    worked.triage.wake()  # the clock's act is no step
    due = worked.purges.due(30)
    assert (due.feedback, due.unfinished) == (2, 2)
    clock.forward(days=27)
    assert worked.purges.due(30).feedback == 2
    clock.forward(days=2)
    assert worked.purges.due(30).feedback == 5
    assert worked.purges.due(365).nothing
    assert purged(worked).feedback == 5
    assert worked.purges.due(30).nothing


def test_the_log_has_counts_and_no_undo(worked: Desk) -> None:
    purged(worked)
    [(row, _)] = worked.timeline.log(1)
    assert (row.act, row.feedback_id) == ("purged", None)
    assert row.after == {"days": 30, **KEPT}
    worked.undo.undo()
    assert worked.inbox.get(1).rater_email == ""  # type: ignore[union-attr]


def test_an_address_imported_again_goes_with_the_next_purge(
    worked: Desk, report: Make, row: Make, take: Make
) -> None:
    purged(worked)
    take(worked, report(row(1, email=ALIAS), name="again.txt"))
    assert worked.inbox.get(1).rater_email == ALIAS  # type: ignore[union-attr]
    assert {n: c for n, _, c in purged(worked).rows}["addresses"] == 1
    assert worked.inbox.get(1).rater_email == ""  # type: ignore[union-attr]


def test_a_reader_that_holds_the_log_is_told_of(worked: Desk, sit: Make, tmp_path: Path) -> None:
    ana = sit("ana")
    worked.context.database.reading.execute("PRAGMA busy_timeout = 50")
    ana.context.database.reading.execute("BEGIN")
    ana.inbox.head()
    assert not purged(worked).log_is_empty
    ana.context.database.reading.execute("COMMIT")
    assert purged(worked).log_is_empty
    assert needles_in(tmp_path) == set()


def test_a_log_that_cannot_be_emptied_does_not_unsay_the_purge(
    worked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def execute(self, *_: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

    database = worked.context.database
    with monkeypatch.context() as patch:
        patch.setattr(database, "reading", Failing())
        assert database.empty_log() is False
    assert database.empty_log()


def test_emails_that_never_left_go_and_one_of_unknown_fate_is_never_sent_without_its_words(
    office: Make, queued: Make, clock: Any
) -> None:
    with serving({"dot": "lose"}) as server:
        desk = office(server.port)
        lost, waiting = queued(desk, 2)
        desk.outbox.send_all(lambda _: None, stop=iter((False, True)).__next__)
        assert [x.state for x in desk.outbox.entries()] == ["unknown", "queued"]
        clock.forward(days=31)
        done = {name: n for name, _, n in purged(desk).rows if n}
        assert (done["unsent_emails"], done["sent_letters"]) == (1, 1)
        assert [x.state for x in desk.outbox.entries()] == ["unknown"]
        assert desk.letters.about(waiting).letters == []  # type: ignore[union-attr]
        assert isinstance(desk.outbox.settle(lost, sent=False), Done)
        for act in (desk.outbox.try_again, desk.outbox.cancel):
            assert "removed the words" in str(act(lost))
        desk.outbox.send_all(lambda _: None, at_once=True)
        assert server.delivered == [] and server.connections == 1


def test_read_only_and_a_failure_in_the_middle_remove_nothing(
    worked: Desk, sit: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(sit("ana", read_only=True).purges.purge(30), Refused)
    monkeypatch.setattr(purge, "_LOOKED_AT", "no such statement")
    answer = worked.purges.purge(30)
    assert isinstance(answer, Refused)
    assert worked.purges.due(30).feedback == 5
    monkeypatch.undo()
    assert worked.inbox.get(1).rater_email == ALIAS  # type: ignore[union-attr]


def test_what_a_colleague_works_on_between_two_turns_stays(
    worked: Desk, sit: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fbtui.services.purge._AT_ONCE", 1)
    monkeypatch.setattr("fbtui.store.turns.FIRST", 2)
    monkeypatch.setattr("fbtui.store.turns.MOST", 2)
    ana, acts = sit("ana"), [lambda: ana.triage.note([5], "I write to them today")]

    def acting(_: Any) -> None:
        while acts:
            assert isinstance(acts.pop()(), Done)

    monkeypatch.setattr("fbtui.store.turns.Turns.let_others_in", acting)
    purged(worked)
    addresses = [worked.inbox.get(nth).rater_email for nth in range(1, 6)]  # type: ignore[union-attr]
    assert addresses == ["", "", "", "", ALIAS]


def test_a_crash_says_no_needle(worked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "_find", lambda *_: worked.inbox.get(1).rater_email.lost)  # type: ignore[union-attr]
    with pytest.raises(AttributeError) as crash:
        worked.purges.purge(30)
    said = crash_message(crash.value)
    assert not [needle for needle in NEEDLES if needle in said]


def test_needles_do_not_outlive_a_purge_of_many_rows(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any, tmp_path: Path
) -> None:
    """Pages are split and emptied on the way; none of them may keep an old cell."""
    take(
        desk,
        report(
            *(row(n, email=f"needle0address{n}@marketplace.amazon.com") for n in range(1, 3001))
        ),
    )
    for nth in range(1, 3001, 10):
        desk.letters.keep(nth, "email", "Hello", f"{DRAFT} " * (nth % 40 + 1))
    for nth in range(1, 3001, 30):
        desk.letters.keep(nth, "email", "", "")
    clock.forward(days=40)
    assert purged(desk).feedback == 3000
    assert needles_in(tmp_path) == set()
