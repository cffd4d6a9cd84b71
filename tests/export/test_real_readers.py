"""Snapshots in the programs that people open them with: LibreOffice and Chromium.

Slow, so a sweep; `.ci/run` installs both where it may. The failures are shown to be seen: what is
not guarded does compute, and does ask the network.
"""

from __future__ import annotations

import csv
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from fbtui.domain.formula_guard import unguarded

pytestmark = pytest.mark.sweep

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed here")

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\u00a0=", "'=")
SPLITS = ("", "late;", "late\t", "late,", "late\n", 'late"', 'late";', 'late",', "late|")
FORMULAS = [
    *(f"{split}{start}1+1" for split in SPLITS for start in STARTS),
    'late;=HYPERLINK("http://evil.example/";"x");x',
    '=WEBSERVICE("http://evil.example/")',
    "@SUM(1;1)",
    "-2+3+cmd|' /C calc'!A0",
    '=DDE("soffice";"/etc/passwd";"A1")',
]
PAGE = [
    "<script>document.title='run'</script>",
    "<img src=http://evil.example/a onerror=document.title='run'>",
    "</td></tr></table><iframe src=http://evil.example/b></iframe>",
    "</script><script>fetch('http://evil.example/c')</script>",
    "<svg onload=document.title='run'><style>@import url(http://evil.example/d)</style>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/e'>",
    "<link rel=prefetch href=http://evil.example/f>",
]
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
AS_TEXT = (
    "CSV:{},76,1,,1033,false,true,false,false,false,-1,true"  # formulas are computed, as in Excel
)
# Codes of the signs to split at, and of the quotation mark: Excel knows none within a cell, so
# whoever splits at `;` splits within quotes too.
SPLITTING = ("44,34", "44,", "59,34", "59,", "9,34", "9,", "44/59/9/124,34", "44/59/9/124,")


def opened(files: list[Path], out: Path, reads: str = "") -> dict[str, Path]:
    """The files as LibreOffice opens them, saved as workbooks; formulas are computed, as in Excel.

    `reads`: LibreOffice's name of what reads them, where it would not find that by itself.
    """
    profile = f"-env:UserInstallation={(out.parent / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", *([f"--infilter={reads}"] if reads else [])]
    command += ["--convert-to", "xlsx", "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {path.name: out / f"{path.stem}.xlsx" for path in files}


def cells(workbook: Path) -> tuple[list[str], list[str]]:
    """Every formula and link, and every text of all sheets."""
    with ZipFile(workbook) as packed:
        names = packed.namelist()
        shared: list[str] = []
        if "xl/sharedStrings.xml" in names:
            strings = ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))
            shared = ["".join(each.itertext()) for each in strings.iter(f"{SPACE}si")]
        live: list[str] = []
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                tree = ElementTree.fromstring(packed.read(name))
                live += [f"{name}: {each.text}" for each in tree.iter(f"{SPACE}f")]
                live += [f"{name}: a link" for _ in tree.iter(f"{SPACE}hyperlink")]
        live += [name for name in names if "externalLink" in name]
    return live, shared


@needs_office
def test_spreadsheets_compute_nothing_however_they_split_a_snapshot(
    freeze: Callable[..., Path], tmp_path: Path
) -> None:
    raw = tmp_path / "raw.csv"
    raw.write_text('"order_id","comment"\n"1","late;=1+1;x"\n"2","=1+2"\n')
    tables = {format: freeze(format, FORMULAS) for format in ("csv", "tsv", "xlsx", "html")}
    copies = [
        shutil.copy(path, tmp_path / f"as_{format}{path.suffix}") for format, path in tables.items()
    ]
    as_csv, as_tsv, as_xlsx, as_html = map(Path, copies)
    for nth, separators in enumerate(SPLITTING):
        out = tmp_path / f"split{nth}"
        out.mkdir()
        found = opened([as_csv, as_tsv, raw], out, AS_TEXT.format(separators))
        for name in (as_csv.name, as_tsv.name):
            assert cells(found[name])[0] == [], (name, separators)
        if separators in ("44,34", "59,"):
            assert cells(found["raw.csv"])[0], "what is not guarded would be seen"
    whole = opened([as_xlsx], tmp_path / "whole")
    whole |= opened([as_html], tmp_path / "whole", "HTML (StarCalc)")
    for path in whole.values():
        assert cells(path)[0] == [], path
    _, texts = cells(whole[as_xlsx.name])
    assert {" ".join(x.split()) for x in FORMULAS} <= {" ".join(x.split()) for x in texts}
    with as_csv.open(newline="") as file:
        assert [unguarded(row["comment"]) for row in csv.DictReader(file)] == FORMULAS


@contextmanager
def network() -> Iterator[tuple[str, list[str]]]:
    """A proxy that answers nothing and records the requested hosts."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    asked.append(connection.recv(4096).partition(b"\r\n")[0].decode())

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)


def browse(address: str, proxy: str, profile: Path, *more: str) -> str:
    quiet = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        *quiet,
    ]
    command += [
        f"--proxy-server={proxy}",
        f"--user-data-dir={profile}",
        "--virtual-time-budget=2000",
    ]
    told = subprocess.run([*command, *more, address], capture_output=True, timeout=120, check=True)
    return told.stdout.decode()


class Cells(HTMLParser):
    """The title, and the text of every cell of a class."""

    def __init__(self, text: str, wanted: str) -> None:
        super().__init__()
        self.wanted, self.found, self.title, self._at = wanted, [], "", ""
        self.feed(text)

    found: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at = tag if tag != "span" else self._at
        if tag == "td":
            self._at = "td" if (dict(attrs).get("class") or "").split()[0] == self.wanted else ""
            self.found += [""] * (self._at == "td")

    def handle_data(self, data: str) -> None:
        if self._at == "td":
            self.found[-1] += data
        elif self._at == "title":
            self.title += data


@needs_browser
def test_a_browser_sorts_and_prints_the_page_without_foreign_code_or_requests(
    freeze: Callable[..., Path], tmp_path: Path
) -> None:
    page = freeze("html", PAGE)
    raw = tmp_path / "raw.html"
    raw.write_text("<title>raw</title><body>" + "".join(PAGE[:2]))
    with network() as (proxy, asked):
        profile = tmp_path / "profile"
        assert "<title>run" in browse(raw.as_uri(), proxy, profile, "--dump-dom")
        assert any("evil.example" in each for each in asked), "what is not escaped would be seen"
        asked.clear()
        shown = browse(f"{page.as_uri()}#stars", proxy, profile, "--dump-dom")
        stars = [text.strip()[0] for text in Cells(shown, "stars").found]
        assert stars == sorted(str(n % 3 + 1) for n in range(len(PAGE)))
        back = browse(f"{page.as_uri()}#-order_id", proxy, profile, "--dump-dom")
        assert [text.rstrip("\n") for text in Cells(back, "comment").found] == PAGE[::-1]
        assert Cells(back, "").title.strip() == "Feedback queue"
        browse(page.as_uri(), proxy, profile, f"--print-to-pdf={tmp_path / 'page.pdf'}")
        assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
        assert [each for each in asked if "evil.example" in each] == []
