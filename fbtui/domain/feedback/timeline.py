"""The history of a feedback in words, in order."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from fbtui.patterns import pattern

_STAMP = pattern(r"\d{4}-\d\d-\d\dT[\d:]{8}Z")
ACT_WORDS: dict[str, str] = {
    "imported": "imported",
    "done": "set done",
    "reopened": "reopened",
    "snoozed": "snoozed",
    "woken": "woke from snooze",
    "tagged": "tagged",
    "untagged": "tag taken off",
    "noted": "note",
    "lane": "picked the lane",
    "lane left": "left the lane to the routing",
    "fulfilment": "set the fulfilment",
    "claimed": "claimed it",
    "released": "released it",
    "skipped": "skipped a step",
    "routed": "routed everything again",
    "draft": "began a draft",
    "drafted": "drafted the reply from a template",
    "posted": "confirmed the reply as posted in Seller Central",
    "sent": "confirmed the e-mail as sent",
    "deleted": "confirmed the reply as deleted in Seller Central",
    "unposted": "took back: the reply was never posted",
    "unsent": "took back: the e-mail was never sent",
    "discarded": "discarded a draft",
    "purged": "removed what is personal and was kept long enough",
    "queued": "put the e-mail into the outbox",
    "recalled": "took the e-mail back from the outbox",
    "mailed": "sent the e-mail by SMTP",
    "mail_failed": "the e-mail did not leave",
    "mail_unknown": "whether the e-mail left is unknown",
    "settled_sent": "settled that the e-mail had left",
    "settled_not_sent": "settled that the e-mail had not left",
    "reading": "took a reading by hand",
    "notified": "logged a notification",
    "read": "read a notification",
    "unread": "set a notification unread",
    "requested": "asked for a report",
    "report ready": "logged a report as ready",
    "escalated": "reported a low stat",
    "removal_requested": "recorded the removal as requested",
    "removal_received": "recorded: Amazon has received the request",
    "removal_declined": "recorded: Amazon declined, the feedback stays",
    "removal_reopened": "recorded the case as re-opened",
    "removal_struck": "recorded: Amazon struck it through; reply hidden, figures leave it out",
    "removal_removed": "recorded: Amazon removed it; reply hidden, figures leave it out",
    "removal_buyer_removed": "recorded: the buyer took it back; reply hidden, figures leave it out",
    "removal_back": "recorded: it stands again",
    "removal_seen_again": "a later report holds this feedback again: may be back, check",
    "removal_still_gone": "looked: the feedback is gone, as recorded",
    "removal_withdrawn": "withdrew the removal case",
    "removal_window_closed": "closed the removal case: its window is over",
    "removal_gone": "a later report lacks this feedback: may be gone, check",
    "removal_still_there": "looked: the feedback still stands",
    "removal_numbered": "noted the case ID",
    "removal_taken_back": "took back the last entry of the removal case",
    "attached": "attached a file to the e-mail",
    "detached": "took a file off the e-mail",
    "undo": "took back",
    "redo": "did again",
}


class Event(NamedTuple):
    """One line of a timeline; `login` if it differs from `who`.

    `words` may quote a note or a buyer: clean before showing.
    """

    at: datetime
    who: str
    words: str
    login: str = ""

    @property
    def whole_name(self) -> str:
        """The agent, with the login name if it differs."""
        return f"{self.who} (login {self.login})" if self.login else self.who


def describe(act: str, before: dict[str, object], after: dict[str, object]) -> str:
    """An act from the log in words, with its changes."""
    words = ACT_WORDS.get(act, act)
    if act == "imported" and "name" in after:
        return (
            f"{words} {after['name']}: {_counted(after, 'new', 'changed', 'unchanged', 'refused')}"
        )
    if act == "imported" and "readings" in after:
        many = after["readings"]
        return f"{words} {len(many) if isinstance(many, list) else 0} readings of account health"
    if act == "purged":
        return f"{words}: {_counted(after, *after)}"
    if act == "snoozed":
        return f"{words} until {_said(after.get('snoozed_until'))}"
    if act in ("tagged", "untagged"):
        old, new = _names(before.get("tags")), _names(after.get("tags"))
        return f"{words}: {', '.join(sorted(old ^ new))}"
    if act in ("lane", "lane left") and "lane" in after:
        return f"{words}: {_said(before.get('lane'))} → {_said(after['lane'])}"
    if act == "fulfilment":
        return f"{words}: {_said(after.get('fulfilment'))}"
    if act == "escalated" and "of" in after:
        return f"{words}: {after['of']}"
    if act == "reading" and "metric" in after:
        return f"{words}: {_said(after['metric'])}"
    if act == "skipped":
        return f"{words}: {_said(after.get('step'))}"
    if act in ("undo", "redo") and "readings" in {**before, **after}:
        number = {**before, **after}.get("import")
        return f"{words}: the account health of import {number}"
    if act in ("undo", "redo"):
        changes = [
            f"{name} {_said(before.get(name))} → {_said(after.get(name))}"
            for name in {**before, **after}
            if name != "skip"
        ]
        return f"{words}: {', '.join(changes)}"
    if act.startswith("removal_"):
        facts = [after.get("ground"), after.get("channel"), after.get("case_id")]
        told_too = ", ".join(str(fact).replace("_", " ") for fact in facts[1:] if fact)
        ground = f" ({facts[0]})" if act == "removal_requested" else ""
        return f"{words}{ground}{': ' if told_too else ''}{told_too}"
    return words


def changed_by_import(field: str, before: str, after: str, import_id: int) -> str:
    """A change from a later report in words, with both texts."""
    return f"{field} “{before}” → “{after}” (import {import_id})"


def _counted(counts: dict[str, object], *names: str) -> str:
    """`12 new, 0 changed`: those counts that exist, in this order."""
    found = ((name.replace("_", " "), counts.get(name)) for name in names)
    return ", ".join(f"{count:,} {name}" for name, count in found if isinstance(count, int))


def _names(tags: object) -> set[str]:
    return {str(tag) for tag in tags} if isinstance(tags, list) else set()


def _said(value: object) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, str) and _STAMP.fullmatch(value):
        return f"{value[:10]} {value[11:16]} UTC"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
