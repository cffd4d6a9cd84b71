"""Command groups whose help keeps their order and shows each command's full first sentence."""

from __future__ import annotations

import re

import click

_SENTENCE = re.compile(r"(?<=[.!?])\s")


class InOrder(click.Group):
    """Lists commands in the order they were added, with uncut sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = [
            (name, first_sentence(command))
            for name, command in self.commands.items()
            if not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(lines)


def first_sentence(command: click.Command) -> str:
    """The first sentence of a command's help."""
    text = " ".join((command.short_help or command.help or "").split("\n\n")[0].split())
    return _SENTENCE.split(text, maxsplit=1)[0]
