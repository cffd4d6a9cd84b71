"""All that the documents need from the program: commands, keys, configuration."""

from __future__ import annotations

from collections.abc import Iterator

import click

from fbtui.cli.main import fbtui
from fbtui.config import Config
from fbtui.domain.record import Record
from fbtui.domain.record_check import model_of
from fbtui.keys import as_markdown

__all__ = ["ROOT", "Config", "Record", "as_markdown", "commands", "context_of", "model_of"]

ROOT: click.Group = fbtui


def commands(above: click.Context | None = None) -> Iterator[click.Context]:
    """A context for each command, groups before their commands; the first is `fbtui` itself."""
    if above is None:
        above = click.Context(ROOT, info_name="fbtui", **ROOT.context_settings)
        yield above
    group = above.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        if command is None or command.hidden:
            continue
        context = click.Context(command, info_name=name, parent=above)
        yield context
        yield from commands(context)


def context_of(words: list[str]) -> tuple[click.Context, list[str]]:
    """The command that `fbtui words…` runs, and its remaining arguments."""
    context, left = click.Context(ROOT, info_name="fbtui", **ROOT.context_settings), list(words)
    while isinstance(context.command, click.Group):
        while left and left[0].startswith("-"):
            left = left[_width(context.command, left[0]) :]
        command = context.command.get_command(context, left[0]) if left else None
        if command is None:
            break
        context, left = click.Context(command, info_name=left[0], parent=context), left[1:]
        if options := _of_the_default(command, left):
            return click.Context(options, parent=context), left
    return context, left


def _of_the_default(command: click.Command, left: list[str]) -> click.Command | None:
    """`fbtui health` alone is its board."""
    if not isinstance(command, click.Group) or (left and left[0] in command.commands):
        return None
    return command.commands.get("board")


def _width(command: click.Command, option: str) -> int:
    """The number of arguments that an option of a group takes."""
    for parameter in command.params:
        if option in parameter.opts:
            return 1 if getattr(parameter, "is_flag", False) else 2
    return 1
