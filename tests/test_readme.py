"""The README says what the program does, and no file says where it was made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from fbtui.keys import KEYS, as_markdown

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
# Put together here so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "python" + r"hosted\.org",
            "file:" + "///",
            "/" + "work/",
            "/" + r"opt/fb\b",
            "/" + r"root/",
            "/" + r"tmp/tr\b",
            r"index-" + "url",
        ]
    )
)


def test_every_key_is_in_the_markdown_table() -> None:
    rows = as_markdown().splitlines()
    for key in KEYS:
        assert any(key.tooltip.replace("|", "\\|") in row for row in rows), key.id


def test_the_reference_has_the_programs_keys() -> None:
    text = (ROOT / "docs" / "reference" / "keys.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- keys -->\n(.*?)<!-- /keys -->", text, re.DOTALL)
    assert found, "docs/reference/keys.md has no <!-- keys --> … <!-- /keys -->"
    assert found[1].strip() == as_markdown().strip(), "run: nox -s reference"


def test_the_readme_shows_pictures_that_are_there_and_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures and all((ROOT / path).is_file() for path in pictures)
    assert len(re.findall(r"^python3 -m venv .*", text, re.MULTILINE)) == 2


def test_no_file_names_a_machine_or_an_index() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    told = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        told += [f"{name}: {found[0]}" for found in FORBIDDEN.finditer(text)]
    assert not told, told
