"""The second line of defence, where strips become bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.terminal import strips
from fbtui.terminal.strips import hyperlink, install_strip_guard


@pytest.fixture(autouse=True)
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Strip, "render", strips._stock_render)
    install_strip_guard()
    yield


def written(*segments: Segment) -> str:
    return Strip(segments).render(Console(color_system="truecolor"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a[2Jb"),
        ("a\nb\rc\x00d", "abcd"),
        ("a\x9b31mb", "a31mb"),
        ("pay \u202etxt", "pay txt"),
        ("naïve 漢字 ★", "naïve 漢字 ★"),
    ],
)
def test_control_characters_are_removed_with_and_without_a_style(text: str, shown: str) -> None:
    assert written(Segment(text)) == shown
    assert written(Segment(text, Style(bold=True))) == f"\x1b[1m{shown}\x1b[0m"


def test_a_row_stays_as_wide_as_it_was_counted() -> None:
    for code in (*range(32), *range(0x7F, 0xA0), 0x200E, 0x2028, 0x202E, 0x2066):
        strip = Strip([Segment("a" + chr(code) + "b")])
        shown = strip.render(Console())
        assert Strip([Segment(shown)]).cell_length == strip.cell_length, hex(code)


def test_there_are_no_hyperlinks() -> None:
    style = Style(bold=True, link="http://evil.example/\x1b\\")
    assert written(Segment("click", style)) == "\x1b[1mclick\x1b[0m"


def test_only_our_own_links_are_links() -> None:
    ours, xterm = (
        "https://sellercentral.amazon.com/orders-v3/order/only-here",
        {"TERM": "xterm-256color"},
    )
    assert not hyperlink(ours, {"TERM": "linux"}) and not hyperlink(ours, xterm | {"STY": "1"})
    assert not hyperlink("https://x.example/\x1b]0;x", xterm)
    assert "]8;" not in written(Segment("here", Style(link=ours)))
    assert hyperlink(ours, xterm) == ours
    assert f";{ours}\x1b\\" in written(Segment("here", Style(link=ours)))
