"""The composer: findings while typing, templates, attachments, and the review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Refused
from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk
from fbtui.services.intake.intake import Preview
from screens import confirmation_guard
from screens.composer import ComposerScreen, Review, inserts, live_check, review
from screens.composer.picker import TemplatePicker
from screens.composer.review import Way
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose

Open = Any
LINK = "See www.lamps.com today. Please call +1 202 555 0147."


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_check, "_PAUSE", 0.01)


async def all_checked(shift: Any) -> None:
    """Wait until the letters have been checked."""
    for _ in range(200):
        panes = [pane for pane in shift.screen.letters.both if not pane.frozen]
        if all(pane.checked == pane.text for pane in panes):
            return
        await shift.rest(0.05)
    raise AssertionError("never checked")


def found(pane: Any) -> list[str]:
    return [each.code for each in pane.findings.findings]


def shown(shift: Any) -> str:
    return "\n".join(shift.lines())


def draft(desk: Desk, kind: Any = "reply", feedback_id: int = 1) -> Any:
    written = desk.letters.about(feedback_id)
    assert not isinstance(written, Refused)
    return written.draft(kind)


async def test_findings_appear_after_a_pause_and_vanish_with_their_words(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        reply = shift.screen.letters.reply
        reply.area.insert(LINK)
        await all_checked(shift)
        assert sorted(found(reply)) == ["link", "phone"], "one number is one problem"
        assert "✗ 2 problems to fix" in shown(shift) and "✗ link “www.lamps.com”" in shown(shift)
        reply.area.text = "We are sorry that it broke."
        await all_checked(shift)
        assert found(reply) == [] and "✓ policy check: clean" in shown(shift)


async def test_the_check_waits_for_a_pause_in_typing(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_check, "_PAUSE", 60.0)
    desk.letters.keep(1, "reply", "", "So")
    async with sit_down(desk) as shift:
        await shift.press("r")
        await all_checked(shift)
        await shift.type("rry www.lamps.com")
        assert (
            shift.screen.letters.reply.checked == "So" and found(shift.screen.letters.reply) == []
        )
        await shift.press("f5")
        assert found(shift.screen.letters.reply) == ["link"], "F5 checks first"


async def test_f5_goes_from_finding_to_finding(desk: Desk, sit_down: Open) -> None:
    desk.letters.keep(1, "email", "Other", f"Hello,\n\n{LINK}\n\n\n\nBYE EVERYBODY OUT THERE")
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("m")
        await all_checked(shift)
        email = shift.screen.letters.email
        assert found(email) == ["link", "phone", "line_breaks", "shouting"], (
            "blocking findings come first"
        )
        words = []
        for _ in range(5):
            await shift.press("f5")
            words.append(email.area.selected_text)
        assert words[:2] == ["www.lamps.com", "+1 202 555 0147"]
        assert words[3].startswith("BYE") and words[4] == words[0], "after the last comes the first"
        assert shift.said.startswith("1 of 4 link: Links")
        assert "→" in shown(shift)
        await shift.pilot.click(email.findings, offset=(5, 2))  # below the two lines of the first
        await shift.rest()
        assert email.area.selected_text == "+1 202 555 0147"


async def test_the_review_shows_what_blocks_and_no_key_confirms_it(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", 0.0)
    desk.letters.keep(1, "reply", "", LINK)
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        assert isinstance(shift.screen, Review)
        assert "✗ telephone number “+1 202 555 0147”" in shown(
            shift
        ) and "It cannot go out" in shown(shift)
        assert not [each for each in shift.sent if "]52;" in each], "nor is it copied"
        for key in ("y", "b", "enter", "y"):
            await shift.press(key)
            await shift.rest(3 * confirmation_guard.ALONE)
            assert isinstance(shift.screen, Review)
        await shift.press("e")
        assert isinstance(shift.screen, ComposerScreen)
    assert draft(desk) is not None


async def test_the_review_lists_address_subject_and_files(
    desk: Desk, sit_down: Open, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x" * 2_050_000)
    desk.letters.keep(1, "email", "Problem with order", "We are sorry.")
    desk.attachments.attach(1, tmp_path / "photo.jpg")
    async with sit_down(desk) as shift:
        await shift.press("m")
        assert "1 attached: photo.jpg" in shown(shift)
        await shift.press("ctrl+r")
        screen = shown(shift)
        assert "From: Nordlicht Home" in screen and "Subject: Problem with order" in screen
        assert "Attached: photo.jpg (image/jpeg, 2.1 MB)" in screen
        assert "✓ policy check: clean" in screen


async def test_the_second_way_to_send_is_offered_only_if_there_is_one(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", 0.0)
    desk.letters.keep(1, "reply", "", "We are sorry.")
    ways = [Way("first", "the first", "", False), Way("second", "the other", "", True)]
    answers: list[Any] = []
    async with sit_down(desk) as shift:
        await shift.press("r")
        about = desk.letters.about(1)
        assert not isinstance(about, Refused)
        seen = review.Reviewed(about, draft(desk), (), "https://x.example")
        for key, offered in (("b", ways), ("y", ways), ("b", ways[:1])):
            assert not [each for each in shift.sent if "]52;" in each], (
                "only a letter sent by hand is copied"
            )
            shift.app.push_screen(Review(seen, offered), answers.append)
            await shift.until(lambda: "Yes, confirm" in shown(shift))
            await shift.rest(
                2 * confirmation_guard.ALONE
            )  # else it forms a burst with the previous key
            assert ("the other" in shown(shift)) == (len(offered) == 2)
            before = len(answers)
            await shift.press(key)
            if len(offered) == 2:
                await shift.until(lambda: len(answers) > before)  # noqa: B023
        await shift.rest(3 * confirmation_guard.ALONE)
        assert answers == ["second", "first"] and isinstance(shift.screen, Review)


async def proposed(shift: Any, kind: str = "reply") -> Any:
    """The pane of a letter, once it proposes a template."""
    pane = shift.screen.letters.of(kind)
    await shift.until(lambda: bool(pane.area.placeholder))
    return pane


async def test_the_best_template_is_proposed_in_an_empty_letter_and_one_key_takes_it(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("r")
        reply = await proposed(shift)
        await shift.until(lambda: "Ctrl+T takes it" in shown(shift))
        assert "Nordlicht Home" in shown(shift) and reply.text == "" and draft(desk) is None
        reply.area.styles.width = 0  # as for a moment while the room changes
        await shift.rest()
        assert reply.area.render_line(0).cell_length == 0
        reply.area.styles.width = None
        await shift.press("ctrl+t")
        assert reply.text.endswith("Nordlicht Home") and reply.untouched
        await shift.until(lambda: draft(desk) is not None)
        assert (draft(desk).template, draft(desk).untouched) == ("replies/repair.en", True)
        await shift.type(" x")
        await shift.until(lambda: not draft(desk).untouched)
        assert (draft(desk).template, draft(desk).untouched) == ("replies/repair.en", False)


async def test_a_template_is_found_by_typing_and_replaces_another(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("r")
        reply = await proposed(shift)
        await shift.press("ctrl+t", "ctrl+t")
        assert isinstance(shift.screen, TemplatePicker)
        lines = shown(shift)
        assert "✓ Sorry for a damaged, wrong or missing item" in lines and "English" in lines
        await shift.type("ger sorry dam")
        assert "German" in shown(shift) and "English" not in shown(shift)
        await shift.press("enter")
        assert "Artikel" in reply.text and reply.text.count("Nordlicht Home") == 1
        await shift.type(" Mehr.")
        await shift.press("ctrl+t", "down", "up", "enter")
        assert isinstance(shift.screen, Choose), (
            "the agent's own words are not replaced without asking"
        )
        await shift.press("down", "enter")
        assert reply.text.count("Nordlicht Home") == 2 and not reply.untouched
        written = reply.text
        await shift.press("ctrl+t", "enter", "escape")
        assert reply.text == written
        await shift.press("ctrl+t", "enter", "enter")
        assert reply.text.count("Nordlicht Home") == 1 and reply.untouched
        await shift.press("ctrl+z")
        assert reply.text == written


async def test_the_same_finding_is_listed_once_and_underlined_everywhere(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "See www.lamps.com today.\n" * 15)
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("r")
        await all_checked(shift)
        reply = shift.screen.letters.reply
        assert "✗ 1 problem to fix" in shown(shift) and "“www.lamps.com” ×15" in shown(shift)
        words = reply.area.get_line(14)
        assert [words.plain[span.start : span.end] for span in words.spans] == ["www.lamps.com"]
        await shift.press("f5", "f5")
        assert shift.said.startswith("2 of 15")


async def test_a_long_reply_is_warned_of_and_not_underlined(desk: Desk, sit_down: Open) -> None:
    desk.letters.keep(1, "reply", "", "We are sorry for the delay.\n" * 20)
    async with sit_down(desk) as shift:
        await shift.press("r")
        await all_checked(shift)
        reply = shift.screen.letters.reply
        assert "▲ long" in shown(shift) and "to fix" not in shown(shift)
        assert not reply.area.get_line(19).spans


async def test_text_from_the_editor_is_no_longer_the_template(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inserts, "written_in_editor", lambda _, text: f"{text} And the lid is new.")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+t", "ctrl+g")
        reply = shift.screen.letters.reply
        assert reply.text.endswith("And the lid is new.") and not reply.untouched
        assert (draft(desk).text, draft(desk).untouched) == (reply.text, False)
        await shift.press("ctrl+z")
        assert reply.untouched, "undone"


async def test_an_e_mail_takes_the_templates_subject_when_it_has_none(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("m", "ctrl+t")
        assert shift.screen.letters.email.subject == "Problem with order"
        assert "114-8766213-0000001" in shift.screen.letters.email.text


async def test_a_hostile_template_is_listed_but_cannot_be_used(
    desk: Desk, sit_down: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "templates" / "replies"
    folder.mkdir(parents=True)
    header = "{# step: reply · language: en · title: [b]x[/b] #}\n"
    (folder / "evil.en.j2").write_text(header + "{{ ''.__class__.__mro__ }}", encoding="utf-8")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+t", "ctrl+t")
        await shift.type("evil")
        lines = shown(shift)
        assert "✗ replies/evil.en" in lines and "It cannot be used" in lines
        await shift.press("enter")
        assert isinstance(shift.screen, TemplatePicker)


@pytest.mark.parametrize(
    ("prefill", "begins"), [("reply", "repair"), ("report_declined", "report")]
)
async def test_the_composer_can_open_with_a_template_filled_in(
    desk: Desk, sit_down: Open, prefill: str, begins: str
) -> None:
    async with sit_down(desk) as shift:
        shift.app.push_screen(ComposerScreen(desk, 1, "reply", template=prefill))
        await shift.rest(0.1)
        assert (
            shift.screen.letters.reply.template
            == f"replies/{begins}{'_declined' * (begins == 'report')}.en"
        )
        assert shift.screen.letters.reply.text
        shift.screen.letters.reply.area.text = "Mine"
        await shift.press("escape")
        shift.app.push_screen(ComposerScreen(desk, 1, "reply", template=prefill))
        await shift.rest(0.1)
        assert shift.screen.letters.reply.text == "Mine", "a draft stays as it is"
        assert shift.said.startswith("Your draft is as you left it")


async def test_files_are_attached_and_removed(desk: Desk, sit_down: Open, tmp_path: Path) -> None:
    (tmp_path / "label [b].pdf").write_bytes(b"pdf")
    async with sit_down(desk) as shift:
        await shift.press("m", "ctrl+f")
        shift.fill(str(tmp_path / "label [b].pdf"))
        await shift.press("enter")
        assert shift.said == "Attached: label _b_.pdf."
        assert "1 attached: label _b_.pdf" in shown(shift)
        await shift.press("ctrl+f", "j", "enter")
        assert shift.said == "No longer attached: label _b_.pdf."
        await shift.press("ctrl+f")
        shift.fill(str(tmp_path / "nothing"))
        await shift.press("enter")
        assert isinstance(shift.screen, Ask) and "cannot be read" in shown(shift)


async def test_the_address_is_masked_in_the_room_and_full_in_the_review(
    desk: Desk, sit_down: Open
) -> None:
    alias = "q3x7k2m9p4w8v1z@marketplace.amazon.com"
    take_in(desk, "11/10/2026", "1", "Broken", "", "114-8766213-0000009", alias)
    feedback = desk.inbox.on_order("114-8766213-0000009")[0]
    desk.letters.keep(feedback.id, "email", "Other", "We are sorry.")
    async with sit_down(desk) as shift:
        shift.app.push_screen(ComposerScreen(desk, feedback.id, "email"))
        await shift.rest()
        screen = shown(shift)
        assert "To q***@marketplace.amazon.com" in screen and alias not in screen
        await shift.press("ctrl+r")
        assert f"To: {alias}" in shown(shift)


async def test_a_mistake_in_the_subject_list_is_reported(
    desk: Desk, sit_down: Open, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "subjects.toml").write_text("subjects = 3\n")
    async with sit_down(desk) as shift:
        await shift.press("m", "f6")
        assert isinstance(shift.screen, ComposerScreen)
        assert "subjects.toml" in shift.said


async def test_a_hidden_reply_is_shown_as_hidden(desk: Desk, sit_down: Open) -> None:
    desk.letters.keep(1, "reply", "", "We are sorry.")
    desk.letters.confirm(1, "reply", "We are sorry.")
    desk.cases.request(1, "obscene", reason="by phone")
    desk.cases.record(desk.cases.of_feedback(1)[0].id, EventKind.STRUCK)
    async with sit_down(desk) as shift:
        shift.queue.look(shift.queue.view, at=1)  # it has no due time and comes last
        await shift.preview_follows()
        assert "Our public reply, hidden with the feedback" in shift.preview
        await shift.press("r")
        assert shift.screen.letters.reply.frozen == "hidden with the feedback"
        assert shift.screen.letters.reply.text == "We are sorry."


async def test_the_third_equal_thank_you_gets_a_warning(desk: Desk, sit_down: Open) -> None:
    for feedback_id in (1, 2):
        desk.letters.keep(feedback_id, "reply", "", "Thank you!")
        desk.letters.confirm(feedback_id, "reply", "Thank you!")
    desk.letters.keep(3, "reply", "", "Thank you!")
    async with sit_down(desk) as shift:
        shift.app.push_screen(ComposerScreen(desk, 3, "reply"))
        await shift.rest()
        await all_checked(shift)
        assert found(shift.screen.letters.reply) == ["personal_touch"]
        assert "▲ 1 warning" in shown(shift)
        await shift.press("ctrl+r")
        assert "add a word of your own" in " ".join(shown(shift).split())


async def test_a_reply_that_differs_in_a_later_report_is_shown(desk: Desk, sit_down: Open) -> None:
    desk.letters.keep(1, "reply", "", "We are very sorry.")
    desk.letters.confirm(1, "reply", "We are very sorry.")
    other = "We are not sorry."
    take_in(desk, "11/09/2026", "1", "Broken", other, "114-8766213-0000001", "")
    async with sit_down(desk) as shift:
        shift.queue.look(shift.queue.view, at=1)
        await shift.preview_follows()
        in_preview = shift.preview
        await shift.press("r")
        for words in (in_preview, shift.screen.about.text):
            assert "The report has another reply" in words
            assert "We are -very- +not+ sorry." in words


def take_in(desk: Desk, *cells: str) -> None:
    """A later report with one row."""
    intake = desk.intake()
    head = "Date\tRating\tComments\tResponse\tOrder ID\tRater Email"
    rows = PastedText("\n".join((head, "\t".join(cells))) + "\n")
    preview = intake.prepare(rows, account="Nordlicht Home", marketplace="US")
    assert isinstance(preview, Preview), preview
    intake.take(preview)
    intake.close()


async def test_the_current_finding_is_shown_in_full_on_a_small_terminal(
    desk: Desk, sit_down: Open
) -> None:
    words = "We offer a coupon if you remove your feedback."
    desk.letters.keep(1, "email", "Other", words)
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("m")
        await all_checked(shift)
        await shift.press("f5")
        says = shift.screen.letters.email.findings.findings[0].says
        assert len(says) > 70, "a shorter one would prove nothing"
        assert says in " ".join("".join(shift.lines()).split())


async def test_an_empty_letter_says_how_to_begin(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("m")
        assert shift.lines()[-1].strip().endswith("F1 Help"), "? would be typed into the letter"
        await shift.until(lambda: "Ctrl+T takes it" in shown(shift))
        await shift.press("ctrl+r")
        assert shift.said == "The e-mail is empty; Ctrl+T takes what is proposed."


async def test_a_warning_below_a_long_letter_is_mentioned_next_to_the_ways(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "We are sorry.\n" * 40 + "BYE EVERYBODY OUT THERE")
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("r", "ctrl+r")
        assert isinstance(shift.screen, Review)
        assert "warn" in "\n".join(shift.lines()[-8:])
        await shift.press("pagedown", "pagedown", "pagedown")
        assert "▲ shouting" in shown(shift)
