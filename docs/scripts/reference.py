"""Generate the reference pages, the manual page and the completions from the program.

`python -m docs.scripts.reference` writes them; `--check` only says which are out of date.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from docs.scripts.configuration import configuration_page
from docs.scripts.program import ROOT, as_markdown, commands
from docs.scripts.shapes import shapes_page

DOCS = Path(__file__).parents[1]
_SHARE = {
    ("man",): "share/man/man1/fbtui.1",
    ("completion", "bash"): "share/bash-completion/completions/fbtui",
    ("completion", "zsh"): "share/zsh/site-functions/_fbtui",
    ("completion", "fish"): "share/fish/vendor_completions.d/fbtui.fish",
}
_EVERY_COMMAND = ("--db", "--as", "--json", "--help")


def pages() -> dict[str, str]:
    """Every generated file, by its path below docs/."""
    made = {
        "reference/commands.md": commands_page(),
        "reference/keys.md": keys_page(),
        "reference/configuration.md": configuration_page(),
        "reference/json.md": shapes_page(),
    }
    for words, path in _SHARE.items():
        made[path] = CliRunner().invoke(ROOT, list(words), prog_name="fbtui").output
    return made


def commands_page() -> str:
    lines = [
        "# Commands",
        "",
        "Made from the program by `nox -s reference`.",
        "",
        "Every list and act of the rooms exists as a command. Commands that work on a desk take `--db PATH`",
        "(or `FBTUI_DB`), `--as NAME` (or `FBTUI_AGENT`) and, where they answer, `--json`; the tables below",
        "leave these three out. Errors are one sentence on standard error.",
        "",
        "| Exit code | Means |",
        "|---|---|",
        "| 0 | done |",
        "| 1 | the answer is no: a finding blocks, a metric is in breach, a request may not be made |",
        "| 2 | wrong use, or no terminal |",
        "| 3 | input refused; nothing was changed |",
        "| 130 | interrupted |",
    ]
    for context in commands():
        lines += _command(context)
    return "\n".join(lines) + "\n"


def _command(context: click.Context) -> list[str]:
    command = context.command
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    depth = "##" if context.parent is None or context.parent.parent is None else "###"
    lines = ["", f"{depth} {context.command_path}", "", f"```text\n{usage}\n```", ""]
    lines += [_prose(command.help or ""), ""] if command.help else []
    rows = [_row(parameter, context) for parameter in command.get_params(context)]
    if rows := [row for row in rows if row]:
        lines += ["| Option | Does |", "|---|---|", *rows]
    return lines if rows else lines[:-1]


def _row(parameter: click.Parameter, context: click.Context) -> str:
    record = parameter.get_help_record(context)
    hidden = context.parent is not None and any(name in _EVERY_COMMAND for name in parameter.opts)
    if record is None or isinstance(parameter, click.Argument) or hidden:
        return ""
    says = re.sub(r"\s+\[\d+<=x<=\d{10,}\]", "", record[1])  # a bound that nobody would reach
    return f"| `{_cell(record[0])}` | {_cell(says)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _prose(text: str) -> str:
    """Help text as Markdown: braces and brackets are examples, so they are set as code."""
    paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(re.sub(r"(\{[^}]*\})", r"`\1`", each) for each in paragraphs)


def keys_page() -> str:
    return "\n".join(
        [
            "# Keys",
            "",
            "Made from `data/keys.toml` by `nox -s reference`. `fbtui keys` prints them with your own",
            "[keymap](../howto/keymap.md) applied; `?` shows those of the room you are in. Every act is in the",
            "command palette (`:` or `Ctrl+P`) too.",
            "",
            "<!-- keys -->",
            as_markdown().strip(),
            "<!-- /keys -->",
            "",
        ]
    )


def stale() -> dict[str, Any]:
    """The generated files that differ from those on disk, with their new text."""
    found = {}
    for path, text in pages().items():
        target = DOCS / path
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            found[path] = text
    return found


def main() -> int:
    changed = stale()
    for path, text in changed.items():
        print(f"docs/{path}")
        if "--check" not in sys.argv[1:]:
            (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / path).write_text(text, encoding="utf-8")
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
