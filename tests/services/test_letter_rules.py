"""The rules that block the confirmation of a letter, on every way; the personal touch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk, open_desk

Make = Callable[..., Any]
SAME = "Thank you for your kind words. It was a pleasure to serve you."


@pytest.fixture(autouse=True)
def _imported(desk: Desk, report: Make, row: Make, take: Make) -> None:
    take(desk, report(*(row(nth, 5, "Great, thank you") for nth in range(1, 6))))


@pytest.fixture
def on(desk: Desk, order: Make) -> Callable[[int], int]:
    return lambda nth: int(desk.inbox.on_order(order(nth))[0].id)


def codes(desk: Desk, feedback_id: int, kind: Any = "reply") -> list[tuple[str, str]]:
    written = desk.letters.about(feedback_id)
    assert not isinstance(written, Refused)
    draft = written.draft(kind)
    assert draft is not None
    found = desk.letters.check.of_letter(written.feedback, draft)
    assert not isinstance(found, Refused)
    return [(each.code, each.severity) for each in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("See www.lamps.com for more.", "link"),
        ("Order 114-8766213-0000001 is refunded.", "personal_detail"),
        ("We give you $10 if you remove your feedback.", "incentive"),
        ("Dear [buyer name], we are sorry.", "unfilled"),
    ],
)
def test_a_letter_with_a_blocking_finding_is_not_confirmed(
    desk: Desk, on: Make, text: str, code: str
) -> None:
    desk.letters.keep(on(1), "reply", "", text)
    assert (code, "block") in codes(desk, on(1))
    answer = desk.letters.confirm(on(1), "reply", text)
    assert isinstance(answer, Refused)
    assert answer.why.startswith("It cannot go out: “")
    written = desk.letters.about(on(1))
    assert not isinstance(written, Refused) and written.draft("reply") is not None


def test_a_warning_does_not_block(desk: Desk, on: Make) -> None:
    text = "WE ARE SO VERY SORRY!!!"
    desk.letters.keep(on(1), "reply", "", text)
    assert ("shouting", "warn") in codes(desk, on(1))
    assert isinstance(desk.letters.confirm(on(1), "reply", text), Done)


def test_the_subject_is_checked_too(desk: Desk, on: Make) -> None:
    desk.letters.keep(on(1), "email", "See www.lamps.com", "We are sorry.")
    assert codes(desk, on(1), "email") == [("link", "block")]
    answer = desk.letters.confirm(on(1), "email", "We are sorry.")
    assert isinstance(answer, Refused) and "In the subject" in answer.why


def test_only_the_reviewed_draft_is_confirmed_with_its_subject_and_files(
    desk: Desk, on: Make, tmp_path: Path
) -> None:
    desk.letters.keep(on(1), "email", "Other", "We are sorry.")
    written = desk.letters.about(on(1))
    assert not isinstance(written, Refused)
    reviewed = written.draft("email")
    assert reviewed is not None
    (tmp_path / "label.pdf").write_bytes(b"pdf")
    desk.attachments.attach(on(1), tmp_path / "label.pdf")
    late = desk.letters.confirm(on(1), "email", reviewed.text, reviewed.version)
    assert isinstance(late, Refused) and "changed since the review" in late.why
    assert isinstance(desk.letters.confirm(on(1), "email", reviewed.text), Done)


def test_a_draft_saved_again_without_a_change_is_still_the_reviewed_one(
    desk: Desk, on: Make
) -> None:
    desk.letters.keep(on(1), "reply", "", SAME)
    written = desk.letters.about(on(1))
    assert not isinstance(written, Refused)
    reviewed = written.draft("reply")
    assert reviewed is not None
    desk.letters.keep(on(1), "reply", "", SAME)
    assert isinstance(desk.letters.confirm(on(1), "reply", SAME, reviewed.version), Done)


def test_a_mistake_in_the_teams_policy_is_reported_and_nothing_goes_out_unchecked(
    desk: Desk, on: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(nobody_home))
    (nobody_home / "policy.toml").write_text("quiet = 3\n")
    desk.letters.keep(on(1), "reply", "", SAME)
    answer = desk.letters.confirm(on(1), "reply", SAME)
    assert isinstance(answer, Refused) and "policy.toml" in answer.why


def test_the_check_uses_the_limits_of_the_desk(
    tmp_path: Path, clock: Any, report: Make, row: Make, take: Make, order: Make
) -> None:
    from fbtui.domain.limits import Limits

    limits = Limits.model_validate({"email_characters": 20, "reply_characters": 10})
    desk = open_desk(tmp_path / "strict.db", "mara", limits=limits, clock=clock)
    take(desk, report(row(1), name="one.txt"))
    feedback_id = desk.inbox.on_order(order(1))[0].id
    desk.letters.keep(feedback_id, "reply", "", "We are sorry")
    desk.letters.keep(feedback_id, "email", "Other", "We are sorry indeed, all of us")
    assert codes(desk, feedback_id) == codes(desk, feedback_id, "email") == [("too_long", "block")]
    desk.close()


def post(desk: Desk, feedback_id: int, text: str, clock: Any, **how: Any) -> None:
    desk.letters.keep(feedback_id, "reply", "", text, **how)
    assert isinstance(desk.letters.confirm(feedback_id, "reply", text), Done)
    clock.forward(minutes=1)


def test_the_third_identical_reply_in_a_row_lacks_a_personal_touch(
    desk: Desk, on: Make, clock: Any
) -> None:
    post(desk, on(1), SAME, clock)
    assert codes_of_text(desk, on(3), SAME) == []
    post(desk, on(2), SAME, clock)
    assert codes_of_text(desk, on(3), SAME) == [("personal_touch", "warn")]
    assert codes_of_text(desk, on(3), SAME + " The kettle was a good choice.") == []
    post(desk, on(3), "We are glad that the kettle sings.", clock)
    assert codes_of_text(desk, on(4), SAME) == []


def test_an_unchanged_template_counts_although_its_words_differ(
    desk: Desk, on: Make, clock: Any
) -> None:
    how = {"template": "replies/thank.en", "untouched": True}
    post(desk, on(1), "Thank you for the kettle.", clock, **how)
    post(desk, on(2), "Thank you for the lamp.", clock, **how)
    assert codes_of_text(desk, on(3), "Thank you for the pan.", **how) == [
        ("personal_touch", "warn")
    ]
    assert codes_of_text(desk, on(3), "Thank you for the pan.", template="replies/thank.en") == []
    other = {"template": "replies/own.en", "untouched": True}
    assert codes_of_text(desk, on(3), "Thank you for the pan.", **other) == []


def test_the_replies_of_colleagues_do_not_count(
    desk: Desk, on: Make, clock: Any, sit: Make
) -> None:
    ana = sit("ana")
    post(ana, on(1), SAME, clock)
    post(ana, on(2), SAME, clock)
    assert codes_of_text(desk, on(3), SAME) == []


def codes_of_text(desk: Desk, feedback_id: int, text: str, **how: Any) -> list[tuple[str, str]]:
    feedback = desk.inbox.get(feedback_id)
    assert feedback is not None
    found = desk.letters.check.findings(feedback, "reply", text, **how)
    assert not isinstance(found, Refused)
    return [(each.code, each.severity) for each in found]


def test_other_words_in_a_later_report_are_a_difference(
    desk: Desk, on: Make, clock: Any, report: Make, row: Make, take: Make
) -> None:
    from fbtui.domain.letters.letter import contradicted_reply

    post(desk, on(1), SAME, clock)
    take(desk, report(row(1, 5, "Great, thank you", "Other words"), name="later.txt"))
    written = desk.letters.about(on(1))
    assert not isinstance(written, Refused)
    assert contradicted_reply(written.letters, written.feedback.response) == SAME


def test_a_reply_hidden_with_its_feedback_stays_closed(desk: Desk, on: Make, clock: Any) -> None:
    post(desk, on(1), SAME, clock)
    record_struck(desk, on(1))
    written = desk.letters.about(on(1))
    assert not isinstance(written, Refused)
    assert written.is_gone and "posted" in str(written.reply_closed)
    answer = desk.letters.keep(on(1), "reply", "", "More")
    assert isinstance(answer, Refused) and "posted" in answer.why


def test_no_reply_can_be_started_once_amazon_has_struck_the_feedback(desk: Desk, on: Make) -> None:
    record_struck(desk, on(1))
    answer = desk.letters.keep(on(1), "reply", "", "We are sorry.")
    assert isinstance(answer, Refused) and "would be hidden with it" in answer.why


def record_struck(desk: Desk, feedback_id: int) -> None:
    """Record that Amazon has struck the feedback."""
    assert isinstance(desk.cases.request(feedback_id, "obscene", reason="by phone"), Done)
    [case] = desk.cases.of_feedback(feedback_id)
    assert isinstance(desk.cases.record(case.id, EventKind.STRUCK), Done)
