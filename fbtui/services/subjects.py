"""The subjects an e-mail to a buyer can have: data/subjects.toml, or the team's own copy."""

from __future__ import annotations

import tomllib

from fbtui.assets import DATA
from fbtui.config import config_folder


def subjects() -> list[str]:
    """The list, in the form's order. An own `subjects.toml` in the configuration folder wins."""
    own = config_folder() / "subjects.toml"
    path = own if own.exists() else DATA / "subjects.toml"
    return [str(subject) for subject in tomllib.loads(path.read_text(encoding="utf-8"))["subjects"]]
