"""A shift in the room of account health."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static, TextArea

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Done
from fbtui.keys import of_room
from fbtui.services.desk import Desk
from screens.dialogs.page import Page
from screens.health import HealthScreen
from screens.health.rows import Stated, label_of

Open = Callable[..., Any]
NARROW = (80, 24)


@pytest.fixture
def board(desk: Desk) -> Desk:
    """A desk with a breach, something good, and a notification."""
    where = {"account": "Nordlicht Home", "marketplace": "US"}
    for metric, figure, fulfilment in (
        ("odr", "14/1120", "MFN"),
        ("odr", "2/7890", "FBA"),
        ("late shipment", "1/100", ""),
    ):
        outcome = desk.health.enter(metric, figure, fulfilment=fulfilment, **where)
        assert isinstance(outcome, Done), outcome
    desk.health.notices.notify("Action required: Your listing of…")
    return desk


def room(shift: Any) -> HealthScreen:
    [screen] = [each for each in shift.app.screen_stack if isinstance(each, HealthScreen)]
    return screen


def text(shift: Any) -> str:
    return "\n".join(shift.lines())


def page(shift: Any) -> str:
    """A page in full, including the part below the screen."""
    assert isinstance(shift.screen, Page)
    return "\n".join(str(each.content) for each in shift.screen.query(Static))


def here(shift: Any) -> str:
    """The row under the cursor."""
    [line] = [line for line in shift.lines() if line.startswith("▌")]
    return str(line)


async def test_f4_shows_the_board_worst_first_with_unread_notices(
    board: Desk, sit_down: Open
) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4")
        await shift.until(lambda: "notices: 1" in shift.lines()[0])
        seen = shift.lines()
        assert "Health ✗1" in seen[0] and "● notices: 1" in seen[0] and "mara" in seen[0]
        assert "✗ 1 in breach" in seen[1] and "! 1 not reported" in seen[1]
        assert "✗ Order Defect Rate SF      1.25% < 1%" in seen[3], "the worst of each tile"
        assert "✓ Late Shipment Rate" in seen[4]
        assert "Nordlicht Home US  ✗ 1 breach · read today · 1 not reported" in seen[5]
        assert "✗ CUSTOMER SERVICE PERFORMANCE Seller Fulfilled Fulfilled by Amazon" in seen[6]
        assert "Order Defect Rate         ✗ 1.25% 14 of 1,120 ✓ 0.03%  2 of 7,890 < 1%" in seen[7]
        await shift.press("q")
        assert shift.screen is shift.queue


async def test_what_has_no_room_in_the_head_is_left_out_whole(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4")
        await shift.until(lambda: "most 4-5★)" in shift.lines()[1])
        await shift.pilot.resize_terminal(60, 24)
        await shift.until(lambda: shift.lines()[1].rstrip().endswith("most 4-5★)"))
        await shift.pilot.resize_terminal(*NARROW)
        await shift.until(lambda: "! 1 not reported" in shift.lines()[1])


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_every_row_fits_its_width_and_the_end_is_reached(
    board: Desk, sit_down: Open, size: tuple[int, int]
) -> None:
    async with sit_down(board, size=size) as shift:
        await shift.press("f4", "G")
        at, total = shift.lines()[-2].split()[-1].split("/")
        assert at == total == "3"
        assert "17 without a reading · Enter shows them" in here(shift)
        await shift.press("enter", "G")
        assert shift.lines()[-2].split()[-1] == "20/20"
        await shift.press("g", "j", "j", "enter")
        assert all(len(line) >= size[0] - 4 for line in shift.lines())
        await shift.press("g")
        assert shift.lines()[-2].split()[-1] == f"1/{total}"
        assert any(line.startswith(" ✗ CUSTOMER SERVICE PERFORMANCE") for line in shift.lines())


async def test_an_empty_board_shows_three_ways_in(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("f4")
        assert "Three ways in" in text(shift)
        await shift.press("E")
        assert "nothing to report" in shift.said


async def test_the_detail_has_parts_windows_history_and_readings(
    board: Desk, sit_down: Open
) -> None:
    where = {"account": "Nordlicht Home", "marketplace": "US"}
    board.health.enter("odr", "9/1000", fulfilment="MFN", day="2026-11-01", **where)
    async with sit_down(board) as shift:
        await shift.press("f4", "enter")
        text = page(shift)
        assert "Order Defect Rate, seller fulfilled, 60 days" in text
        assert "History" in text and "┄" in text
        assert "1.25% (14/1,120)" in text and "0.03% (2/7,890)" in text
        assert "Readings (3)" in text and "by hand, mara" in text
        assert "Feedback that counts into it" in text
        assert "281 good orders in a row" in text
        await shift.press("escape")
        assert shift.screen is room(shift)


async def test_a_reading_by_hand_and_its_undo(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "plus", "enter")
        shift.fill("seven")
        await shift.press("enter")
        assert "is not understood as a figure" in text(shift)
        shift.fill("1/1120")
        await shift.press("enter")
        assert shift.said == "Order Defect Rate: 0.09%, good."
        assert "✗ 0 in breach" in shift.lines()[1]
        await shift.press("u")
        assert "Undone: took a reading by hand" in shift.said
        assert "✗ 1 in breach" in shift.lines()[1]
        await shift.press("U")
        assert "✗ 0 in breach" in shift.lines()[1]


async def test_one_key_escalates_copies_saves_and_logs(
    board: Desk, sit_down: Open, tmp_path: Path
) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "E")
        shift.fill("New carrier from Monday")
        await shift.press("enter")
        assert "New carrier from Monday" in page(shift) and "14 of 1,120" in page(shift)
        await shift.press("enter")
        file = tmp_path / "report.md"
        shift.fill(str(file))
        await shift.press("enter")
        assert "reported" in shift.said
        assert "New carrier from Monday" in file.read_text()
        assert any("]52;c;" in sent for sent in shift.sent)
        assert "not reported" not in shift.lines()[1]
        [escalation] = board.health.board().escalations
        assert (escalation.agent, escalation.figure) == ("mara", "1.25%")


async def test_esc_at_any_step_discards_an_escalation(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=NARROW) as shift:
        for keys in (("escape",), ("enter", "escape"), ("enter", "enter", "escape")):
            await shift.press("f4", "E", *keys)
        assert board.health.board().escalations == ()
        assert shift.screen is room(shift)


async def test_what_if_follows_the_marks_and_stays_on_the_board(
    board: Desk, sit_down: Open
) -> None:
    board.context.database.reading.execute("UPDATE feedback SET fulfilment = 'MFN'")
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "h")
        assert "If 0 of 6 were struck" in text(shift)
        await shift.press("space", "space")
        assert "If 2 of 6 were struck" in text(shift)
        assert "seller fulfilled US: 1.25% → 1.07% ✗ breach" in text(shift)
        assert sum("●" in line for line in shift.lines()) == 2
        await shift.press("a")
        assert "If 6 of 6" in text(shift)
        await shift.press("0", "space", "escape")
        follows = " ".join(" ".join(shift.lines()[2:5]).split())
        assert "if 1 were struck" in follows and "US: 1.25% → 1.16% ✗ breach" in follows
        assert board.health.board().lines[0].verdict.display == "1.25%"


async def test_marks_in_the_queue_begin_the_what_if(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("space", "f4", "h")
        assert "If 1 of 6 were struck" in text(shift)


async def test_open_cases_begin_the_what_if_and_struck_feedback_is_out_of_it(
    board: Desk, sit_down: Open
) -> None:
    for feedback_id in (1, 2):
        assert isinstance(board.cases.request(feedback_id, "obscene", reason="by phone"), Done)
    board.cases.record(board.cases.of_feedback(2)[0].id, EventKind.STRUCK)
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "h")
        assert "If 1 of 5 were struck" in text(shift)
        assert "Amazon asked" in text(shift)


async def test_notifications_are_logged_and_read(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "n", "j", "enter")
        assert "read by mara" in text(shift)
        await shift.press("k", "enter")
        shift.fill("Confirm your address")
        await shift.press("enter", "enter", "enter")
        assert "● unread" in text(shift) and "Confirm your address" in text(shift)
        await shift.press("escape")
        await shift.until(lambda: "● notices: 1" in shift.lines()[0])
        assert "● notices: 1" in shift.lines()[0]


async def test_a_report_request_is_asked_for_ready_and_looked_at(
    board: Desk, sit_down: Open, tmp_path: Path
) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "r", "enter", "enter")
        assert "● asked" in text(shift) and "Order Defect Rate" in text(shift)
        await shift.press("j", "enter")
        shift.fill(str(tmp_path / "odr.csv"))
        await shift.press("enter")
        assert "ready 2026-11-20" in text(shift)
        await shift.press("enter")
        assert "no such file" in page(shift)
        (tmp_path / "odr.csv").write_text("order,reason\n114-8766213-0000001,claim\x1b[2J\n")
        await shift.press("escape", "enter")
        assert "114-8766213-0000001,claim␛[2J" in page(shift)
        await shift.press("escape", "escape", "y")
        assert "sellercentral.amazon.com/performance/dashboard" in shift.said


async def test_a_report_is_imported_from_the_room(desk: Desk, sit_down: Open) -> None:
    sample = Path(__file__).parents[1] / "intake" / "performance_v2.json"
    async with sit_down(desk) as shift:
        await shift.press("f4", "I")
        shift.fill(str(sample))
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, Page) and "V2 JSON" in page(shift))
        assert "account health, V2 JSON" in page(shift)
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, HealthScreen))
        assert " readings: " in shift.said and " new, 0 changed, 0 unchanged." in shift.said
        assert not desk.health.board().is_empty
        await shift.press("G")
        assert "NOT UNDERSTOOD" in text(shift)


async def test_a_colleagues_reading_appears_by_itself(
    board: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4", "right")
        where = {"account": "Nordlicht Home", "marketplace": "US"}
        colleague.health.enter("odr", "30/1000", fulfilment="FBA", **where)
        await shift.until(lambda: "✗ 2 in breach" in shift.lines()[1])
        assert "✗ 2 in breach" in shift.lines()[1]
        assert "✗    3% 30 of 1,000" in here(shift)
        await shift.until(lambda: "fulfilled by Amazon, 60 days" in text(shift))


async def test_the_board_is_narrowed_written_and_walked(
    board: Desk, sit_down: Open, tmp_path: Path
) -> None:
    board.health.enter("ahr", "90", account="Other", marketplace="DE", new_account=True)
    async with sit_down(board, size=(120, 40)) as shift:
        await shift.press("f4", "b")
        assert "Account Health Rating" in here(shift) and "90" in here(shift)
        await shift.press("B")
        assert "Order Defect Rate" in here(shift) and "✗ 1.25%" in here(shift)
        await shift.press("f", "j", "enter")
        assert "Other DE" in shift.lines()[2] and "✗ 1 in breach" in shift.lines()[1]
        await shift.press("w")
        shift.fill(str(tmp_path / "board.json"))
        await shift.press("enter")
        assert (tmp_path / "board.json").exists()
        await shift.press("R")
        assert shift.said == "Read again."


async def test_text_by_amazon_or_a_colleague_is_literal(desk: Desk, sit_down: Open) -> None:
    where = {"account": "[b]x[/b]", "new_account": True}
    assert isinstance(desk.health.enter("account_status", "[red]\x1b[2J", **where), Done)
    desk.health.notices.notify("[@click=app.quit]x[/]\x1b[31m")
    async with sit_down(desk, size=(120, 40)) as shift:
        await shift.press("f4", "G")
        assert "[red]␛[2J" in text(shift)
        await shift.press("n")
        assert "[@click=app.quit]x[/]␛[31m" in text(shift)


async def test_headings_are_skipped_and_not_counted(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=(120, 40)) as shift:
        await shift.press("f4")
        total = shift.lines()[-2].split("/")[-1].strip()
        for nth in range(2, int(total) + 1):
            await shift.press("j")
            assert here(shift) and shift.lines()[-2].split()[-1] == f"{nth}/{total}"


async def test_the_wheel_moves_and_a_click_on_the_row_of_the_cursor_opens_it(
    board: Desk, sit_down: Open
) -> None:
    async with sit_down(board, size=(120, 40)) as shift:
        await shift.press("f4", "G")
        rows = [line for line in shift.lines() if "Order Defect Rate  " in line and "✓" in line]
        at = shift.lines().index(rows[-1])
        await shift.pilot.click(offset=(20, at - 1))  # a heading
        assert "without a reading" in here(shift) and shift.screen is room(shift)
        await shift.pilot.click(offset=(20, at))
        assert "✗ 1.25%" in here(shift) and shift.screen is room(shift)
        await shift.press("right")
        await shift.pilot.click(offset=(20, at))
        assert "Order Defect Rate, fulfilled by Amazon" in page(shift)


async def test_a_whole_page_is_pasted_in_the_room(desk: Desk, sit_down: Open) -> None:
    sample = Path(__file__).parents[1] / "intake" / "account_health_page.txt"
    async with sit_down(desk) as shift:
        await shift.press("f4", "I")
        shift.screen.query_one("#pasted", TextArea).text = sample.read_text("utf-8")
        await shift.press("ctrl+r")
        await shift.until(lambda: isinstance(shift.screen, Page) and "46 readings" in page(shift))
        assert "100%  (312), target over 90%" in page(shift)
        assert desk.health.board().is_empty
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, HealthScreen))
        assert "not understood" not in text(shift)
        board = "\n".join(shift.lines())
        assert "last read" in board and "stale" in board
        stated = [each for each in room(shift).rows.rows.all if isinstance(each, Stated)]
        assert "Return Dissatisfaction Rate †" in [label_of(each.row) for each in stated]
        await shift.press("u")
        assert shift.said == "Undone: imported, 46 readings."
        assert desk.health.board().is_empty


async def test_details_are_laid_out_again_for_another_width(board: Desk, sit_down: Open) -> None:
    where = {"account": "Nordlicht Home", "marketplace": "US"}
    board.health.enter("odr", "9/1000", fulfilment="MFN", day="2026-11-01", **where)

    places: tuple[tuple[tuple[str, ...], str], ...] = (
        ((), "Feedback that counts into it"),
        (("enter",), "Feedback that counts into it"),
        (("h",), "If 0 of 6 were struck"),
    )

    async def seen(*sizes: tuple[int, int]) -> AsyncIterator[list[str]]:
        """Each place, opened at the first size and looked at in the last."""
        async with sit_down(board, size=sizes[0]) as shift:
            await shift.press("f4")
            await shift.until(lambda: "notices" in shift.lines()[0])  # the figures come later
            for keys, words in places:
                await shift.press(*keys)
                for size in sizes[1:]:
                    await shift.pilot.resize_terminal(*size)
                    await shift.rest()
                await shift.until(lambda: words in text(shift))  # noqa: B023
                yield [line.rstrip() for line in shift.lines()]
                await shift.press("escape" if keys else "g")
                await shift.pilot.resize_terminal(*sizes[0])

    begun_so = [lines async for lines in seen((200, 50))]
    assert [lines async for lines in seen((80, 24), (40, 12), (200, 50))] == begun_so


async def test_leaving_twice_leaves_once(board: Desk, sit_down: Open) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4")
        for opening in ("enter", "h", "n", "r", "f", "plus", "E", "w", "I"):
            await shift.press(opening)
            assert shift.screen is not room(shift), opening
            await shift.pilot.press("escape", "escape", "escape")
            await shift.rest()
            assert shift.app.is_running
            await shift.press("f4")
            assert shift.screen is room(shift), opening


async def test_an_act_needs_a_metric(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("f4", "enter")
        assert shift.said == "There is no metric here."
        assert shift.lines()[-2].rstrip().endswith("0/0")


async def test_a_mistake_in_own_targets_is_reported_and_the_previous_ones_stay(
    board: Desk, sit_down: Open, tmp_path: Path
) -> None:
    async with sit_down(board, size=NARROW) as shift:
        await shift.press("f4")
        own = tmp_path / "config" / "targets.toml"
        own.parent.mkdir(exist_ok=True)
        own.write_text("[[metric]\n")
        await shift.press("R")
        assert "targets.toml" in shift.said and "correct the file" in shift.said
        await shift.press("plus", "enter", *"1/9", "enter")
        assert shift.said == "Order Defect Rate: 11.11%, breach."
        own.unlink()
        await shift.press("R")
        assert shift.said == "Read again."


async def test_help_explains_the_symbols_and_stale_readings_are_grey(
    desk: Desk, sit_down: Open
) -> None:
    where = {"account": "Nordlicht Home", "marketplace": "US"}
    desk.health.enter("odr", "2/7890", fulfilment="fba", day="2026-10-01", **where)
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("f4")
        assert "~ 1 stale" in shift.lines()[1]
        assert "Nordlicht Home US  ✓ good · last read 50 days ago: stale" in text(shift)
        grey = room(shift).rows.get_component_rich_style("row--dim").color
        strip = room(shift).rows.render_line(2)
        [style] = [each.style for each in strip if "0.03%" in each.text]
        assert style is not None and style.color == grey
        await shift.press("question_mark")
        assert "~   stale, and grey" in page(shift) and "†   a metric that Amazon" in page(shift)


async def test_help_on_a_page_shows_its_keys_and_leaves_it_open(
    board: Desk, sit_down: Open
) -> None:
    async with sit_down(board) as shift:
        await shift.press("f4", "enter")
        detail = shift.screen
        await shift.press("question_mark", "question_mark")
        assert "These are the keys · Esc leaves" in text(shift)
        assert all(key.tooltip in page(shift) for key in of_room("page"))
        await shift.press("q")
        assert shift.screen is detail
        await shift.press("q")
        assert isinstance(shift.screen, HealthScreen)
