"""Triage from the keyboard and the mouse: each act, its undo, and where the cursor goes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.message import Message

from fbtui.services.desk import Desk, open_desk
from fbtui.terminal.bundles import counted_together
from screens.composer import ComposerScreen
from screens.dialogs.ask import Ask
from screens.dialogs.page import Page
from screens.queue.letters import triage_of
from screens.queue.room import QueueScreen

Open = Any
Clock = Any


async def test_done_goes_on_to_the_next_open_one_and_undo_brings_it_back(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "e")
        assert (shift.orders, shift.order) == ("1573846", "5")
        assert shift.said == "Order 114-8766213-0000002: done · u undoes"
        await shift.press("u")
        assert (shift.orders, shift.order) == ("12573846", "5")
        assert shift.said == "Undone: set done, order 114-8766213-0000002."
        await shift.press("U")
        assert shift.orders == "1573846"
        await shift.press("u", "u")
        assert shift.said == "There is nothing to undo."


async def test_a_done_one_is_opened_again_with_the_same_key(desk: Desk, sit_down: Open) -> None:
    desk.triage.finish([5])
    async with sit_down(desk) as shift:
        queue = shift.queue
        queue.filter_bar.narrow(**{"status": ()})
        await shift.rest()
        assert shift.orders == "12753846", (
            "nothing is due of what is done: last of the negative ones"
        )
        await shift.press("j", "j", "n")
        assert shift.order == "3", "n passes over what is done"
        await shift.press("k", "e")
        assert shift.said == "Order 114-8766213-0000005: open again · u undoes"
        await shift.press("N")
        assert shift.order == "2"


async def test_marks_survive_filters_and_one_undo_covers_all(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("space", "space", "3")
        assert shift.orders == "38"
        await shift.press("space")
        assert "3 marked · 2/2" in shift.lines()[-2]
        await shift.press("t")
        shift.fill("refund")
        await shift.press("enter")
        assert shift.said == "3 feedbacks: tag refund on · u undoes"
        await shift.press("s")
        shift.fill("3d")
        await shift.press("enter")
        assert shift.said == "3 feedbacks: wakes in 3d · u undoes"
        assert shift.orders == "8"
        await shift.press("0")
        assert shift.orders == "57846"
        await shift.press("u")
        assert shift.orders == "12573846"
        assert {desk.inbox.get(each).tags for each in (1, 2, 3)} == {("refund",)}  # type: ignore[union-attr]
        await shift.press("u")
        assert {desk.inbox.get(each).tags for each in (1, 2, 3)} == {()}  # type: ignore[union-attr]
        await shift.press("space", "asterisk", "e")
        assert shift.said.endswith(": done · u undoes")


async def test_a_whole_view_is_closed_in_three_keys_and_opened_again_with_one(
    desk: Desk, sit_down: Open, take_in_rows: Any
) -> None:
    praise = [(f"114-8766213-00001{nth:02}", "11/01/2026", 5, "Great seller") for nth in range(30)]
    take_in_rows(desk, praise)
    async with sit_down(desk) as shift:
        await shift.press("5", "plus")
        assert "31 marked" in shift.lines()[-2]
        await shift.press("T")
        assert shift.said == "31 feedbacks: thank and close. Nothing was posted · u undoes"
        assert shift.orders == ""
        await shift.press("0", "u")
        assert len(shift.orders) == 38 and "macro Thank and close, 31 feedbacks" in shift.said
        await shift.press("g", "V")
        assert "Mark the first row" in shift.said
        await shift.press("space", "j", "V", "e")
        assert (shift.orders[:4], shift.order) == ("7384", "7"), "1, 2 and 5: a range"
        await shift.press("plus", "plus")
        assert not shift.queue.rows.marks


async def test_an_act_on_marked_rows_does_not_skip_the_cursor_row(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("space", "space")
        assert shift.order == "5"
        await shift.press("e")
        assert (shift.orders, shift.order) == ("573846", "5")


async def test_letters_are_written_for_the_marked_in_turn(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "space", "space", "g", "r")
        assert shift.screen.feedback_id == 2, "the first marked one, not the cursor's"
        assert any(line.rstrip().endswith("1 of 2") for line in shift.lines())
        await shift.press("ctrl+n")
        assert shift.screen.feedback_id == 5
        assert any(line.rstrip().endswith("2 of 2") for line in shift.lines())
        await shift.press("escape")
        assert shift.said == "public reply: 0 of 2 confirmed; 2 still marked."
        assert shift.order == "5"


async def test_undo_offers_the_act_before_a_final_one(desk: Desk, sit_down: Open) -> None:
    desk.triage.finish([5])
    desk.letters.keep(1, "reply", "", "Sorry for the cracked lid.")
    written: Any = desk.letters.about(1)
    draft = written.draft("reply")
    desk.letters.confirm(1, "reply", draft.text, draft.version)
    async with sit_down(desk) as shift:
        await shift.press("u")
        lines = " ".join("\n".join(shift.lines()).split())
        assert "114-8766213-0000001: buyers see it" in lines
        await shift.press("n")
        assert shift.said == "Nothing was taken back." and "5" not in shift.orders
        await shift.press("u", "t")
        assert "5" in shift.orders
        await shift.press("u", "i")
        assert shift.said.startswith("Taken back: the public reply counts as never posted")
        assert desk.letters.about(1).draft("reply").text == draft.text  # type: ignore[union-attr]


async def test_a_snooze_past_a_closing_window_needs_a_confirmation(
    desk: Desk, sit_down: Open, take_in_rows: Any
) -> None:
    take_in_rows(desk, [("114-8766213-0000011", "08/24/2026", 1, "You fucking thieves")])
    async with sit_down(desk) as shift:
        await shift.press("s")
        shift.fill("3d")
        await shift.press("enter")
        assert "Its removal window closes before it wakes" in "\n".join(shift.lines())
        await shift.press("d")
        assert shift.orders[0] == "1" and len(shift.orders) == 9
        await shift.press("s")
        shift.fill("2d")
        await shift.press("enter")
        assert len(shift.orders) == 8


async def test_a_colleagues_note_stands_above_the_comment_wherever_one_decides(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    colleague.triage.note([1], "Ask the\nwarehouse first")
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.preview_follows()
        assert "Note by jonas: Ask the warehouse first" in "\n".join(shift.lines())
        await shift.press("m")
        shown = " ".join(" ".join(shift.lines()).split())
        assert "Note by jonas: Ask the warehouse" in shown


async def test_many_are_set_done_at_once_only_if_no_removal_is_forgotten(
    desk: Desk, sit_down: Open, take_in_rows: Any
) -> None:
    take_in_rows(desk, [("114-8766213-0000011", "08/24/2026", 1, "You fucking thieves")])
    async with sit_down(desk) as shift:
        await shift.press("plus", "e")
        assert "1 wants a removal request; set all 9 done?" in "\n".join(shift.lines())
        await shift.press("enter")  # the first choice is: leave them open
        assert len(shift.orders) == 9
        await shift.press("e", "down", "enter")
        await shift.until(lambda: "done · u undoes" in shift.said)
        assert shift.orders == ""


async def test_a_snoozed_feedback_returns_by_itself(
    desk: Desk, sit_down: Open, clock: Clock
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("s")
        await shift.type("2h")
        await shift.press("enter")
        assert (shift.orders, shift.said) == (
            "2573846",
            "Order 114-8766213-0000001: wakes in 2h · u undoes",
        )
        await shift.press("s")
        shift.fill("tomorrow")
        await shift.press("enter")
        assert "✗ Say how long" in "\n".join(shift.lines()), "said under the field that stays"
        await shift.press("escape")
        clock.pass_by(hours=2, minutes=1)
        triage_of(shift.queue).wake()
        await shift.rest()
        assert (shift.orders, shift.said) == ("12573846", "1 feedback back from snooze.")


async def test_the_snooze_prompt_shows_a_date_that_it_takes(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("s")
        assert "or a date like 2026-11-21" in "\n".join(shift.lines())
        shift.fill("2026-11-20")
        await shift.press("enter")
        assert "✗ That moment is past" in "\n".join(shift.lines()), "today is refused at once"
        shift.fill("2026-11-21")
        await shift.press("enter")
        assert shift.said == "Order 114-8766213-0000001: wakes in 15h · u undoes"


async def test_note_and_tag_stand_in_the_preview_that_follows(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.preview_follows()
        assert "Arrived broken, the lid is cracked" in shift.preview
        await shift.press("a")
        shift.fill("called, [b]no[/b] answer")
        await shift.press("enter")
        await shift.press("t")
        shift.fill("Two words")
        await shift.press("enter")
        assert "✗ A tag is one word" in "\n".join(shift.lines())
        shift.fill("Call")
        await shift.press("enter")
        await shift.preview_follows()
        assert "tags: call\n" in shift.preview
        assert "mara  note: called, [b]no[/b] answer" in shift.preview
        await shift.press("t")
        shift.fill("-call")
        await shift.press("enter")
        await shift.press("j")
        await shift.preview_follows()
        assert "Two weeks late and nobody answers" in shift.preview
        await shift.press("p")
        assert not shift.queue.pane.display
        assert desk.inbox.get(1).tags == ()  # type: ignore[union-attr]


async def test_undo_is_refused_where_a_colleague_has_acted_since(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("e")
        colleague.triage.reopen([1])
        await shift.press("u")
        assert "since then jonas has acted" in shift.said
        assert "✗ Refused: since then jonas" in shift.lines()[-2]


async def test_the_order_id_is_sent_to_the_terminals_clipboard(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("y")
        expected = b64encode(b"114-8766213-0000001").decode()
        assert f"\x1b]52;c;{expected}\x07" in shift.sent
        assert "sent to your terminal's clipboard (19 characters)" in shift.said


async def test_the_mouse_does_what_the_keys_do(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.pilot.click(shift.queue.rows, offset=(30, 3))
        assert shift.order == "7"
        rows = shift.queue.rows
        rows.post_message(
            events.MouseScrollUp(rows, 3, 3, 0, -1, 0, False, False, False, 3, 3, None)
        )
        await shift.rest()
        assert shift.order == "1"
        await shift.pilot.click(shift.queue.rows, offset=(30, 3))
        await shift.pilot.click(shift.queue.rows, offset=(30, 3))
        await shift.rest()
        assert isinstance(shift.screen, ComposerScreen)
        assert "Cheap plastic" in "\n".join(shift.lines())


def in_one_piece(*names: str) -> Sequence[Message]:
    """Keys as the terminal's reader hands them on when they arrive in one read."""
    signs = {"enter": "\r"}
    return counted_together([events.Key(each, signs.get(each, each)) for each in names])


