"""Read the documents for tests: pages, code, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MADE = DOCS / "reference"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
WRITTEN = [page for page in PAGES if MADE not in page.parents]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def fenced(page: Path, *languages: str) -> list[str]:
    """The code blocks in these languages."""
    return [text for name, text in _FENCE.findall(_text(page)) if name in languages]


def spans(page: Path) -> list[str]:
    """The inline code."""
    return _CODE.findall(_FENCE.sub("", _text(page)))


def typed(page: Path) -> Iterator[str]:
    """Every `fbtui …` command on a page."""
    lines = [line for block in fenced(page, "sh") for line in block.splitlines()]
    for line in [*lines, *spans(page)]:
        for part in re.split(r"\s*(?:&&|\|(?!\w)|;)\s*", line.partition("  #")[0].strip()):
            part = part.removeprefix(".venv/bin/")
            if part == "fbtui" or part.startswith("fbtui "):
                yield part


def links(page: Path) -> list[str]:
    return _LINK.findall(_FENCE.sub("", _text(page)))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as Python-Markdown makes them."""
    found = (re.sub(r"[^\w\s-]", "", heading).strip() for heading in _HEADING.findall(_text(page)))
    return {re.sub(r"[-\s]+", "-", heading.lower()) for heading in found}


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")
