"""`fbtui man`: the manual page, made from the commands themselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from fbtui import __version__
from fbtui.cli.exit_codes import MEANINGS

_ENVIRONMENT = {
    "FBTUI_DB": "the desk's file",
    "FBTUI_AGENT": "who you are",
    "FBTUI_CONFIG_DIR": "the folder of config.toml and of your own content files",
    "NO_COLOR": "the monochrome theme",
}


@click.command("man")
def command() -> None:
    """Print the manual page; in a terminal, read it with `fbtui man | man -l -`."""
    root = click.get_current_context().find_root()
    sys.stdout.write(page(root.command))


def page(root: click.Command) -> str:
    """The manual page in roff, with the version but no date: the output is reproducible."""
    return "\n".join(_lines(root)) + "\n"


def _lines(root: click.Command) -> Iterator[str]:
    yield f'.TH FBTUI 1 "" "fbtui {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"fbtui \- a terminal workstation for seller feedback on Amazon"
    yield ".SH SYNOPSIS"
    yield r".B fbtui"
    yield r"[\fIOPTIONS\fR] [\fICOMMAND\fR [\fIARGUMENTS\fR]]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(root.help or "")
    with click.Context(root, info_name="fbtui") as context:
        yield ".SH OPTIONS"
        yield from _options(root, context)
        yield ".SH COMMANDS"
        yield from _commands(root, context)
    yield from _terms("EXIT STATUS", {str(code): meaning for code, meaning in MEANINGS.items()})
    yield from _terms("ENVIRONMENT", _ENVIRONMENT)


def _commands(group: click.Command, above: click.Context) -> Iterator[str]:
    """Every command below `group`, groups before their commands."""
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        if command is None or command.hidden:
            continue
        with click.Context(command, info_name=name, parent=above) as context:
            usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
            yield f".SS {_escaped(usage)}"
            yield from _paragraphs(command.help or "")
            yield from _options(command, context)
            yield from _commands(command, context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None or not record[1] or (context.parent and "--help" in parameter.opts):
            continue
        yield ".TP"
        yield rf"\fB{_escaped(record[0])}\fR"
        yield _escaped(record[1])


def _terms(heading: str, terms: dict[str, str]) -> Iterator[str]:
    yield f".SH {heading}"
    for term, says in terms.items():
        yield from (".TP", rf"\fB{_escaped(term)}\fR", _escaped(says))


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield ".PP"
        yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    """ASCII text in which roff sees no request and a dash stays a dash."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    text = "".join(char if char.isascii() else rf"\[u{ord(char):04X}]" for char in text)
    return rf"\&{text}" if text.startswith(".") else text
