"""For `textual run --dev fbtui.dev:app`: the workstation on the desk in FBTUI_DB, or the default desk."""

from __future__ import annotations

import os
from pathlib import Path

from fbtui.terminal.session import prepare_environment

prepare_environment(os.environ)

from fbtui.app import Workstation  # noqa: E402 (textual reads the environment when it is imported)
from fbtui.cli.opening import open_configured  # noqa: E402
from fbtui.config import load  # noqa: E402

_path = os.environ.get("FBTUI_DB")
_config = load()
app = Workstation(
    open_configured(Path(_path) if _path else None, None, _config, read_only=False), _config
)
