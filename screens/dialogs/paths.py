"""Paths typed into a line, and their completion."""

from __future__ import annotations

from os.path import expanduser
from pathlib import Path

from textual.suggester import Suggester


def typed_path(words: str) -> Path:
    """The typed path without NULs; an unknown `~user` stays as it is, where pathlib would raise."""
    return Path(expanduser(words.strip().replace("\0", "")))  # noqa: PTH111


class PathSuggester(Suggester):
    """Suggests the first file or folder that starts with the typed path; → accepts it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        typed = typed_path(value)
        folder, start = (typed, "") if value.endswith("/") else (typed.parent, typed.name)
        try:
            names = sorted(
                entry.name
                for entry in folder.iterdir()
                if entry.name.startswith(start) and entry.name.isprintable()
            )
        except OSError:
            return None
        if not names or (not start and not value.endswith("/")):
            return None
        return value + names[0][len(start) :] + ("/" if (folder / names[0]).is_dir() else "")
