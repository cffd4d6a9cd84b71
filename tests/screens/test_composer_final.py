"""Making a letter final: reviewed, confirmed by a person and not a paste, frozen, then the next step."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from typing import Any

import pytest
from textual import events

from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from fbtui.terminal.typeahead import TypeAhead
from screens import confirmation_guard
from screens.composer import ComposerScreen, Review, review
from screens.removal_dialogs.request_dialog import RequestDialog

Open = Any
POSTED = "Recorded: public reply posted. It is frozen now."
NARROW = (80, 24)


def written(desk: Desk, feedback_id: int = 1) -> Correspondence:
    about = desk.letters.about(feedback_id)
    assert isinstance(about, Correspondence)
    return about


def shown(shift: Any) -> str:
    """The screen as one text, its lines joined."""
    return "\n".join(shift.lines())


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait of the review, which has a test of its own."""
    monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", 0.1)


async def email_recorded(shift: Any) -> Any:
    """An e-mail on the feedback under the cursor, confirmed."""
    here = shift.queue.rows.current
    shift.desk.letters.keep(here.id, "email", "Problem with order", "We are sorry; we refund you.")
    await shift.press("m", "ctrl+r")
    await shift.confirm()
    return here


async def test_after_a_confirmation_comes_the_next_step_and_then_the_next_feedback(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        here, following = (shift.queue.rows.rows.at(rank) for rank in (0, 1))
        desk.letters.keep(here.id, "reply", "", "Sorry")
        await shift.press("r", "ctrl+r")
        await shift.confirm()
        assert shift.screen.feedback_id == here.id
        assert shift.said == f"{POSTED} Next here: the e-mail."  # the playbook wants it
        await shift.type("Hello, would a refund help?")
        await shift.press("f6", "enter", "ctrl+r")
        await shift.confirm()
        await shift.until(lambda: getattr(shift.screen, "feedback_id", 0) == following.id)
        assert desk.inbox.get(here.id).status == "done"
        await shift.rest()
        assert shift.said == (
            "Order 114-8766213-0000001: recorded: e-mail sent. It is frozen now. "
            "Nothing is left to do: done."
        )


async def test_the_next_feedback_is_the_former_neighbour_even_if_the_order_changed(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    clock.pass_by(days=3)  # overdue: after the e-mail its reply is wanted later than all others
    async with sit_down(desk) as shift:
        here, following = (shift.queue.rows.rows.at(rank) for rank in (0, 1))
        await email_recorded(shift)
        shift.queue.reload()  # as the room does when the desk has changed
        assert shift.queue.rows.rows.at(0).id == following.id  # it has moved
        await shift.press("ctrl+n")  # leave it open, and on
        assert isinstance(shift.screen, ComposerScreen)
        assert shift.screen.feedback_id == following.id
        assert desk.inbox.get(here.id).status == "open"


async def test_a_colleagues_e_mail_is_seen_in_the_review_and_stops_one_that_had_not_seen_it(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    both = ("email", "Problem with order", "We are sorry.")
    desk.letters.keep(1, *both)
    colleague.letters.keep(1, *both)
    async with sit_down(desk) as shift:
        await shift.press("m", "ctrl+r")
        assert "has recorded" not in shown(shift)
        assert isinstance(colleague.letters.confirm(1, "email", both[2]), Done)
        await shift.confirm()
        assert shift.said.startswith("jonas has recorded the e-mail as sent meanwhile")
        assert [each.agent for each in written(desk, 1).final("email")] == ["jonas"]
        await shift.press("ctrl+r")
        assert "▲  jonas has recorded an e-mail as sent" in shown(shift)
        await shift.confirm()
        await shift.until(
            lambda: len(written(desk, 1).final("email")) == 2
        )  # a second one is meant


async def test_the_note_of_each_way_is_below_its_key(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        desk.letters.keep(shift.queue.place.here, "email", "Problem with order", "Sorry")
        reviewed = review.Reviewed(
            written(desk, shift.queue.place.here),
            written(desk, shift.queue.place.here).draft("email"),
            (),
            "https://sellercentral.amazon.com/orders-v3/order/1",
        )
        shift.app.push_screen(Review(reviewed, [review.BY_SMTP, review.BY_HAND["email"]]))
        await shift.rest(0.1)
        lines = [line.strip() for line in shift.lines()]
        at = {key: next(i for i, x in enumerate(lines) if x.startswith(f"{key}  ")) for key in "yb"}
        assert "the outbox (M)" in lines[at["y"] + 1]
        assert "Nothing is sent from here" in lines[at["b"] + 1]


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
        await shift.confirm()
        assert shift.said.startswith(POSTED)
        assert written(desk).final("reply")[0].state == "posted"
        await shift.press("tab")
        await shift.type("more")
        assert shift.said == "The public reply is posted, frozen.", "why typing does nothing"
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


async def test_y_counts_neither_too_early_nor_in_a_burst(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", 60.0)
        await shift.press("r", "ctrl+r", "y")
        await shift.rest(2 * confirmation_guard.ALONE)
        assert isinstance(shift.screen, Review) and "only just opened" in shown(shift)
        monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", 0.0)
        for burst in ("yack", "okay", "yy", "hey"):
            for key in burst.replace("e", "a"):
                shift.app.post_message(events.Key(key, key))
            await shift.until(lambda: "burst" in shown(shift))
            await shift.rest(3 * confirmation_guard.ALONE)
            assert isinstance(shift.screen, Review), burst
        assert not written(desk).final("reply")
        await asyncio.sleep(2 * confirmation_guard.ALONE)
        await shift.press("e")
        assert isinstance(shift.screen, ComposerScreen)
        await shift.press("ctrl+r")
        await shift.confirm()
        assert shift.said.startswith(POSTED)


async def test_a_reply_that_changed_under_the_review_is_not_recorded(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        desk.letters.keep(1, "reply", "", "Not sorry")
        await shift.confirm()
        assert "has changed since the review" in shift.said
        assert not written(desk).final("reply")


async def test_an_e_mail_is_recorded_as_sent_and_another_can_be_begun(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("m")
        await shift.type("Hello")
        await shift.press("f6", "enter", "ctrl+r")
        assert "Subject: Problem with order" in shown(shift)
        await shift.confirm()
        assert shift.said.startswith("Recorded: e-mail sent. It is frozen now.")
        assert shift.screen.letters.email.text == ""
        assert "E-mail · sent 20 Nov 09:00" in shown(shift)
        await shift.press("tab")
        await shift.type("And")
        await shift.press("escape")
        assert [letter.state for letter in written(desk).letters] == ["sent", "draft"]


async def test_a_draft_with_invisible_characters_can_be_confirmed(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "So\u200brry\tindeed")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        await shift.confirm()
        assert shift.said.startswith(POSTED)
        assert written(desk).final("reply")[0].text == "Sorry    indeed"


async def test_y_in_the_review_of_a_blocked_letter_says_why_and_the_way_on(
    desk: Desk, sit_down: Open
) -> None:
    desk.letters.keep(1, "reply", "", "Write to us at help@example.com")
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("r", "ctrl+r", "y")
        why = "✗ Blocked: e goes back to the letter, where F5 jumps to what blocks."
        await shift.until(lambda: why in shown(shift))
        assert isinstance(shift.screen, Review)
        await shift.press("e", "f5")
        assert shift.screen.letters.reply.area.selected_text == "help@example.com"


async def test_a_pasted_y_confirms_nothing_even_if_the_keys_after_it_wait(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", 0.0)
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        await shift.press("r", "ctrl+r")
        await shift.rest(2 * confirmation_guard.ALONE)
        follow = TypeAhead.follow

        def follow_late(keys: TypeAhead, target: Any) -> None:
            """Handle each key slowly, as on a busy machine."""
            asyncio.get_running_loop().call_later(
                4 * confirmation_guard.ALONE, follow, keys, target
            )

        monkeypatch.setattr(TypeAhead, "follow", follow_late)
        shift.send(*"yak")
        await shift.until(lambda: "Keys came in a burst" in shown(shift))
        assert isinstance(shift.screen, Review)
        assert not written(desk).final("reply")


async def test_the_reply_follows_a_recorded_e_mail(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await email_recorded(shift)
        assert "Next here: the public reply" in shown(shift)
        await shift.type("Dear all")
        assert shift.screen.letters.reply.text == "Dear all"


async def test_the_cursor_goes_to_the_next_work_after_a_letter_not_along_with_its_feedback(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    clock.pass_by(days=3)
    async with sit_down(desk) as shift:
        assert shift.orders[:2] == "12" and shift.order == "1"
        await shift.press("m", "escape")
        assert shift.order == "1", "nothing was sent"
        await email_recorded(shift)
        await shift.press("escape")  # its reply is due tomorrow
        assert shift.orders[0] == "2" and shift.order == "2"
        assert shift.orders.index("1") > 0, "it is still open"


async def test_a_removal_that_is_next_is_requested_from_the_composer(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        while shift.order != "7":  # cheap plastic: a product review in the wrong place
            await shift.press("j")
        here = await email_recorded(shift)
        await shift.until(lambda: isinstance(shift.screen, RequestDialog))
        await shift.confirm()
        await shift.until(lambda: isinstance(shift.screen, ComposerScreen))
        assert desk.inbox.get(here.id).step == "wait"
        assert desk.inbox.get(here.id).status == "open", "Amazon has not answered"
        assert shift.screen.feedback_id != here.id


async def test_who_leaves_the_removal_that_is_next_is_back_in_the_queue(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        while shift.order != "7":
            await shift.press("j")
        await email_recorded(shift)
        await shift.until(lambda: isinstance(shift.screen, RequestDialog))
        await shift.press("escape")
        await shift.until(lambda: shift.screen is shift.queue)
        assert shift.said == "No request was recorded."
        assert shift.screen is shift.queue and shift.order == "7"


SWEDISH = (
    "Hej! Vi är ledsna att lampan inte fungerade och har skickat en ny. Tack för att du skrev."
)


async def test_an_unchecked_language_must_be_acknowledged_before_confirming(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        here = shift.queue.rows.rows.at(0)
        desk.letters.keep(here.id, "reply", "", SWEDISH)
        await shift.press("r", "ctrl+r")
        assert "not checked in this language" in " ".join(shown(shift).split())
        await shift.confirm()
        assert isinstance(shift.screen, Review)
        assert not written(desk, here.id).final("reply")
        assert "read it yourself, then u allows" in shown(shift), "why y does nothing"
        await shift.press("u")
        assert "then u allows" not in shown(shift)
        await shift.confirm()
        assert written(desk, here.id).final("reply")


async def test_order_and_link_can_be_copied_from_letter_and_review(
    desk: Desk, sit_down: Open
) -> None:
    link = "https://sellercentral.amazon.com/feedback-manager/index.html"
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("r", "ctrl+d")
        assert shift.said.startswith("Order 114-8766213-0000001: sent to your terminal")
        await shift.press("ctrl+e")
        assert osc(link) in shift.sent[-1]
        await shift.press("tab", "ctrl+e")
        assert (
            osc("https://sellercentral.amazon.com/orders-v3/order/114-8766213-0000001")
            in (shift.sent[-1])
        )
        await shift.press("tab", "ctrl+r")
        assert link in shown(shift) and "o  114-8766213-0000001" in shown(shift)
        for key, text in (("o", "114-8766213-0000001"), ("l", link), ("c", "Sorry")):
            await shift.press(key)
            assert osc(text) in shift.sent[-1]


def osc(text: str) -> str:
    return f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"
