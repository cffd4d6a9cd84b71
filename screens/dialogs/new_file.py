"""Asks where to write a file, in which format, and whether to replace an existing one."""

from __future__ import annotations

from collections.abc import Callable
from os.path import isfile
from pathlib import Path
from typing import Any

from fbtui.export.snapshot import FORMATS, Format, format_of
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.paths import PathSuggester, typed_path
from screens.life import Life


async def ask_for_new_file(
    screen: Life[Any],
    question: str,
    hint: str,
    proposed: str,
    why_not: Callable[[str], str | None] = lambda _: None,
) -> tuple[Path, bool] | None:
    """The typed path, and whether to overwrite it; None if nothing is to be written."""
    typed = await screen.ask(Ask(question, hint, proposed, PathSuggester(), why_not))
    if not typed:
        return None
    path = typed_path(typed)
    if not isfile(path):  # noqa: PTH113 (never raises, as Path.is_file may)
        return path, False
    choices = [("no", "Leave it as it is"), ("yes", "Replace it")]
    chosen = await screen.ask(Choose(f"{clean_line(path.name)} exists already", choices))
    return (path, True) if chosen == "yes" else None


async def ask_for_snapshot(
    screen: Life[Any], question: str, proposed: str
) -> tuple[Path, Format, bool] | None:
    """The path, the format its ending names, and whether to overwrite it."""
    endings = " ".join(FORMATS)
    hint = f"The ending names the format: {endings}. Buyers' addresses stay out"

    def why_not(words: str) -> str | None:
        if not words.strip() or format_of(typed_path(words)) is not None:
            return None
        return f"The ending of {typed_path(words).name} names no format: {endings}."

    answer = await ask_for_new_file(screen, question, hint, proposed, why_not)
    if answer is None or (chosen := format_of(answer[0])) is None:
        return None
    return answer[0], chosen, answer[1]
