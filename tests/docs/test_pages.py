"""Commands, options, files, links and acts in the documents exist; their examples are valid."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docs.scripts.program import Config, context_of
from fbtui.domain.health.targets import parse_targets
from fbtui.domain.letters.templates import parse
from fbtui.domain.outcome import Refused
from fbtui.keymap import why_unusable
from tests.docs.pages import DOCS, PAGES, ROOT, WRITTEN, anchors, fenced, links, spans, typed

_PATH = re.compile(r"(?:fbtui|screens|data|templates|tests|docs)/[\w./*-]*")
_OUTSIDE = ("https://", "http://", "mailto:")


def test_every_command_exists() -> None:
    """With each of its options."""
    wrong, tried = [], 0
    for page in WRITTEN:
        for line in typed(page):
            tried += 1
            context, left = context_of(shlex.split(line)[1:])
            known = {name for each in context.command.get_params(context) for name in each.opts}
            known |= {name for each in context.command.params for name in each.secondary_opts}
            words = [word.partition("=")[0] for word in left]
            unknown = {word for word in words if re.match(r"--?[a-z]", word)} - known
            group = hasattr(context.command, "commands") and words and words[0][:1] != "-"
            if unknown or group:
                wrong.append(f"{page.name}: {line}")
    assert not wrong
    assert tried > 40  # commands were found at all


def test_every_named_file_exists() -> None:
    missing = [
        f"{page.name}: {path}"
        for page in WRITTEN
        for span in spans(page)
        if (path := _PATH.fullmatch(span))
        and not any(ROOT.glob(path[0].rstrip("/")))
        and not path[0].startswith("templates/emails/repair.")  # a user's file, in an example
    ]
    assert not missing


def test_configuration_examples_are_valid() -> None:
    shown = [(page, text) for page in WRITTEN for text in fenced(page, "toml")]
    assert shown
    for page, text in shown:
        if "[[metric]]" in text:
            assert parse_targets(text, str(page)).metric
        else:
            config = Config.model_validate(tomllib.loads(text))
            assert why_unusable(config.keymap) is None, page


def test_template_examples_are_valid() -> None:
    shown = [text for page in WRITTEN for text in fenced(page, "jinja")]
    assert shown
    for text in shown:
        template = parse(text)
        assert not isinstance(template, Refused), template.why


def test_the_page_on_own_content_names_every_replaceable_file() -> None:
    named = set(spans(DOCS / "howto" / "own-content.md"))
    for path in sorted((ROOT / "data").glob("*.toml")):
        shipped_only = (
            "columns",
            "encodings",
            "health_page",
            "keys",
            "marketplaces",
            "page",
            "synonyms",
        )  # the program's, not a team's
        assert (path.name in named) == (path.stem not in shipped_only), path.name


def test_links_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        for link in links(page):
            if link.startswith(_OUTSIDE):
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert not broken


def test_every_page_is_in_the_navigation_once() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r": (\S+\.md)$", text.partition("\nnav:")[2], re.MULTILINE)
    pages = [page.relative_to(DOCS).as_posix() for page in PAGES if page.is_relative_to(DOCS)]
    assert sorted(listed) == sorted(pages)


@pytest.mark.skipif(not importlib.util.find_spec("zensical"), reason="zensical is not installed")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "site" / "reference" / "json" / "index.html").is_file()
