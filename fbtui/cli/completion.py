"""`fbtui completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    The script asks fbtui itself at each Tab, so it never goes out of date.
    """
    click.echo(script(shell), nl=False)


def script(shell: str) -> str:
    """The script that the shell sources once to complete `fbtui`."""
    root = click.get_current_context().find_root().command
    maker = get_completion_class(shell)
    assert maker is not None, f"click completes {shell}"
    return maker(root, {}, "fbtui", "_FBTUI_COMPLETE").source().rstrip() + "\n"
