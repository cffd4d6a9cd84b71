"""The rules that a desk works by, read from the content files when they are first asked for."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fbtui import __version__
from fbtui.config import config_folder
from fbtui.content import own_or_shipped, text_of
from fbtui.domain.feedback.playbook import Playbook
from fbtui.services.feedback.rule_files import RULE_FILES, load_playbook

if TYPE_CHECKING:
    from fbtui.domain.feedback.routing import Rules


# The last ones by their fingerprint: desks of a process share them.
_compiled: dict[str, Rules] = {}


class Rulebook:
    """Each part raises RefusedInput with file, line and mistake when a team's own copy is wrong.

    Reading all rules takes most of a second: rooms ask for them in a thread first.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own

    @cached_property
    def playbook(self) -> Playbook:
        """Lanes, steps and due times alone: quick."""
        return load_playbook(self.folder)

    @cached_property
    def rules(self) -> Rules:
        """Everything that a routing goes by."""
        from fbtui.services.feedback.rules import load_rules

        if self.fingerprint not in _compiled:
            _compiled.clear()
            _compiled[self.fingerprint] = load_rules(self.folder)
        return _compiled[self.fingerprint]

    @property
    def are_read(self) -> bool:
        """Whether `rules` answers at once."""
        return "rules" in self.__dict__

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any of the files, own or shipped, does, or the program that reads them."""
        digest = hashlib.sha256(__version__.encode())
        for name in RULE_FILES:
            digest.update(text_of(own_or_shipped(name, self.folder)).encode())
        return digest.hexdigest()

    def forget(self) -> None:
        """Read the files anew when they are next asked for."""
        for part in ("playbook", "rules", "fingerprint"):
            self.__dict__.pop(part, None)

    @property
    def folder(self) -> Path:
        """Where a team's own copies are looked for."""
        return self._own or config_folder()
