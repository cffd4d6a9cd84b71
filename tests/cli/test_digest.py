"""`fbtui digest` and `fbtui alerts` as cron calls them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]


@pytest.fixture
def came(fbtui: Make, report: Make, row: Make) -> None:
    """A new 1★ feedback. The commands use the real clock."""
    day = datetime.now(UTC) - timedelta(days=2)
    path = report(row(1, 1, day=f"{day:%m/%d/%y}"))
    assert fbtui("import", path, "--marketplace", "US", "--read-later").code == 0


@pytest.mark.usefixtures("came")
def test_a_digest_goes_to_the_terminal_a_file_or_colleagues(
    fbtui: Make, own_folder: Path, tmp_path: Path
) -> None:
    assert fbtui("digest").out.startswith("Digest: 1 new, 1 of 1-2★\n")
    page = tmp_path / "d.html"
    assert fbtui("digest", "--format", "html", "-o", page).out == ""
    assert "<h2>New (1)</h2>" in page.read_text()
    assert fbtui("digest", "--format", "html", "-o", page).code == 3  # the file exists already
    for command, title in (("stats", "Team figures"), ("handover", "Hand-over")):
        written = fbtui(command, "--format", "html", "-o", page, "--force")
        assert (written.code, written.out) == (0, "") and f"<title>{title}" in page.read_text()
    nobody = fbtui("digest", "--send")
    assert nobody.code == 3 and "There is nobody to tell" in nobody.err
    out = tmp_path / "told"
    command = f"{sys.executable} -c 'import sys; open(sys.argv[1], \\\"a\\\").write(sys.stdin.read())' {out}"
    (own_folder / "config.toml").write_text(f'[watch]\ncommand = "{command}"\n')
    assert fbtui("digest", "--send", "--format", "md").out == "Handed to the command.\n"
    assert out.read_text().startswith("# Digest\n")
    told = json.loads(fbtui("digest", "--since", "7d", "--json").out)
    assert [each["name"] for each in told["sections"]] == ["came"]
    assert fbtui("digest", "--since", "soon").code == 2


@pytest.mark.usefixtures("came", "own_folder")
def test_digests_follow_each_other_without_a_gap(fbtui: Make) -> None:
    """Those that were not delivered, or say how far back, do not count."""
    assert fbtui("digest", "--since", "last", "--send").code == 3  # nobody to tell
    assert fbtui("digest").code == 0
    first = json.loads(fbtui("digest", "--since", "last", "--json").out)
    begin, end = (datetime.fromisoformat(first[name]) for name in ("since", "made_at"))
    assert end - begin == timedelta(days=1)
    assert json.loads(fbtui("digest", "--since", "last", "--json").out)["since"] == first["made_at"]


@pytest.mark.usefixtures("came")
def test_an_alert_is_printed_once(fbtui: Make) -> None:
    first = fbtui("alerts", "--dry-run")
    assert first.out.startswith("A 1★ feedback has arrived: 1★ 114-8766213-0000001 main US")
    assert json.loads(fbtui("alerts", "--json").out)[0]["rule"] == "one_star"
    assert fbtui("alerts").out == ""
    assert fbtui("alerts", "--send").code == 0  # nothing to report
