"""Acts that undo cannot take back, with the reason and what to do instead."""

from __future__ import annotations

OF_CASE = "removal_"  # before the event of a case's entry, in the names below
GONE_ON = "its case has gone on since; F3 shows it"
_CASE = (
    "a case's history only grows; `fbtui case take-back`, or u in Cases (F3), takes the entry back"
)

# By the act's name in the log. Any other act that cannot be undone was not a person's.
FINAL: dict[str, str] = {
    "posted": "buyers see it; delete it in Seller Central, then F7 in the composer records that",
    "deleted": "Amazon allows no second reply",
    "sent": "it has left; write another e-mail where it was wrong",
    "mailed": "it has left; write another e-mail where it was wrong",
    "queued": "it may leave any moment; M, the outbox, takes it back while it waits",
    "settled_sent": "it has left; write another e-mail where it was wrong",
    "settled_not_sent": "M, the outbox, shows what became of it",
    "recalled": "it is a draft again; the composer sends it once more",
    "imported": "an import is not taken back; a later report corrects its rows",
    "totals": "type the page's totals once more (%) to correct them",
    "purged": "what was removed is gone",
    "removal_requested": _CASE,
    "removal_received": _CASE,
    "removal_declined": _CASE,
    "removal_reopened": _CASE,
    "removal_struck": _CASE,
    "removal_removed": _CASE,
    "removal_withdrawn": _CASE,
    "removal_still_there": _CASE,
    "removal_numbered": _CASE,
}
