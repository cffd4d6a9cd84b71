"""`fbtui import --encoding`: the preview equals the stored rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fbtui.cli.main import main

TEXT = (
    "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
    "4/13/26\t1\tGröße — “schade”\t\t114-8766213-9372221\tab1@marketplace.amazon.com\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("FBTUI_DB", str(tmp_path / "desk.db"))

    def run(*words: str, code: int = 0) -> Any:
        with CliRunner().isolation() as (out, err, _):
            assert main(list(words)) == code
            return (out if code == 0 else err).getvalue().decode()

    return run


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode("mac-roman"))
    return str(path)


def stored(run: Any) -> str:
    (row,) = json.loads(run("list", "--json"))
    return str(row["comment"])


def test_the_sample_of_a_dry_run_equals_the_stored_rows(run: Any, file: str) -> None:
    looked_at = json.loads(run("import", "--dry-run", "--json", "--marketplace", "US", file))
    assert "“Größe — “schade””" in run("import", "--marketplace", "US", file)
    assert looked_at["encoding"] == "mac-roman"
    assert looked_at["sample"][0]["comment"] == stored(run) == "Größe — “schade”"


def test_importing_again_with_another_encoding_repairs_the_comments(run: Any, file: str) -> None:
    run("import", "--marketplace", "US", "--encoding", "cp1252", file)
    assert stored(run) == "Gr\u0161\xa7e \xd1 \xd2schade\xd3"
    again = json.loads(run("import", "--json", "--marketplace", "US", "--encoding", "mac-roman", file))  # fmt: skip
    assert (again["changed"], again["encoding"]) == (1, "mac-roman")
    assert stored(run) == "Größe — “schade”"
    assert "nothing changes" in run(
        "import", "--marketplace", "US", "--encoding", "mac-roman", file
    )


def test_an_unknown_encoding_is_refused(run: Any, file: str) -> None:
    said = run("import", "--marketplace", "US", "--encoding", "klingon", file, code=3)
    assert "no encoding 'klingon'" in said and "cp1250" in said
