"""Style sheets are parsed once for each set of colours, and follow a change of colours."""

from __future__ import annotations

import pytest
from textual.css import stylesheet

from fbtui.terminal.sheets import KeptStylesheet


def test_parsed_sheets_are_cached_by_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = stylesheet.parse

    def counted(*sheet: object, **about: object) -> object:
        parsed.append(str(sheet[1]))
        return parse(*sheet, **about)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", counted)
    sheet = KeptStylesheet(variables={"ink": "#ff0000"})
    sheet.add_source("Label { color: $ink; }", read_from=("here", ""))
    assert "color: #FF0000" in sheet.css
    sheet.add_source("Button { color: $ink; }", read_from=("there", ""))
    sheet.reparse()
    assert "Button" in sheet.css and len(parsed) == 2, "only what has come"
    for ink in ("#00FF00", "#FF0000", "#00FF00"):
        sheet.set_variables({"ink": ink.lower()})
        sheet.reparse()
        assert sheet.css.count(f"color: {ink}") == 2
    assert len(parsed) == 4, "each in each colour once"
