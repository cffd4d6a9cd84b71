"""Writing: two letters side by side, counted and kept, reviewed, and final when the agent says so."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from typing import Any

import pytest
from textual import events

from fbtui.domain.outcome import Refused
from fbtui.domain.rules import Limits
from fbtui.services.desk import Desk, open_desk
from fbtui.services.letters import Correspondence
from fbtui.terminal.typeahead import TypeAhead
from screens.composer import ComposerScreen, Review, review
from screens.composer.pane import LetterPane
from screens.dialogs.choose import Choose
from screens.parts import watch
from screens.queue.room import QueueScreen
from screens.removals.asking import Asking

Open = Any
NARROW = (80, 24)
POSTED = "Recorded: public reply posted. It is frozen now."


def written(desk: Desk, feedback_id: int = 1) -> Correspondence:
    about = desk.letters.about(feedback_id)
    assert isinstance(about, Correspondence)
    return about


def shown(shift: Any) -> str:
    """The screen as one text, its lines joined."""
    return "\n".join(shift.lines())


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The review takes its key sooner, colleagues are seen sooner; that it waits has a test of its own."""
    monkeypatch.setattr(review, "_NOT_BEFORE", 0.1)
    monkeypatch.setattr(watch, "_EVERY", 0.05)


async def confirm(shift: Any) -> None:
    await shift.rest(review._NOT_BEFORE + 0.1)
    await shift.press("y")
    await shift.rest(2 * review._ALONE)
    for _ in range(50):  # on a busy machine the answer comes late
        screen = shift.screen
        recorded = isinstance(screen, ComposerScreen) and shift.said.startswith("Recorded")
        if not isinstance(screen, Review) and not recorded:  # else the question is on its way
            break
        await shift.rest(0.1)
    if isinstance(shift.screen, Choose):  # what next? stay
        await shift.press("escape")


async def email_recorded(shift: Any) -> Any:
    """An e-mail on the feedback under the cursor, confirmed; then comes the question what is next."""
    here = shift.queue.rows.current
    shift.desk.letters.keep(here.id, "email", "Problem with order", "We are sorry; we refund you.")
    await shift.press("m", "ctrl+r")
    await shift.rest(review._NOT_BEFORE + 0.1)
    await shift.press("y")
    await asked_what_next(shift)
    return here


async def asked_what_next(shift: Any) -> None:
    """The question that follows a confirmation is there, and drawn."""
    for _ in range(50):
        if isinstance(shift.screen, Choose) and shift.lines():
            return
        await shift.rest(0.1)


