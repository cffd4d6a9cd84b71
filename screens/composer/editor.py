"""Edits a letter in the agent's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from fbtui.domain.outcome import Refused


def written_in_editor(app: App[Any], text: str) -> str | Refused:
    """The text after editing in $VISUAL or $EDITOR; the file is private and deleted afterwards."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        editor = shlex.split(command) or ["vi"]
    except ValueError:
        return Refused(f"$EDITOR has a quotation mark that is not closed: {command}")
    with tempfile.TemporaryDirectory(prefix="fbtui-") as folder:
        path = Path(folder) / "letter.txt"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                code = subprocess.run([*editor, str(path)], check=False).returncode
        except SuspendNotSupported:
            return Refused("This terminal cannot be given to an editor.")
        except OSError as error:
            return Refused(
                f"The editor {editor[0]} could not be started: {(error.strerror or '').lower()}."
            )
        if code != 0:
            return Refused(f"The editor ended with code {code}; the letter is as it was.")
        written = path.read_text(encoding="utf-8", errors="replace")
    return written if text.endswith("\n") else written.removesuffix("\n")