async def test_pasted_keys_are_ignored_including_enter(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j")
        for key in in_one_piece("p", "e", "e", "s", "enter", "x", "enter"):
            shift.app.post_message(key)
        await shift.until(lambda: "looked like a paste" in shift.said)
        await shift.rest(0.2)
        assert isinstance(shift.screen, QueueScreen)
        assert shift.orders == "12573846"
        await shift.press("e")
        assert shift.said == "Order 114-8766213-0000002: done · u undoes", (
            "a key on its own counts again"
        )


async def test_a_few_keys_that_a_slow_line_bundles_are_no_paste(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        before = shift.orders
        for key in in_one_piece("j", "e"):
            shift.app.post_message(key)
        await shift.until(lambda: shift.orders == before[:1] + before[2:])


async def test_a_key_held_down_is_no_paste(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        for _ in range(4):
            shift.app.post_message(events.Key("j", "j"))
        await shift.rest()
        assert shift.order == "3"


async def test_a_read_only_desk_refuses_every_act_with_a_sentence(
    desk: Desk, sit_down: Open, clock: Clock
) -> None:
    path = desk.context.database.path
    looking = open_desk(path, "mara", clock=clock, read_only=True)
    async with sit_down(looking) as shift:
        for key in ("e", "u", "s", "a", "t", "T"):
            shift.queue.status.clear()
            await shift.press("j", key)
            assert shift.said == "The desk is open read-only; nothing was changed."
            assert shift.screen is shift.queue, "nothing is asked in vain"
        await shift.press("r")
        await shift.type("x")
        assert shift.screen.letters.reply.text == ""
        assert "read-only" in "\n".join(shift.lines())
        await shift.press("escape")
        assert isinstance(shift.screen, QueueScreen)
        assert shift.orders == "12573846"
    looking.close()


async def test_the_view_is_written_to_a_file(desk: Desk, sit_down: Open, tmp_path: Path) -> None:
    target = tmp_path / "late.csv"
    async with sit_down(desk) as shift:
        await shift.press("3", "w")
        shift.fill(str(tmp_path / "late.pdf"))
        await shift.press("enter")
        assert "names no format" in "\n".join(shift.lines()), "the dialog stays open"
        await shift.press("escape")
        for answer in ([], ["enter"], ["j", "enter"]):
            await shift.press("w")
            shift.fill(str(target))
            await shift.press("enter")
            assert ("late.csv exists already" in "\n".join(shift.lines())) == bool(answer)
            if answer == ["enter"]:
                target.write_text("left as it is")
            await shift.press(*answer)
            await shift.app.workers.wait_for_complete(
                [worker for worker in shift.app.workers if worker.group == "export"]
            )
            await shift.rest()
            assert "2 rows written to" in shift.said
            if answer == ["enter"]:
                assert target.read_text() == "left as it is"
    assert target.read_text().count("114-8766213-") == 2


async def test_a_question_about_marked_rows_says_how_many(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("space", "space")
        for key in ("s", "a", "t", "l", "i", "S"):
            await shift.press(key)
            assert "(2 marked)" in "\n".join(shift.lines()), key
            await shift.press("escape")


async def test_the_cursor_goes_on_after_a_request_and_stays_without_one(
    desk: Desk, sit_down: Open, take_in_rows: Any
) -> None:
    rows = [
        (f"114-8766213-000001{nth}", "11/19/2026", 1, "You fucking thieves") for nth in range(2)
    ]
    take_in_rows(desk, rows)
    async with sit_down(desk) as shift:
        await shift.press("G", "k", "x", "escape")
        here = shift.order
        await shift.press("g")
        while "fucking" not in shift.queue.rows.current.comment:
            await shift.press("j")
        here, below = (
            shift.order,
            shift.queue.rows.rows.at(shift.queue.rows.cursor + 1),
        )
        await shift.press("x", "escape")
        assert (shift.order, shift.said) == (here, "No request was recorded.")
        await shift.press("x")
        await shift.confirm()
        assert "recorded as requested" in shift.said
        assert shift.order == below.order_id[-1] != here
        await shift.press("u", "n")
        assert shift.said == "Nothing was taken back." and desk.tracker.due() == 0
        await shift.press("u", "y")
        assert "taken back: requested; the case is void." in shift.said
        assert here in shift.orders, "it is to be asked for again"
        await shift.press("u")
        assert shift.said == "There is nothing to undo."


async def test_a_hand_over_is_read_with_own_words_and_copied(desk: Desk, sit_down: Open) -> None:
    desk.triage.claim([5])
    async with sit_down(desk) as shift:
        await shift.press("colon")
        shift.fill("handover")
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, Page))  # the note is read in a thread
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, Ask))
        shift.fill("Mugs are back on Friday.")
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, Page))
        await shift.press("c")
        await shift.until(lambda: any("\x1b]52;c;" in sent for sent in shift.sent))
        page = "\n".join(shift.lines())
        assert (
            "For the next shift" in page
            and "Hand-over by" in page
            and "114-8766213-0000005" in page
        )
        assert "Mugs are back on Friday." in page and "c copies" in page
        await shift.press("escape")
        assert shift.screen is shift.queue


@pytest.mark.parametrize(
    "named", ["~nobody-of-that-name/q.csv", "x" * 300 + ".csv", "no-folder/a\0b.csv"]
)
async def test_an_impossible_path_is_refused_and_the_room_stays_usable(
    desk: Desk, sit_down: Open, named: str
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("w")
        shift.fill(named)
        await shift.press("enter")
        await shift.app.workers.wait_for_complete(
            [worker for worker in shift.app.workers if worker.group == "export"]
        )
        await shift.rest()
        assert "✗" in "\n".join(shift.lines()[-8:])
        await shift.press("I")
        shift.paste_into(0, named)
        await shift.press("enter")
        await shift.until(lambda: "cannot be" in "\n".join(shift.lines()))


async def test_done_held_down_counts_once(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        total = shift.queue.rows.total
        shift.send(*"eeeeeeee")
        await shift.until(lambda: "Held down" in shift.said)
        assert shift.queue.rows.total == total - 1
        await shift.rest(0.2)
        await shift.press("e")
        assert shift.queue.rows.total == total - 2
