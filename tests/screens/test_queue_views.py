"""The views of the queue: stars, filters, search, order, saved views, and the restored position."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from fbtui.domain.marketplaces import MARKETPLACES
from fbtui.services.desk import Desk, open_desk
from screens.queue.room import QueueScreen

Open = Any
Clock = Any


async def choose(shift: Any, words: str) -> None:
    """Choose the line of the open menu that starts, after its letter, with these words."""
    menu = shift.screen.query_one(OptionList)
    lines = [str(menu.get_option_at_index(at).prompt) for at in range(menu.option_count)]
    menu.highlighted = next(at for at, line in enumerate(lines) if line[3:].startswith(words))
    await shift.press("enter")


async def test_stars_combine_and_zero_removes_every_filter(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        assert shift.orders == "12573846", "negative first, then due, then newest"
        assert shift.chips == "open ↓ priority"
        await shift.press("1")
        assert shift.orders == "15"
        await shift.press("2")
        assert shift.orders == "1257"
        assert shift.chips == "negative (1-2★) · open ↓ priority"
        await shift.press("2", "1", "4")
        assert (shift.orders, shift.chips) == ("6", "4★ · open ↓ priority")
        await shift.press("0")
        assert (shift.orders, shift.chips) == ("12573846", "open ↓ priority")


async def test_the_cursor_stays_on_its_feedback_through_filters_and_a_new_order_begins_at_the_top(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "j", "j")
        assert shift.order == "7"
        await shift.press("2")
        assert (shift.orders, shift.order) == ("27", "7")
        await shift.press("0")
        assert shift.order == "7"
        for order, rows in (
            ("newest", "12345678"),
            ("oldest", "87654321"),
            ("stars", "51728364"),
            ("window", "87654321"),
        ):
            await shift.press("o")
            await choose(shift, order)
            assert (shift.orders, shift.order) == (rows, rows[0])
            assert shift.chips == f"open ↓ {order}"


async def test_an_empty_view_says_so_and_keys_still_work(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("4", "e")
        assert "Nothing here with these filters." in "\n".join(shift.lines())
        await shift.press("0", "j", "j")
        assert shift.order == "5", "moving works again"
        shift.desk.triage.finish([shift.queue.rows.rows.at(at).id for at in range(7)])
        await shift.press("R")
        assert "Every feedback is done. ✓" in "\n".join(shift.lines())
        await shift.press("u")
        assert shift.orders == "1257384"


async def test_search_as_you_type_and_escape_restores_view_and_row(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "j", "slash")
        await shift.type("l")
        assert shift.orders == "123", "lid, late, late"
        await shift.type("ate")
        assert shift.orders == "23"
        assert "“late”" in shift.chips
        await shift.press("escape")
        assert (shift.orders, shift.order) == ("12573846", "5")
        await shift.press("slash")
        await shift.type("late")
        await shift.press("enter", "j")
        assert (shift.orders, shift.order) == ("23", "3"), (
            "the search stays, and keys go to the list"
        )
        await shift.press("3")
        assert shift.orders == "3", "it combines with the stars"
        await shift.press("3", "escape")
        assert shift.orders == "12573846", "Esc in the list removes the search"
        await shift.press("slash")
        await shift.type("8766213-0000006")
        assert shift.orders == "6", "order IDs are found"


@pytest.mark.parametrize(
    ("done", "before", "words", "says", "rows"),
    [
        ([6], (), "114-8766213-0000006", "1 done matches: F6 shows it", "6"),
        ([2], (), "late", "", "3"),
        ([2], ("4",), "late", "1 open, 1 done match: F6 shows them", "23"),
        ([], ("4",), "zebra", "Nothing on this desk matches these words.", ""),
    ],
)
async def test_a_search_without_hits_says_where_they_are_and_one_key_shows_them(
    desk: Desk,
    sit_down: Open,
    done: list[int],
    before: tuple[str, ...],
    words: str,
    says: str,
    rows: str,
) -> None:
    desk.triage.finish(done)
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press(*before, "slash")
        await shift.type(words)
        if says:
            await shift.until(lambda: says in "\n".join(shift.lines()))
            await shift.press("f6")  # also while typing
            await shift.until(lambda: shift.orders == rows)
        assert shift.orders == rows
        await shift.press("escape")
        await shift.until(lambda: "“" not in shift.chips)


async def test_an_abandoned_slow_search_does_not_return(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        finder = shift.queue.finder
        late = shift.queue.view.changed(filter=shift.queue.view.filter.changed(search="late"))
        assert finder.find(late) is None, "it runs in a thread"
        await shift.press("0")
        await shift.rest(0.1)
        assert shift.orders == "12573846"
        assert not finder.is_looking


async def test_the_key_after_enter_applies_to_the_rows_found(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("slash")
        shift.send(*"torn", "enter", "r")
        await shift.until(lambda: type(shift.screen).__name__ == "ComposerScreen")
        assert shift.queue.view.filter.search == "torn"
        assert shift.screen.feedback_id == desk.inbox.on_order("114-8766213-0000008")[0].id


async def test_every_line_of_the_filter_menu_filters(
    desk: Desk, sit_down: Open, clock: Clock
) -> None:
    desk.triage.tag([1], "call-back")
    desk.triage.finish([2])
    async with sit_down(desk) as shift:
        for steps, rows, chip in (
            (("Band", "positive"), "46", "positive (4-5★)"),
            (("Status", "done"), "2", "done"),
            (("Account", "Nordlicht Home US"), "1573846", "account Nordlicht Home · US"),
            (("Fulfilment", "FBA"), "", "fulfilment FBA"),
        ):
            await shift.press("0", "f")
            for step in steps:
                await choose(shift, step)
            assert shift.orders == rows, "shown behind the open menu"
            assert chip in shift.chips
            await shift.press("escape")
        for line, typed, rows in (
            ("Tag", "Call-Back", "1"),
            ("Dates", "2026-11-04 2026-11-06", "546"),
            ("Dates", "2026-11-08 …", "1"),
        ):
            await shift.press("0", "f")
            await choose(shift, line)
            shift.fill(typed)
            await shift.press("enter", "escape")
            assert shift.orders == rows
        await shift.press("f")
        await choose(shift, "Dates")
        shift.fill("yesterday")
        await shift.press("enter")
        assert "Say two days like" in "\n".join(shift.lines()), "the dialog stays open"
        shift.fill("2026-11-30 2026-11-01")
        await shift.press("enter")
        said = "The first day, 2026-11-30, is after the last, 2026-11-01."
        assert said in "\n".join(shift.lines())
        await shift.press("escape", "escape")
        clock.pass_by(hours=30)
        await shift.press("0", "f", "o", "b", "n", "escape")
        assert shift.orders == "157", "overdue and negative: two facets by their letters"
        assert shift.chips == "negative (1-2★) · open · overdue ↓ priority"


async def test_a_view_is_saved_opened_and_forgotten(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("3", "v")
        await choose(shift, "Save")
        shift.fill("[neutral]")
        await shift.press("enter")
        assert shift.said == "View “[neutral]” saved."
        await shift.press("0", "v")
        await choose(shift, "[neutral]  ")
        assert shift.orders == "38"
        await shift.press("v")
        await choose(shift, "Forget")
        await shift.press("enter")
        assert shift.said == "View “[neutral]” forgotten."
        assert desk.inbox.named_views() == {}


async def test_a_view_is_replaced_only_after_a_question(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        for stars, answer, kept, said in (
            ("3", "", (3,), "View “poor” saved."),
            ("2", "Leave it: 3★ · open, priority", (3,), "No view was saved."),
            ("2", "Replace it: 2★ · open, priority", (2,), "View “poor” saved."),
        ):
            await shift.press("0", stars, "v")
            await choose(shift, "Save")
            shift.fill(" poor ")
            await shift.press("enter")
            if answer:
                await choose(shift, answer)
            assert shift.said == said
            assert desk.inbox.named_views()["poor"].filter.stars == kept


async def test_one_key_opens_each_shipped_view_with_its_count(
    desk: Desk, sit_down: Open, take_in_rows: Any, clock: Clock
) -> None:
    old = [
        (f"114-8766213-000001{nth}", f"09/0{nth}/2026", 1, "You fucking thieves") for nth in (1, 2)
    ]
    take_in_rows(desk, [*old, ("114-8766213-0000013", "05/01/2026", 1, "You fucking thieves")])
    desk.triage.claim([3])
    async with sit_down(desk) as shift:
        assert shift.orders[:4] == "1212" and shift.queue.rows.rows.at(0).order_id[-2:] == "11", (
            "the removal whose window closes first, before newer rows of the same due time"
        )
        await shift.press("G", "v")
        lines = "\n".join(shift.lines())
        assert "1  Removals closing first          2" in lines, "closed windows do not count"
        await shift.press("1")
        assert (shift.orders, shift.order) == ("12", "1")
        await shift.press("escape", "escape")
        assert shift.orders[:4] == "1212" and shift.queue.view.sort == "priority", (
            "the order of a view goes with its last filter"
        )
        await shift.press("v", "1", "o", "w", "0")
        assert shift.queue.view.sort == "window", "an order of one's own stays"
        await shift.press("o", "p", "v", "2")
        assert shift.orders == "12", "1-2 stars of the last two weeks"
        clock.pass_by(hours=30)
        await shift.press("v", "3")
        assert shift.orders == "1212573", "the closed window last"
        await shift.press("v", "4")
        assert shift.orders == ""


async def test_each_agent_starts_where_they_left_off(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("1", "2", "j", "j")
        assert shift.order == "5"
    async with sit_down(desk) as shift:
        assert (shift.orders, shift.order) == ("1257", "5")
    async with sit_down(colleague) as shift:
        assert (shift.orders, shift.order) == ("12573846", "1")


async def import_pasted_rows(shift: Any) -> None:
    await shift.press("ctrl+r")
    await shift.until(lambda: "imports it" in "\n".join(shift.lines()))
    await shift.press("enter")
    await shift.until(lambda: shift.screen is shift.queue)


async def test_an_empty_desk_shows_the_ways_in_and_takes_pasted_rows(
    path: Path, clock: Clock, sit_down: Open, rows_of_a_report: str
) -> None:
    desk = open_desk(path, "mara", clock=clock)
    async with sit_down(desk) as shift:
        shown = "\n".join(shift.lines())
        assert "Three ways in" in shown and "fbtui demo" in shown
        await shift.press("I")
        shift.paste_into(1, rows_of_a_report)
        shift.paste_into(2, "Nordlicht Home")
        shift.paste_into(3, "US")
        await import_pasted_rows(shift)
        await shift.rest(0.1)
        assert shift.orders == "12573846"
        assert shift.said.startswith("8 rows: 8 new")
        assert "The next step of the first row" in "\n".join(shift.lines())
        await shift.press("e")
        assert "The next step of the first row" not in "\n".join(shift.lines())
    desk.close()


async def test_rows_pasted_on_a_desk_with_one_account_belong_to_it(
    desk: Desk, sit_down: Open
) -> None:
    [only] = desk.inbox.accounts()
    async with sit_down(desk) as shift:
        await shift.press("I")
        shift.paste_into(1, "11/15/2026\t5\tgreat\t114-8766213-9372221\n")
        await import_pasted_rows(shift)
    [taken] = desk.inbox.on_order("114-8766213-9372221")
    assert (taken.account, taken.marketplace) == only


async def test_the_reason_for_a_refused_import_is_shown_in_full(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("I")
        shift.paste_into(1, "11/15/2026\t5\tgreat\t114-8766213-9372221\n")
        shift.paste_into(3, "Atlantis")
        await shift.press("ctrl+r")

        def text() -> str:
            inside = (line.split("│")[1] for line in shift.lines() if line.count("│") == 2)
            return " ".join(" ".join(inside).split())

        whole = f"Known are: {', '.join(MARKETPLACES)}."
        await shift.until(lambda: whole in text())  # the dialog grows a layout later


async def test_a_colleagues_change_appears_and_the_cursor_stays(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "j")
        assert shift.order == "5"
        colleague.triage.finish([1])
        await shift.until(lambda: shift.orders == "2573846")
        assert shift.order == "5"
        assert isinstance(shift.screen, QueueScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (40, 10), (20, 5)])
async def test_no_width_overflows(demo: Desk, sit_down: Open, size: tuple[int, int]) -> None:
    from rich.cells import cell_len

    async with sit_down(demo, size=size) as shift:
        for key in ("G", "r"):
            await shift.press(key)
            lines = shift.lines()
            assert len(lines) == size[1]
            assert {cell_len(line) for line in lines} == {size[0]}


async def test_an_act_on_a_search_result_keeps_the_search_and_updates_the_list(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("slash")
        await shift.type("broken")
        await shift.press("enter")
        before = shift.queue.rows.total
        assert before
        await shift.press("e")
        await shift.rest()
        assert shift.queue.rows.total == before - 1
        assert shift.queue.view.filter.search == "broken"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_every_column_has_a_head_that_sorts(
    desk: Desk, sit_down: Open, size: tuple[int, int]
) -> None:
    async with sit_down(desk, size=size) as shift:
        heads, first = shift.lines()[3:5]
        assert heads.index("due") == first.index("24h left")
        assert heads.index("comment") == first.index("Arrived broken")
        assert first.index("79d") + 3 == heads.index("window") + 6
        assert ("order" in heads) == (size[0] == 200)
        await shift.pilot.click(shift.queue.columns, offset=(heads.index("date"), 0))
        assert shift.queue.view.sort == "newest"
        await shift.pilot.click(shift.queue.columns, offset=(heads.index("date"), 0))
        assert (shift.queue.view.sort, shift.order) == ("oldest", "8")
        assert "date▾" in shift.lines()[3]


async def test_the_head_and_the_chips_can_be_clicked(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        at = shift.lines()[1].index("2★ 2")
        await shift.pilot.click(shift.queue.head, offset=(at + 1, 0))
        await shift.rest()
        assert shift.orders == "27"
        await shift.pilot.click(shift.queue.filter_bar.chips, offset=(2, 0))
        await shift.rest()
        assert "Filter by" in "\n".join(shift.lines())


async def test_a_long_sentence_is_never_cut(desk: Desk, sit_down: Open) -> None:
    long = "An answer that goes on and on " * 6 + "to its very end."
    async with sit_down(desk, size=(80, 24)) as shift:
        shift.queue.say(long)
        await shift.rest(0.1)
        assert "to its very end." in " ".join("\n".join(shift.lines()).split())
        await shift.press("f3", "f2")
        assert shift.said == "", "it is gone after a visit to another room"


async def test_escape_removes_filters_one_by_one_latest_first(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("1", "f", "o", "escape", "slash")
        await shift.type("lid")
        await shift.press("enter")
        assert shift.chips.startswith("1★ · open · overdue · “lid”")
        for left in ("1★ · open · overdue", "1★ · open", "open"):
            await shift.press("escape")
            assert shift.chips == f"{left} ↓ priority"
        await shift.press("escape")
        assert shift.said == "No filter is set; q leaves."


async def test_search_words_are_marked_even_beyond_the_edge(
    desk: Desk, sit_down: Open, take_in_rows: Any
) -> None:
    long = "It came in a very large box with a very small thing in it and the SPOON was missing"
    take_in_rows(desk, [("114-8766213-0000009", "11/01/2026", 1, long)])
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("slash")
        await shift.type("spoon")
        row = shift.queue.rows.render_line(0)
        found = [segment for segment in row if segment.text == "SPOON"]
        assert len(found) == 1 and found[0].style.bold
