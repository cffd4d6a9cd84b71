"""Snapshots for people: a self-contained HTML page, or a Markdown table of literal text."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import cache, partial
from hashlib import sha256
from itertools import islice

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fbtui.assets import TEMPLATES
from fbtui.export.cells import as_text
from fbtui.export.snapshot_header import Clean, Columns, Rows, SnapshotHeader, heading

_FOLDER = TEMPLATES / "snapshots"
_BATCH = 2_000
# Anchored at a word start and never backtracks: a word of 20,000 letters costs no more.
_MARKDOWN = re.compile(
    r"(?P<address>(?<![\w.+-])[\w.+-]++(?:@[\w.+-]*)+)|[\\`*_{}\[\]<>#!|~&@$^=]|(?<=www)\."
    r"|(?<!\d):|:(?!\d)",  # 07:45 stays; :100: would become an emoji
    re.IGNORECASE | re.ASCII,
)
_WHITE = re.compile(r"[^\S\n]+")
_BREAK = re.compile(r"\s*\n\s*")


def html_pieces(
    head: SnapshotHeader, columns: Columns, rows: Rows, clean: Clean
) -> Iterator[bytes]:
    """The snapshot as one printable page without links or external resources.

    Its only script sorts the rows; the page's policy blocks any other.
    """
    style, script = _own("queue.css"), _own("queue.js")
    own = {"style": style, "style_digest": _digest(style)}
    own |= {"script": script, "script_digest": _digest(script)}
    return _rendered("queue.html.j2", head, columns, rows, clean, **own)


def _own(name: str) -> Markup:
    return Markup((_FOLDER / name).read_text(encoding="utf-8"))


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def markdown_pieces(
    head: SnapshotHeader, columns: Columns, rows: Rows, clean: Clean
) -> Iterator[bytes]:
    """The snapshot as a Markdown table of literal text."""
    return _rendered("queue.md.j2", head, columns, rows, partial(_escaped, clean))


def escaped(text: str) -> str:
    """One line of Markdown that shows the text literally."""
    one_line = _BREAK.sub(" ⏎ ", _WHITE.sub(" ", text.strip()))
    return _MARKDOWN.sub(_literal, one_line)


def _literal(match: re.Match[str]) -> str:
    # GitHub autolinks after removing backslashes; only code is safe from it.
    return f"`{match[0]}`" if match["address"] else f"\\{match[0]}"


def _escaped(clean: Clean, text: str) -> str:
    return escaped(clean(text))


def _rendered(
    template: str,
    head: SnapshotHeader,
    columns: Columns,
    rows: Rows,
    shown: Callable[[str], str],
    **more: object,
) -> Iterator[bytes]:
    pieces = (
        _environment()
        .get_template(template)
        .generate(
            title=shown(head.title),
            head=[(label, shown(words)) for label, words in head.lines()],
            columns=[(name, shown(heading(name))) for name in columns],
            rows=([shown(as_text(row.get(name))) for name in columns] for row in rows),
            **more,
        )
    )
    while batch := list(islice(pieces, _BATCH)):
        yield "".join(batch).encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    """Escaping is on for every template; the Markdown one marks text that is already escaped."""
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
