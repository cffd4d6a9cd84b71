"""Where to write a file, and whether the one that lies there is replaced."""

from __future__ import annotations

from os.path import isfile
from pathlib import Path
from typing import Any

from textual.app import App

from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.paths import PathSuggester, typed_path


async def ask_for_new_file(
    app: App[Any], question: str, hint: str, proposed: str
) -> tuple[Path, bool] | None:
    """The path that was typed, and whether to write over it; None when nothing is to be written."""
    typed = await app.push_screen_wait(Ask(question, hint, proposed, PathSuggester()))
    if not typed:
        return None
    path = typed_path(typed)
    if not isfile(path):  # noqa: PTH113 (never raises, as Path.is_file may)
        return path, False
    choices = [("no", "Leave it as it is"), ("yes", "Replace it")]
    chosen = await app.push_screen_wait(Choose(f"{clean_line(path.name)} exists already", choices))
    return (path, True) if chosen == "yes" else None
