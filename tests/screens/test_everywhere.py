"""Features of every room: help, palette, keymaps, themes, pages of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.screen import Screen
from textual.widgets import OptionList, Static

from fbtui.app import Workstation
from fbtui.config import Config
from fbtui.domain.outcome import RefusedInput
from fbtui.keymap import why_unusable
from fbtui.keys import KEYS, of_room, shown
from fbtui.services.desk import Desk, open_desk
from fbtui.themes import THEMES
from screens.dialogs.page import Page
from screens.dialogs.palette import acts_of

Open = Any


def page(shift: Any) -> str:
    assert isinstance(shift.screen, Page)
    return "\n".join(str(each.content) for each in shift.screen.query(Static))


async def test_help_and_palette_name_every_act_with_all_its_keys(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("question_mark")
        told = page(shift)
        for key in [*of_room("app"), *of_room("list"), *of_room("queue")]:
            lines = [line.split() for line in told.splitlines() if line.endswith(key.tooltip)]
            assert any(set(shown(key.keys).split()) <= set(line) for line in lines), key.id
        await shift.press("q")
        acts = [(act.keys, act.words) for act in acts_of(shift.screen, {})]
        for key in [*of_room("app"), *of_room("list"), *of_room("queue")]:
            offered = key.name != "palette"
            assert acts.count((shown(key.keys), key.words)) == offered, key.id
        await shift.press("m", "f1")
        told = page(shift)
        assert all(key.tooltip in told for key in of_room("composer"))
        await shift.press("escape")
        acts = [(act.keys, act.words) for act in acts_of(shift.screen, {})]
        assert (shown("ctrl+r,f10"), "Review") in acts


async def test_an_act_runs_from_the_palette(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("colon")
        await shift.type("unmark")
        await shift.until(lambda: "Unmark all" in "\n".join(shift.lines()))
        assert "Unmark all" in "\n".join(shift.lines())
        await shift.press("escape")
        await shift.press("ctrl+p")
        await shift.type("done")
        await shift.rest(0.5)
        await shift.press("enter")
        await shift.until(lambda: shift.orders == "2573846")
        assert shift.orders == "2573846"


async def test_a_keymap_from_the_configuration_is_applied(desk: Desk, sit_down: Open) -> None:
    keymap = {"queue.done": "d, &", "queue.snooze": "e", "app.help": "H"}
    async with sit_down(desk, keymap=keymap) as shift:
        await shift.press("d")
        assert shift.orders == "2573846"
        await shift.press("ampersand")
        assert shift.orders == "573846"
        await shift.press("e")
        assert "Snooze until when?" in "\n".join(shift.lines())
        await shift.press("escape", "s")
        assert shift.orders == "573846", "s has no act any more"
        assert ("d &", "Done") in [
            (a.keys, a.words) for a in acts_of(shift.screen, shift.app._keymap)
        ]
        await shift.press("H")
        assert "d &" in page(shift) or "& d" in page(shift)


@pytest.mark.parametrize(
    ("keymap", "why"),
    [
        ({"queue.finish": "d"}, "there is no act queue.finish"),
        ({"queue.done": "s"}, "s is wanted by queue.done and by queue.snooze"),
        ({"queue.done": "j"}, "j is wanted by list.down and by queue.done"),
        ({"queue.done": "?"}, "question_mark is wanted by app.help and by queue.done"),
        ({"composer.save": "f10"}, "f10 is wanted by composer.review and by composer.save"),
        ({"queue.done": ""}, "queue.done: there is no key"),
        ({"queue.done": "F5"}, "F5 is no key"),
        ({"queue.done": "ctrl+enterr"}, "ctrl+enterr is no key"),
        ({"queue.done": "ctrl+A"}, "ctrl+A is no key"),
        ({"queue.done": "ctrl+i"}, "a terminal sends it as Tab"),
    ],
)
async def test_a_keymap_that_would_lose_an_act_is_refused(
    desk: Desk, keymap: dict[str, str], why: str
) -> None:
    assert why in (why_unusable(keymap) or "")
    with pytest.raises(RefusedInput, match="configuration cannot be used"):
        Workstation(desk, Config(keymap=keymap))


def test_keys_may_be_swapped_and_the_shipped_ones_are_sound() -> None:
    assert why_unusable({}) is None
    assert why_unusable({key.id: key.keys for key in KEYS}) is None
    assert why_unusable({"queue.done": "s", "queue.snooze": "e"}) is None
    assert len({key.id for key in KEYS}) == len(KEYS)


async def test_swapped_keys_swap_their_acts(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, keymap={"queue.done": "s", "queue.snooze": "e"}) as shift:
        await shift.press("s")
        assert shift.said.endswith(": done · u undoes")
        await shift.press("e")
        assert "Snooze until when?" in "\n".join(shift.lines())


async def test_every_theme_shows_the_same_words(desk: Desk, sit_down: Open) -> None:
    for name in THEMES:
        async with sit_down(desk, theme=name) as shift:
            assert shift.app.theme == THEMES[name]
            words = shift.lines()[1:6]
            await shift.press("f9")
            assert shift.app.theme != THEMES[name]
            assert shift.lines()[1:6] == words


async def test_the_rating_table_and_a_menu_left_with_escape(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("percent_sign")
        told = page(shift)
        assert "365 days" in told and "Negative" in told
        for key in ("escape", "f", "escape", "o", "q", "v", "escape", "s", "escape", "I", "escape"):
            await shift.press(key)
        assert shift.screen is shift.queue
        assert not shift.app.query(OptionList)
        assert shift.orders == "12573846"


async def test_on_a_narrow_screen_the_help_still_names_every_key(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk, size=(80, 24)) as shift:
        await shift.press("question_mark")
        told = page(shift)
        for key in [*of_room("app"), *of_room("list"), *of_room("queue")]:
            assert f"{shown(key.keys):14} {key.words}" in told, key.id
            assert all(word in told for word in key.tooltip.split()), key.id
        assert all(len(line) <= 80 for line in told.splitlines())


async def test_the_rooms_lie_side_by_side(desk: Desk, sit_down: Any) -> None:
    async with sit_down(desk) as shift:
        names = []
        for _ in range(3):
            await shift.press("greater_than_sign")
            names.append(shift.app.current_mode)
        assert names == ["cases", "health", "queue"]
        await shift.press("less_than_sign")
        assert shift.app.current_mode == "health"


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_no_key_in_the_footer_is_cut_and_help_is_always_there(
    desk: Desk, sit_down: Open, width: int
) -> None:
    async with sit_down(desk, size=(width, 24)) as shift:
        for room in ("queue", "cases", "health"):
            words = {
                f"{shown(key.keys).split()[0]} {key.words}"
                for key in [*of_room(room), *of_room("app")]
            }
            footer = shift.lines()[-1].strip()
            assert footer.endswith("? Help"), room
            for said in words:
                footer = footer.replace(said, "", 1)
            assert footer.strip() == "", room
            await shift.press("greater_than_sign")
        await shift.pilot.resize_terminal(40, 24)
        await shift.rest(0.1)
        assert shift.lines()[-1].strip().endswith("? Help"), "after a resize too"


async def test_a_long_paste_into_a_page_gets_one_notice(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(Workstation, "notify", lambda _, words, **__: told.append(words))
    async with sit_down(desk) as shift:
        await shift.press("question_mark")
        for name in "x long paste without brackets, " * 20:
            shift.app.post_message(events.Key(name, name))
        await shift.rest(0.2)
        assert len(told) == 1


async def test_the_next_theme_is_named(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(Workstation, "notify", lambda _, words, **__: told.append(words))
    async with sit_down(desk) as shift:
        await shift.press("f9")
        assert told == ["Theme: light"]


async def test_the_empty_desk_fits_a_small_terminal(path: Path, sit_down: Open) -> None:
    empty = open_desk(path, "mara")
    async with sit_down(empty, size=(80, 24)) as shift:
        assert "(the only way for 4-5 stars)" in "\n".join(shift.lines())
    empty.close()


async def test_text_bundled_with_a_slash_is_searched_for(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        for name in ("slash", *"broken"):
            shift.app.post_message(events.Key(name, "/" if name == "slash" else name))
        await shift.rest(0.3)
        assert shift.screen.filter_bar.box.value == "broken"
        assert not shift.app._notifications


@pytest.mark.parametrize("key", ["f", "question_mark", "r"])
async def test_a_room_is_not_laid_out_again_when_what_covered_it_closes(
    key: str, desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[Screen[Any]] = []
    stock = Screen._refresh_layout

    def note(screen: Screen[Any], *args: Any, **more: Any) -> None:
        laid_out.append(screen)
        stock(screen, *args, **more)

    async with sit_down(desk) as shift:
        await shift.press(key)
        monkeypatch.setattr(Screen, "_refresh_layout", note)
        await shift.press("escape")
        assert shift.screen is shift.queue
        assert laid_out == []


@pytest.mark.parametrize("size", [(2, 24), (1, 1), (80, 2)])
async def test_a_menu_is_paged_in_a_window_that_has_no_line_for_it(
    desk: Desk, sit_down: Any, size: tuple[int, int]
) -> None:
    async with sit_down(desk) as shift:
        await shift.pilot.resize_terminal(*size)
        await shift.press("f", "pageup", "pagedown", "escape", "f")
        await shift.pilot.resize_terminal(80, 24)
        await shift.press("pagedown", "pageup")
        assert shift.screen.query_one(OptionList).highlighted == 0
