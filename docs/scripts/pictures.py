"""Take pictures of the real screens on the sample desk: `python -m docs.scripts.pictures [--all]`.

Without `--all` the pictures of the README go into docs/pictures/; with it every room at every size goes
into build/pictures/, to check after a change.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from fbtui.terminal.session import prepare_environment

prepare_environment(os.environ)

from fbtui.app import Workstation  # noqa: E402 (textual reads the environment when it is imported)
from fbtui.config import Config  # noqa: E402
from fbtui.services.demo.desk import lay_demo_desk  # noqa: E402
from fbtui.services.desk import open_desk  # noqa: E402

DOCS = Path(__file__).parents[1]
MORNING = datetime(
    2026, 11, 20, 9, 0, tzinfo=UTC
)  # a stopped clock, so that pictures change only with the screen
SIZES = ((80, 24), (120, 40), (200, 50))
_FONT = re.compile(r"@font-face \{.*?\n    \}\n", re.DOTALL)
_SETTLED = 0.6  # seconds for background work after a key


class Shot(NamedTuple):
    """A room and the keys that lead there from the queue."""

    name: str
    keys: tuple[str, ...] = ()


ROOMS = (
    Shot("queue"),
    Shot("composer", ("m", "ctrl+t", "enter")),
    Shot("cases", ("f3",)),
    Shot("health", ("f4",)),
    Shot("palette", ("colon",)),
    Shot("help", ("question_mark",)),
)
README = (("queue", (120, 40)), ("composer", (120, 40)), ("health", (120, 40)))


async def take(shot: Shot, size: tuple[int, int], target: Path) -> None:
    """One picture, on a sample desk of its own."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "desk.db", "Mara", clock=lambda: MORNING)
        lay_demo_desk(desk)
        app = Workstation(desk, Config(agent="Mara"))
        async with app.run_test(size=size) as pilot:
            await pilot.pause(_SETTLED)
            for key in shot.keys:
                await pilot.press(key)
                await pilot.pause(_SETTLED)
            drawn = app.export_screenshot(title=f"fbtui {shot.name}", simplify=True)
        desk.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(alone(drawn), encoding="utf-8")
    print(target)


def alone(drawn: str) -> str:
    """The picture without remote fonts: viewing it makes no network requests."""
    return _FONT.sub("", drawn).replace("Fira Code,", "Fira Code, DejaVu Sans Mono,")


def main() -> None:
    rooms = {shot.name: shot for shot in ROOMS}
    if "--all" in sys.argv[1:]:
        wanted = [
            (shot, size, Path("build/pictures") / f"{shot.name}-{size[0]}x{size[1]}.svg")
            for shot in ROOMS
            for size in SIZES
        ]
    else:
        wanted = [(rooms[name], size, DOCS / "pictures" / f"{name}.svg") for name, size in README]
    # Ignore the configuration of whoever takes the pictures.
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FBTUI_CONFIG_DIR"] = folder
        for shot, size, target in wanted:
            asyncio.run(take(shot, size, target))


if __name__ == "__main__":
    main()
