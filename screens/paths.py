"""Path completion in a line of input."""

from __future__ import annotations

from pathlib import Path

from textual.suggester import Suggester


class PathSuggester(Suggester):
    """Suggests the first file or folder that continues what is typed; → takes it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        typed = Path(value).expanduser()
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
