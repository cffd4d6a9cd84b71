"""The first frame, list and preview, waits for nothing that it does not show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fbtui.services.desk import Desk

_OPEN = """
import asyncio, sys
from pathlib import Path
from fbtui.cli.opening import open_configured
from fbtui.config import load
from fbtui.app import Workstation
from screens.queue import QueueScreen, room as queue

queue._SHOWN = 60  # seconds: on a busy host, what waits for the frame could overtake the preview
loaded, follow = [], QueueScreen.follow

def shown(room):
    follow(room)
    assert room.rows.current and room.pane.size, "the preview of the first row"
    loaded.extend(sys.modules)
    room.app.exit()

async def look(desk):
    QueueScreen.follow = shown
    async with Workstation(desk, load()).run_test() as pilot:
        while not loaded:
            await pilot.pause(0.01)

asyncio.run(look(open_configured(Path(sys.argv[1]), "mara", load(), read_only=False)))
print(*loaded)
"""
LATER = {
    *("click", "pydantic", "numpy", "jinja2", "sqlite_utils", "email.message", "http.client"),
    *("smtplib", "textual.widgets._text_area", "screens.composer", "screens.cases"),
    *("screens.health", "screens.dialogs.palette", "screens.help", "fbtui.services.letters"),
    *("fbtui.services.health", "fbtui.domain.letters.policy", "fbtui.domain.health"),
    *("fbtui.export", "fbtui.mail", "fbtui.amazon", "fbtui.understanding.classifier"),
    *("tomllib", "hashlib", "ctypes", "shlex", "fbtui.store.migrations.first"),
    *("fbtui.store.cases.cases", "fbtui.store.intake.orders", "fbtui.domain.cases.transitions"),
    *("fbtui.domain.feedback.rating", "fbtui.domain.letters.sending", "screens.dialogs.ask"),
    *("screens.dialogs.choose", "screens.dialogs.page", "screens.queue.triage"),
    *("screens.queue.macros", "screens.queue.views", "screens.hand_over", "screens.undo"),
}


def test_the_first_frame_is_drawn_without_what_comes_later(desk: Desk, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _OPEN, str(desk.context.database.path)],
        env={"HOME": str(tmp_path), "FBTUI_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    loaded = set(told.stdout.split())
    assert "screens.queue.room" in loaded
    assert loaded & LATER == set()
