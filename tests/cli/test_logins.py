"""Anyone may give any name: the login stands beside it, in the log and on the feedback."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from fbtui.store import log

Make = Callable[..., Any]
ONE = "114-8766213-0000001"


def test_another_name_than_the_login_is_told(
    fbtui: Make, report: Make, row: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "login_name", lambda: "mweiss")
    assert fbtui("import", report(row(1)), "--marketplace", "US", "--read-later").code == 0
    assert fbtui("note", ONE, "called", "--as", "MWeiss").code == 0
    assert fbtui("note", ONE, "called again", "--as", "Ana").code == 0
    assert fbtui("done", ONE, "--as", "Ana").code == 0
    done, again, called, imported = fbtui("log").out.splitlines()
    assert [line.split("\t")[1] for line in (done, again, called, imported)] == [
        *("Ana (login mweiss)", "Ana (login mweiss)", "MWeiss", "mara (login mweiss)")
    ]
    assert [each["login"] for each in json.loads(fbtui("log", "--json").out)][:3] == [
        *("mweiss", "mweiss", "")
    ]
    shown = fbtui("show", ONE).out
    assert "Ana (login mweiss): note: called again" in shown
    assert "MWeiss: note: called\n" in shown
    whole = json.loads(fbtui("show", ONE, "--json").out)
    assert {(each["who"], each["login"]) for each in whole["timeline"]} == {
        *(("fbtui", ""), ("MWeiss", ""), ("Ana", "mweiss"))
    }
