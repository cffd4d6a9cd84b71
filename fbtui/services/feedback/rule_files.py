"""The content files that a routing goes by, in the order in which they are read."""

from __future__ import annotations

from pathlib import Path

from fbtui.content import load, own_or_shipped
from fbtui.domain.feedback.playbook import Playbook

RULE_FILES = ("playbook.toml", "grounds.toml", "obscene.toml", "personal.toml")


def load_playbook(own: Path | None = None) -> Playbook:
    """Lanes, steps and due times; the file in the folder `own` replaces the shipped one."""
    return load(Playbook, own_or_shipped("playbook.toml", own))
