"""HTML and Markdown: buyers' text is shown literally."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</td></tr></table><iframe src=//evil.example>",
    "</style><style>body{display:none}</style>",
    "<!-- <b>x</b> -->",
    "{{ 7*7 }}{% raw %}",
    "&#27;[31m &lt;b&gt; &amp;",
    "[CLICK](http://evil.example/)",
    "[CLICK](javascript:alert(1))",
    "[CLICK][1] [1]: http://evil.example/",
    "![x](http://evil.example/a.png)",
    "http://evil.example/ https://evil.example <http://evil.example>",
    "www.evil.example WWW.evil.example",
    "mail me: mailto:a@evil.example or `a@evil.example`",
    "é b+c@d@evil.example",
    "a | b || c \\| d",
    "ends with a backslash \\",
    "`code` ``more`` ```",
    "**bold** __bold__ *i* _i_ ~~gone~~",
    "$x^2$ ==mark== :smile: #12 @mara",
    "# heading",
    "> quote",
    "- item\n- item\n1. one",
    "---\n===\n***",
    "```\nfence\n```",
    "two\n\n\nlines\tand tabs",
    "    indented",
    "[x]: /url 'title'",
]

TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
PAGE_TAGS = TABLE_TAGS | {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "dl", "div", "dt", "dd",
    "span", "script",
}  # fmt: skip


class Page(HTMLParser):
    """The page as a browser parses it: every tag with its attributes, the text of every cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.cells: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


@pytest.fixture
def page(freeze: Callable[..., Path]) -> str:
    return freeze("html", PAYLOADS).read_text(encoding="utf-8")


def test_html_shows_every_payload_as_words(page: str) -> None:
    comments = Page(page).cells[3::6]
    assert [words.rstrip("\n") for words in comments] == PAYLOADS


def test_html_holds_no_tag_but_its_own_and_fetches_nothing(page: str) -> None:
    found = Page(page)
    assert found.tags == PAGE_TAGS
    assert not found.attributes & {"src", "href", "style", "action", "srcset", "background"}
    assert not any(name.startswith("on") for name in found.attributes)
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style and "@import" not in style


def test_the_page_s_policy_allows_its_own_style_and_script_and_nothing_else(page: str) -> None:
    assert page.count("<script") == page.count("</script>") == 1
    allowed = ["default-src 'none'"]
    for tag in ("style", "script"):
        own = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = b64encode(sha256(own.encode()).digest()).decode()
        allowed.append(f"{tag}-src 'sha256-{digest}'")
    assert "; ".join(allowed) in page


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_head_states_time_author_filter_sort_and_counts(
    freeze: Callable[..., Path], format: str
) -> None:
    text = freeze(format, ["slow", "late"]).read_text(encoding="utf-8").replace("\\", "")
    for fact in (
        "2026-03-04 09:30 UTC", "mara", "Nordlicht Home", "1–2 ★ · overdue", "priority",
        "1 with 1 star, 1 with 3 stars", "2 open", "left out", "fbtui 1.2.3",
    ):  # fmt: skip
        assert fact in text


@pytest.mark.parametrize("format", ["html", "md"])
def test_control_characters_are_cleaned_before_people_see_them(
    freeze: Callable[..., Path], format: str
) -> None:
    text = freeze(format, ["\x1b[2J \x9b31m \x00 \u202e \ud800"]).read_bytes().decode("utf-8")
    assert all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("rules", ["commonmark", "gfm-like"])
def test_markdown_shows_comments_literally(freeze: Callable[..., Path], rules: str) -> None:
    text = freeze("md", PAYLOADS).read_text(encoding="utf-8")
    rendered = MarkdownIt(rules, {"html": True}).enable("table").render(text)
    found = Page(rendered)
    assert found.tags == TABLE_TAGS | {"h1", "ul", "li", "strong", "code"}
    assert set(re.findall("<code>(.*?)</code>", rendered)) == {
        "a@evil.example",
        "b+c@d@evil.example",
    }
    one_line = [re.sub(r"\s*\n\s*", " ⏎ ", words.strip()) for words in PAYLOADS]
    one_line = [re.sub(r"[ \t]+", " ", words) for words in one_line]
    assert [cell.strip() for cell in found.cells[3::6]] == one_line
