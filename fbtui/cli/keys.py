"""`fbtui keys`: every key of every room, with its name for the keymap."""

from __future__ import annotations

import click

from fbtui.cli.output import say, say_json
from fbtui.config import load
from fbtui.keys import KEYS, ROOMS, as_markdown, of_room, shown


@click.command("keys")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
@click.option("--markdown", is_flag=True, help="A Markdown table, with the names for a keymap.")
def command(as_json: bool, markdown: bool) -> None:
    """List the keys of every room, with your keymap applied."""
    keymap = load().keymap
    if markdown:
        click.echo(as_markdown(keymap), nl=False)
        return
    if as_json:
        say_json(
            [
                {
                    "room": key.room,
                    "id": key.id,
                    "keys": keymap.get(key.id, key.keys).split(","),
                    "does": key.tooltip,
                }
                for key in KEYS
            ]
        )
        return
    for room, words in ROOMS.items():
        say(f"\n{words}")
        for key in of_room(room):
            say(
                f"  {shown(keymap.get(key.id, key.keys)):16} {key.words:16} {key.tooltip}  ({key.id})"
            )
