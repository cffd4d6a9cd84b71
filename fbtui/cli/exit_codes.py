"""Exit codes of every command, and their meaning in the manual page."""

from __future__ import annotations

OK, NO, USAGE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130

MEANINGS = {
    OK: "done",
    NO: "the answer is no: a finding blocks, a metric is in breach",
    USAGE: "wrong use, or no terminal",
    REFUSED: "input refused; nothing was changed",
    INTERRUPTED: "interrupted",
}