async def test_after_a_posted_reply_the_next_step_is_offered_or_done_and_on(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        here, following = (shift.queue.rows.rows.at(rank) for rank in (0, 1))
        desk.letters.keep(here.id, "reply", "", "Sorry")
        await shift.press("r", "ctrl+r")
        await shift.rest(review._NOT_BEFORE + 0.1)
        await shift.press("y")
        await asked_what_next(shift)
        assert "Next here: the e-mail" in shown(shift)  # the playbook wants it
        await shift.press("j", "enter")
        assert isinstance(shift.screen, ComposerScreen)
        assert shift.screen.feedback_id == following.id
        assert desk.inbox.get(here.id).status == "done"


async def test_the_next_one_is_the_one_that_stood_below_whatever_the_letter_did_to_the_order(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    clock.pass_by(days=3)  # overdue: after the e-mail its reply is wanted later than all others
    async with sit_down(desk) as shift:
        here, following = (shift.queue.rows.rows.at(rank) for rank in (0, 1))
        desk.letters.keep(here.id, "email", "Problem with order", "Sorry, would a refund help?")
        await shift.press("m", "ctrl+r")
        await shift.rest(review._NOT_BEFORE + 0.1)
        await shift.press("y")
        await shift.rest(2 * review._ALONE)
        assert isinstance(shift.screen, Choose)
        shift.queue.reload()  # as the room does by itself when the desk has changed
        assert shift.queue.rows.rows.at(0).id == following.id  # it has another place by now
        await shift.press("j", "enter")  # leave it open, and on
        assert isinstance(shift.screen, ComposerScreen)
        assert shift.screen.feedback_id == following.id


async def test_the_note_of_a_way_to_send_stands_below_its_own_key(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        desk.letters.keep(shift.queue.place.here, "email", "Problem with order", "Sorry")
        reviewed = review.Reviewed(
            written(desk, shift.queue.place.here),
            written(desk, shift.queue.place.here).draft("email"),
            (),
        )
        shift.app.push_screen(Review(reviewed, [review.BY_SMTP, review.BY_HAND["email"]]))
        await shift.rest(0.1)
        lines = [line.strip() for line in shift.lines()]
        at = {key: next(i for i, x in enumerate(lines) if x.startswith(f"{key}  ")) for key in "yb"}
        assert "the outbox (M)" in lines[at["y"] + 1]
        assert "Nothing is sent from here" in lines[at["b"] + 1]


async def test_both_letters_are_written_and_kept_within_a_second(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        lines = shown(shift)
        assert "Public reply" in lines and "E-mail · no subject yet (F6)" in lines
        assert "Arrived broken, the lid is cracked" in lines
        await shift.type("Sorry")
        await shift.press("tab")
        await shift.type("Hi")
        await shift.until(lambda: written(desk).draft("email") is not None)
        assert written(desk).draft("reply").text == "Sorry"  # type: ignore[union-attr]
        assert written(desk).draft("email").text == "Hi"  # type: ignore[union-attr]
        assert shift.said == "Draft saved."
        await shift.press("f6", "down", "enter")
        assert "E-mail · Additional information" in shown(shift)
        await shift.press("escape")
        await shift.preview_follows()
        assert "mara has begun a draft of the public reply" in shift.preview
        await shift.press("m")
        await shift.type("!")
        assert "Hi!" in shown(shift) and " Sorry " in shown(shift)


async def test_leaving_and_quitting_at_once_lose_nothing(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        await shift.type("one")
        await shift.press("escape")
        assert written(desk).draft("reply").text == "one"  # type: ignore[union-attr]
        await shift.press("r")
        await shift.type(" two")
        await shift.pilot.press("ctrl+q")
    assert written(desk).draft("reply").text == "one two"  # type: ignore[union-attr]


async def test_counters_are_exact_and_text_over_the_limit_stays_and_blocks(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("m")
        email = shift.screen.letters.email
        for text, words in (
            ("", "3,999 characters left"),
            ("a\nb", "3,996 characters left"),
            ("👩🏽‍🚀", "3,992 characters left"),
            ("x" * 3999, "0 characters left"),
            ("x" * 4000, "▲ 1 characters too many"),
            ("😀" * 2000, "▲ 1 characters too many"),
        ):
            email.area.text = text
            await shift.rest()
            assert f" {words}" in shown(shift)
        email.area.text = "y" * 25_000
        await shift.press("ctrl+r")
        assert "21,001 characters too long" in shift.said
        assert isinstance(shift.screen, ComposerScreen)
        await shift.press("escape", "m")
        assert len(shift.screen.letters.email.text) == 25_000, "never cut"
        shift.screen.letters.email.area.text = "short"
        await shift.press("ctrl+r")
        assert shift.said == "The e-mail has no subject yet."


async def test_a_reply_limit_from_the_configuration_counts(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    strict = open_desk(
        desk.seat.database.path, "mara", clock=clock, limits=Limits(reply_characters=10)
    )  # type: ignore[call-arg]
    async with sit_down(strict) as shift:
        await shift.press("r")
        await shift.type("Sorry")
        assert " 5 characters left" in shown(shift)
    strict.close()


async def test_narrow_unfolds_one_letter_wide_shows_both(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("r")
        await shift.type("To all")
        assert "To all" in shown(shift) and "Public reply" in shift.lines()[8]
        await shift.press("tab")
        await shift.type("To one")
        assert "To one" in shown(shift) and "To all" not in shown(shift)
        assert "Public reply" in shift.lines()[8] and "E-mail" in shift.lines()[9]
        await shift.pilot.resize_terminal(120, 40)
        await shift.rest()
        assert "To all" in shown(shift) and "To one" in shown(shift)
        await shift.press("tab")
        await shift.type(" of you")
        assert "To all of you" in shown(shift)


async def test_the_folded_letters_are_the_first_thing_seen(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []
    monkeypatch.setattr(LetterPane, "on_resize", lambda pane: widths.append(pane.size.width))
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("r")
        assert set(widths) == {80}, "never three panes beside each other"


async def test_posted_is_frozen_and_deleted_is_final(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        assert shift.said.startswith("The public reply is empty")
        await shift.type("We are sorry [b]indeed[/b].")
        await shift.press("ctrl+r")
        assert isinstance(shift.screen, Review)
        assert "We are sorry [b]indeed[/b]." in shown(shift)
        assert "no second one is possible" in shown(shift)
        assert f"\x1b]52;c;{b64encode(b'We are sorry [b]indeed[/b].').decode()}\x07" in shift.sent
        for key in ("enter", "ctrl+r", "f10", "space"):
            await shift.press(key)
            assert isinstance(shift.screen, Review), "only another key confirms"
        await confirm(shift)
        assert shift.said == POSTED
        assert written(desk).final("reply")[0].state == "posted"
        await shift.type("more")
        assert shift.screen.letters.reply.text == "We are sorry [b]indeed[/b]."
        await shift.press("ctrl+r")
        assert shift.said == "The public reply is posted, frozen."
        await shift.press("f7", "enter")
        assert written(desk).final("reply")[0].state == "posted", "the first line is: leave it"
        await shift.press("f7", "down", "enter")
        assert "deleted" in shift.said
        assert written(desk).final("reply")[0].state == "deleted"
        await shift.type("again")
        await shift.press("escape", "r")
        assert shift.screen.letters.reply.frozen == "deleted, no second one is possible"


async def test_y_counts_neither_at_once_nor_in_a_burst(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        monkeypatch.setattr(review, "_NOT_BEFORE", 60.0)
        await shift.press("r", "ctrl+r", "y")
        await shift.rest(2 * review._ALONE)
        assert isinstance(shift.screen, Review)
        monkeypatch.setattr(review, "_NOT_BEFORE", 0.0)
        for burst in ("yack", "okay", "yy", "hey"):
            for key in burst.replace("e", "a"):
                shift.app.post_message(events.Key(key, key))
            await shift.rest(3 * review._ALONE)
            assert isinstance(shift.screen, Review), burst
            assert "burst" in shown(shift)
        assert not written(desk).final("reply")
        await asyncio.sleep(2 * review._ALONE)
        await shift.press("e")
        assert isinstance(shift.screen, ComposerScreen)
        await shift.press("ctrl+r")
        await confirm(shift)
        assert shift.said == POSTED


async def test_a_reply_that_changed_under_the_review_is_not_recorded(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        desk.letters.keep(1, "reply", "", "Not sorry")
        await confirm(shift)
        assert "has changed since the review" in shift.said
        assert not written(desk).final("reply")


async def test_an_e_mail_is_recorded_as_sent_and_the_next_may_be_begun(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("m")
        await shift.type("Hello")
        await shift.press("f6", "enter", "ctrl+r")
        assert "Subject: Problem with order" in shown(shift)
        await confirm(shift)
        assert shift.said == "Recorded: e-mail sent. It is frozen now."
        assert shift.screen.letters.email.text == ""
        await shift.type("And")
        await shift.press("escape")
        assert [letter.state for letter in written(desk).letters] == ["sent", "draft"]


async def test_a_colleagues_draft_is_shown_and_not_overwritten(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    colleague.letters.keep(1, "reply", "", "[red]I am on it[/]")
    async with sit_down(desk) as shift:
        await shift.preview_follows()
        assert "jonas has begun a draft of the public reply" in shift.preview
        await shift.press("r")
        screen = shown(shift)
        assert "jonas is writing this public" in screen and "[red]I am on it[/]" in screen
        assert screen.index("Arrived broken") < screen.index("[red]"), (
            "the buyer's words come first"
        )
        await shift.type("Mine")
        await shift.press("escape")
        assert {x.agent: x.text for x in written(desk).letters} == {
            "jonas": "[red]I am on it[/]",
            "mara": "Mine",
        }


async def test_what_cannot_be_saved_is_told_and_nobody_is_locked_in(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        colleague.letters.keep(1, "reply", "", "Posted first")
        assert not isinstance(colleague.letters.confirm(1, "reply", "Posted first"), Refused)
        await shift.type("Mine")
        await shift.until(lambda: shift.said != "")
        assert shift.said.startswith("Not saved yet: The reply is posted")
        await shift.press("escape", "enter")
        assert isinstance(shift.screen, ComposerScreen), "the first line is: stay"
        assert shift.screen.letters.reply.text == "Mine"
        await shift.press("escape", "down", "enter")
        assert isinstance(shift.screen, QueueScreen)


async def test_on_to_the_next_and_back_without_the_queue(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        await shift.type("first")
        await shift.press("ctrl+n")
        assert isinstance(shift.screen, ComposerScreen)
        assert shift.screen.letters.reply.text == ""
        assert "Two weeks late" in shown(shift)
        await shift.press("ctrl+o")
        assert shift.screen.letters.reply.text == "first"
        await shift.press("ctrl+o")
        assert isinstance(shift.screen, QueueScreen)
        assert shift.said == "That was the last one in this direction."


async def test_a_letter_too_long_for_the_clipboard_is_shown_whole(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.screen.letters.reply.area.text = "z" * 75_000
        await shift.rest()
        await shift.press("f8")
        assert "Select it with the mouse" in shown(shift)
        assert any("z" * 110 in line for line in shift.lines()), "whole lines of it"
        await shift.press("escape")
        assert "Too long for the terminal's clipboard" in shift.said


async def test_a_pasted_text_is_clean_and_pasted_as_one(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.app.post_message(events.Paste("Dear\tbuyer\r\n\x1b[2Jy\u202ey"))
        await shift.rest()
        assert shift.screen.letters.reply.text == "Dear    buyer\n␛[2Jy\ufffdy"


async def test_a_draft_with_unseen_characters_can_still_be_confirmed(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "So\u200brry\tindeed")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        await confirm(shift)
        assert shift.said == POSTED
        assert written(desk).final("reply")[0].text == "Sorry    indeed"


async def test_what_is_typed_between_two_composers_is_no_act(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", "ctrl+n", "e", "s", "escape")
        await shift.until(lambda: written(desk, 2).draft("reply") is not None)
        assert written(desk, 2).draft("reply").text == "es"  # type: ignore[union-attr]
        await shift.until(lambda: isinstance(shift.screen, QueueScreen))
        assert (shift.orders, shift.order) == ("12573846", "2")
        await shift.press("e")
        assert shift.said == "1 feedback: done."


async def test_what_is_typed_right_behind_r_lands_in_the_letter(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", *"Sorry", "tab", *"Hi")
        await shift.until(lambda: written(desk).draft("email") is not None)
        assert written(desk).draft("reply").text == "Sorry"  # type: ignore[union-attr]
        assert written(desk).draft("email").text == "Hi"  # type: ignore[union-attr]


@pytest.mark.parametrize("keys", [("escape",) * 3, ("ctrl+s", "escape", "ctrl+n")])
async def test_leaving_twice_is_leaving_once(
    desk: Desk, sit_down: Open, keys: tuple[str, ...]
) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", "x", *keys)
        await shift.until(lambda: isinstance(shift.screen, QueueScreen))
        await shift.press("j")
        assert isinstance(shift.screen, QueueScreen) and shift.order == "2"
        assert written(desk).draft("reply").text == "x"  # type: ignore[union-attr]


async def test_both_leaves_that_came_before_the_first_was_done_count_once(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        composer = shift.screen
        composer.action_do("drafts.leave", 1)
        composer.action_do("drafts.leave", 1)
        await shift.until(lambda: shift.screen is not composer)
        await shift.rest(0.1)
        assert shift.screen.feedback_id == 2


async def test_ctrl_n_held_down_goes_on_one_by_one_and_not_on_after_it(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", *["ctrl+n"] * 40)  # while the first is at work: it is still the same press
        await shift.until(lambda: getattr(shift.screen, "feedback_id", 0) == 2)
        await shift.type("Sorry")
        assert shift.screen.feedback_id == 2 and " Sorry " in shown(shift)
        for _ in range(400):
            shift.send("ctrl+n")
            await asyncio.sleep(0.02)
            if isinstance(shift.screen, QueueScreen) and shift.said:
                break
        assert shift.said == "That was the last one in this direction."
        assert shift.order == "6"


async def test_a_huge_paste_is_taken_as_far_as_it_is_sensible_and_that_is_said(
    desk: Desk, sit_down: Open
) -> None:
    told = "Took the first 10,000 of 1,048,576 characters: a letter has fewer than 4,000."
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.app.post_message(events.Paste("x" * 1_048_576))
        await shift.until(lambda: shift.said == told)
        assert told in shift.lines()[-2]
        assert len(written(desk).draft("reply").text) == 10_000  # type: ignore[union-attr]
        await shift.type("!")
        assert "x!" in shown(shift), "one may write on"
        shift.app.post_message(events.Paste("more"))
        await shift.until(lambda: shift.said.startswith("Took none of the 4 characters"))
        await shift.press("escape")
        assert written(desk).draft("reply").text.endswith("xx!")  # type: ignore[union-attr]


async def test_a_paste_takes_the_place_of_what_is_selected(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.app.post_message(events.Paste("y" * 9_999))
        await shift.rest()
        shift.screen.letters.reply.area.select_all()
        shift.app.post_message(events.Paste("z" * 10_000))
        await shift.rest()
        assert shift.screen.letters.reply.text == "z" * 10_000
        assert not shift.said.startswith("Took")


async def test_the_reason_comes_when_the_rules_have_been_read(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.until(lambda: desk.seat.rulebook.are_read)
        desk.seat.rulebook.forget()  # as soon after the start
        await shift.press("r")
        assert "▸ e-mail" not in shown(shift)
        desk.lanes.warm()
        await shift.until(lambda: "▸ e-mail" in shown(shift))
        assert "▸ e-mail" in shown(shift)


async def test_y_of_a_paste_confirms_nothing_though_the_keys_behind_it_have_to_wait(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "_NOT_BEFORE", 0.0)
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        await shift.rest(2 * review._ALONE)
        follow = TypeAhead.follow

        def follow_late(keys: TypeAhead, target: Any) -> None:
            """Each key takes long to be done, as on a busy machine."""
            asyncio.get_running_loop().call_later(4 * review._ALONE, follow, keys, target)

        monkeypatch.setattr(TypeAhead, "follow", follow_late)
        shift.send(*"yak")
        await shift.until(lambda: "Keys came in a burst" in shown(shift))
        assert isinstance(shift.screen, Review)
        assert not written(desk).final("reply")


async def test_what_a_colleague_begins_meanwhile_appears_while_one_writes(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        ana = open_desk(desk.seat.database.path, "ana", clock=desk.seat.clock)
        ana.letters.keep(shift.screen.feedback_id, "reply", "", "I am on it")
        await shift.until(lambda: "I am on it" in shown(shift))
        assert "I am on it" in shown(shift)
        ana.close()


async def test_after_a_recorded_e_mail_enter_goes_on_to_the_reply(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await email_recorded(shift)
        assert "Next here: the public reply" in shown(shift)
        await shift.press("enter")
        await shift.type("Dear all")
        assert shift.screen.letters.reply.text == "Dear all"


async def test_the_removal_that_is_next_is_asked_for_from_here(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        while shift.order != "7":  # cheap plastic: a product review in the wrong place
            await shift.press("j")
        here = await email_recorded(shift)
        assert "Next here: ask for the removal" in shown(shift)
        await shift.press("enter")
        assert isinstance(shift.screen, Asking)
        await shift.press("y")
        await asked_what_next(shift)
        assert desk.inbox.get(here.id).step == "wait"
        await shift.press("enter")  # Amazon has not answered: it stays open
        assert desk.inbox.get(here.id).status == "open"
        assert isinstance(shift.screen, ComposerScreen)
        assert shift.screen.feedback_id != here.id
