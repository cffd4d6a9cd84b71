"""Every key of the workstation, declared once: footer, palette, help, keymaps and README derive from it."""

from __future__ import annotations

from typing import NamedTuple

from fbtui.key_names import sign, spelt, why_no_key


class Key(NamedTuple):
    """One act and its keys. `name` is what a keymap calls it; `words` stand in footer and palette."""

    room: str
    name: str
    keys: str
    action: str
    words: str
    tooltip: str
    footer: bool = False

    @property
    def id(self) -> str:
        return f"{self.room}.{self.name}"


CASE_GROUPS = (
    *("requested", "received", "declined", "re-opened", "struck", "removed"),
    *("withdrawn", "window closed"),
)

KEYS: tuple[Key, ...] = (
    # room, name, keys, action, words, tooltip, in the footer
    Key(
        "app", "help", "question_mark,f1", "help", "Help", "The keys of this room on one page", True
    ),
    Key("app", "palette", "colon,ctrl+p", "command_palette", "Palette", "Every act by name"),
    Key("app", "queue", "f2", "room('queue')", "Queue", "The queue of feedback"),
    Key("app", "health", "f4", "room('health')", "Health", "The board of account health"),
    Key("app", "cases", "f3", "room('cases')", "Cases", "The tracker of removal cases"),
    Key("app", "previous_room", "less_than_sign", "turn(-1)", "Room before", "The room before"),
    Key("app", "next_room", "greater_than_sign", "turn(1)", "Next room", "The next room"),
    Key(
        "app",
        "theme",
        "f9",
        "next_theme",
        "Theme",
        "Dark, light, the terminal's own colours, monochrome",
    ),
    Key("app", "redraw", "ctrl+l", "redraw", "Redraw", "Draw the whole screen anew"),
    Key("app", "quit", "ctrl+q", "quit", "Quit", "Leave; drafts and place are kept"),
    Key("list", "down", "j,down", "move(1)", "Down", "One row down"),
    Key("list", "up", "k,up", "move(-1)", "Up", "One row up"),
    Key("list", "page_down", "ctrl+d,pagedown", "page(1)", "Page down", "One page down"),
    Key("list", "page_up", "ctrl+u,pageup", "page(-1)", "Page up", "One page up"),
    Key("list", "first", "g,home", "first", "First", "To the first row"),
    Key("list", "last", "G,end", "last", "Last", "To the last row"),
    Key(
        "queue",
        "step",
        "enter,full_stop",
        "step",
        "Next step",
        "Do what the playbook wants next",
        True,
    ),
    Key("queue", "reply", "r", "write('reply')", "Reply", "Write the public reply", True),
    Key("queue", "email", "m", "write('email')", "E-mail", "Write to the buyer", True),
    Key(
        "queue",
        "removal",
        "x",
        "request_removal",
        "Removal",
        "Prepare a removal request; of all marked, one after the other",
        True,
    ),
    Key(
        "queue",
        "done",
        "e",
        "finish",
        "Done",
        "Set done; on a done or snoozed one: open again",
        True,
    ),
    Key("queue", "snooze", "s", "snooze", "Snooze", "Set aside until a moment", True),
    Key("queue", "note", "a", "note", "Note", "Write a note"),
    Key("queue", "tag", "t", "tag", "Tag", "Put a tag on; -tag takes it off"),
    Key("queue", "lane", "l", "lane", "Lane", "Pick the lane, or leave it to the words"),
    Key("queue", "fulfilment", "i", "fulfilment", "Fulfilment", "FBA, MFN or unknown"),
    Key("queue", "skip", "S", "skip", "Skip step", "Leave the next step out, with a reason"),
    Key("queue", "claim", "c", "claim", "Claim", "Say that you have it now; take it over"),
    Key("queue", "release", "C", "release", "Release", "Let go of what you have claimed"),
    Key("queue", "mark", "space", "mark", "Mark", "Mark: acts then apply to all marked"),
    Key("queue", "unmark", "asterisk", "unmark", "Unmark all", "Take all marks away"),
    Key("queue", "undo", "u", "undo", "Undo", "Take back your last act", True),
    Key("queue", "redo", "U", "redo", "Redo", "Do it again"),
    Key("queue", "next_open", "n", "open_item(1)", "Next open", "To the next open feedback"),
    Key(
        "queue",
        "previous_open",
        "N",
        "open_item(-1)",
        "Previous open",
        "To the previous open feedback",
    ),
    Key(
        "queue", "search", "slash", "search", "Search", "Words in comment, reply or order ID", True
    ),
    Key("queue", "stars_1", "1", "stars(1)", "1★", "Only 1 star; again: off"),
    Key("queue", "stars_2", "2", "stars(2)", "2★", "Only 2 stars; again: off"),
    Key("queue", "stars_3", "3", "stars(3)", "3★", "Only 3 stars; again: off"),
    Key("queue", "stars_4", "4", "stars(4)", "4★", "Only 4 stars; again: off"),
    Key("queue", "stars_5", "5", "stars(5)", "5★", "Only 5 stars; again: off"),
    Key("queue", "all", "0", "all", "All", "Take every filter off: all open feedback"),
    Key(
        "queue",
        "filter",
        "f",
        "filter",
        "Filter",
        "Bands, status, lane, next step, claims, windows, account, tag, dates",
        True,
    ),
    Key("queue", "sort", "o", "sort", "Order", "Choose the order of the rows"),
    Key("queue", "views", "v", "views", "Views", "Saved views: open, save, forget"),
    Key("queue", "preview", "p", "preview", "Preview", "Show or hide the preview"),
    Key(
        "queue", "preview_down", "J", "scroll_preview(1)", "Preview down", "Scroll the preview down"
    ),
    Key("queue", "preview_up", "K", "scroll_preview(-1)", "Preview up", "Scroll the preview up"),
    Key("queue", "copy", "y", "copy_order", "Copy order", "Send the order ID to your clipboard"),
    Key(
        "queue",
        "rating",
        "percent_sign",
        "rating",
        "Rating",
        "The table of positive, neutral, negative",
    ),
    Key(
        "queue",
        "outbox",
        "M",
        "outbox",
        "Outbox",
        "E-mails sent by SMTP: on their way, failed, unknown",
    ),
    Key("queue", "export", "w", "export", "Export", "Write this view into a file"),
    Key("queue", "import", "I", "take_in", "Import", "Take in a file, or pasted rows", True),
    Key("queue", "reload", "R,f5", "reload", "Reload", "Read desk and playbook anew"),
    Key("queue", "leave", "q", "app.quit", "Quit", "Leave; drafts and place are kept"),
    Key("health", "detail", "enter,full_stop", "detail", "Detail", "All of this metric", True),
    Key(
        "health",
        "escalate",
        "E",
        "escalate",
        "Escalate",
        "Report low stats to the Customer Experience Manager",
        True,
    ),
    Key("health", "headroom", "h", "headroom", "What if", "Headroom; mark what is struck", True),
    Key("health", "reading", "plus", "reading", "Reading", "Take a reading by hand", True),
    Key("health", "notices", "n", "notices", "Notices", "Amazon's notifications: log, read", True),
    Key("health", "requests", "r", "requests", "Reports", "Report requests: asked, ready", True),
    Key("health", "next_low", "b", "next_low(1)", "Next low", "To the next low stat"),
    Key("health", "previous_low", "B", "next_low(-1)", "Previous low", "To the low stat before"),
    Key("health", "place", "f", "place", "Account", "Only one account and marketplace"),
    Key("health", "retired", "v", "retired", "Retired", "Show or hide metrics Amazon retired"),
    Key("health", "about_down", "J", "scroll_about(1)", "Told down", "Scroll what is told down"),
    Key("health", "about_up", "K", "scroll_about(-1)", "Told up", "Scroll what is told up"),
    Key("health", "undo", "u", "undo", "Undo", "Take back your last act", True),
    Key("health", "redo", "U", "redo", "Redo", "Do it again"),
    Key("health", "export", "w", "export", "Export", "Write the board into a file"),
    Key("health", "import", "I", "take_in", "Import", "Take in a performance report", True),
    Key("health", "reload", "R,f5", "reload", "Reload", "Read desk and targets anew"),
    Key("health", "leave", "q,escape", "app.room('queue')", "Queue", "Back to the queue"),
    Key("cases", "open", "enter", "open_case", "Whole", "The whole case: history, texts", True),
    Key("cases", "step", "full_stop", "step", "Next step", "Do what this case wants next"),
    Key("cases", "request", "x", "request", "Request", "Request the removal of a feedback", True),
    Key("cases", "decide", "d", "decide", "Decision", "Paste or choose Amazon's answer", True),
    Key("cases", "reopen", "b", "reopen", "Re-open", "The wording for Case Log, then record", True),
    Key("cases", "reply", "r", "reply", "Reply", "Fall back to the courteous public reply", True),
    Key("cases", "still", "S", "still_there", "Still there", "You looked: it still stands"),
    Key("cases", "withdraw", "D", "withdraw", "Withdraw", "Give the request up, with a reason"),
    Key("cases", "case_id", "i", "case_id", "Case ID", "Note the ID that Amazon gave"),
    Key("cases", "undo", "u", "take_back", "Take back", "Your last entry was a mistake", True),
    Key("cases", "mark", "space", "mark", "Mark", "Mark: d and D then apply to all marked"),
    Key("cases", "unmark", "asterisk", "unmark", "Unmark all", "Take all marks away"),
    Key("cases", "search", "slash", "search", "Search", "Words in order, case ID, texts", True),
    Key("cases", "due", "9", "due", "To do now", "Only what is to be done now; again: off"),
    *(
        Key(
            "cases",
            f"group_{nth}",
            str(nth),
            f"group({nth})",
            words.capitalize(),
            f"Only {words}; again: off",
        )
        for nth, words in enumerate(CASE_GROUPS, start=1)
    ),
    Key("cases", "all", "0", "all", "All", "Take every filter off"),
    Key("cases", "filter", "f", "filter", "Filter", "Ground, agent, account, channel", True),
    Key("cases", "sort", "o", "sort", "Order", "Choose the order of the rows"),
    Key("cases", "shares", "percent_sign", "shares", "Share granted", "By ground, agent and month"),
    Key("cases", "preview", "p", "preview", "Preview", "Show or hide the preview"),
    Key("cases", "preview_down", "J", "scroll_preview(1)", "Preview down", "Scroll it down"),
    Key("cases", "preview_up", "K", "scroll_preview(-1)", "Preview up", "Scroll it up"),
    Key("cases", "copy", "y", "copy_order", "Copy order", "Send the order ID to your clipboard"),
    Key("cases", "export", "w", "export", "Export", "Write this view into a file"),
    Key("cases", "reload", "R,f5", "reload", "Reload", "Read the desk anew"),
    Key("cases", "leave", "q,escape", "leave", "Queue", "Back to the queue"),
    Key(
        "asking", "copy", "enter,c", "copy_request", "Copy", "Send the text to your clipboard", True
    ),
    Key("asking", "confirm", "y", "confirm", "Asked", "Record: you asked in Seller Central", True),
    Key("asking", "ground", "g", "ground", "Ground", "Choose another ground", True),
    Key("asking", "channel", "v", "channel", "Channel", "Where you ask", True),
    Key("asking", "evidence", "e", "copy_evidence", "Evidence", "Copy the evidence pack"),
    Key("asking", "link", "l", "copy_link", "Link", "Copy the link to Seller Central"),
    Key("asking", "case_id", "i", "case_id", "Case ID", "Type the case ID, if there is one yet"),
    Key("asking", "reason", "a", "reason", "Reason", "Say why to ask without an e-mail first"),
    Key("asking", "down", "j,down", "scroll(1)", "Down", "Scroll down"),
    Key("asking", "up", "k,up", "scroll(-1)", "Up", "Scroll up"),
    Key("asking", "skip", "s,escape", "skip", "Skip", "Record nothing for this one", True),
    Key("asking", "stop", "q", "stop", "Stop", "Record nothing for this one and those after it"),
    Key("composer", "pane", "tab", "next_pane", "Other", "Between reply and e-mail", True),
    Key(
        "composer",
        "review",
        "ctrl+r,f10",
        "review",
        "Review",
        "See exactly what goes out, then confirm",
        True,
    ),
    Key(
        "composer",
        "template",
        "ctrl+t",
        "template",
        "Template",
        "Begin with a template: what fits comes first, shown filled in",
        True,
    ),
    Key(
        "composer",
        "finding",
        "f5",
        "finding(1)",
        "Finding",
        "To the next words that the policy check found",
        True,
    ),
    Key(
        "composer",
        "attach",
        "ctrl+f,f12",
        "attach",
        "Files",
        "Attach a file to the e-mail, or take one off",
    ),
    Key("composer", "subject", "f6", "subject", "Subject", "Choose the e-mail's subject", True),
    Key("composer", "editor", "ctrl+g", "editor", "$EDITOR", "Write in your own editor"),
    Key("composer", "copy", "f8", "copy_letter", "Copy", "Send the letter to your clipboard"),
    Key("composer", "save", "ctrl+s", "save", "Save", "Save now (drafts save themselves)"),
    Key("composer", "next", "ctrl+n", "neighbour(1)", "Next", "The next feedback of the queue"),
    Key(
        "composer",
        "previous",
        "ctrl+o",
        "neighbour(-1)",
        "Previous",
        "The previous feedback of the queue",
    ),
    Key(
        "composer",
        "deleted",
        "f7",
        "deleted",
        "Deleted",
        "Record that you deleted the posted reply",
    ),
    Key(
        "composer", "leave", "escape", "leave", "Back", "Back to the queue; the draft is kept", True
    ),
    Key("review", "confirm", "y", "confirm(0)", "Yes, confirm", "Confirm: this is final", True),
    Key(
        "review",
        "other_way",
        "b",
        "confirm(1)",
        "By hand",
        "Confirm the other way, where the review offers one",
        True,
    ),
    Key(
        "review",
        "edit",
        "e,escape",
        "edit",
        "Edit",
        "Back to the letter; nothing is recorded",
        True,
    ),
)

ROOMS: dict[str, str] = {
    "app": "Everywhere",
    "list": "Moving in a list",
    "queue": "Queue",
    "health": "Health",
    "cases": "Cases",
    "asking": "Removal request",
    "composer": "Composer",
    "review": "Review",
}

# The rooms whose keys are valid at the same time.
_TOGETHER = (
    ("app", "queue", "list"),
    ("app", "health", "list"),
    ("app", "cases", "list"),
    ("app", "asking"),
    ("app", "composer"),
    ("app", "review"),
)

_SHOWN = {
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


def shown(keys: str) -> str:
    """Keys as a person reads them: `j ↓`, `Ctrl+R F10`, `?`."""
    return " ".join(_one(key) for key in keys.split(","))


def as_markdown(keymap: dict[str, str] | None = None) -> str:
    """The README's table: one row an act, under the name of its room."""
    lines = ["| Key | Act | What it does |", "|---|---|---|"]
    for room, words in ROOMS.items():
        lines.append(f"| **{words}** | | |")
        for key in of_room(room):
            keys = " ".join(
                f"`{each}`" for each in shown((keymap or {}).get(key.id, key.keys)).split()
            )
            lines.append(f"| {keys} | {key.words} | {key.tooltip} |")
    return "\n".join(lines) + "\n"


def of_room(room: str) -> list[Key]:
    return [key for key in KEYS if key.room == room]


def why_not(keymap: dict[str, str]) -> str | None:
    """What is wrong with a keymap, in one sentence; None when it can be used.

    Textual ignores unknown names and lets one act take another's key silently, so this must not.
    """
    known = {key.id: key for key in KEYS}
    for name in keymap:
        if name not in known:
            return f"keymap: there is no act {name}; `fbtui keys` lists them."
    chosen = normal(keymap)
    for name, keys in chosen.items():
        for each in keys.split(","):
            if why := why_no_key(each):
                return f"keymap: {name}: {why}"
    return next(filter(None, (_clash(rooms, chosen) for rooms in _TOGETHER)), None)


def normal(keymap: dict[str, str]) -> dict[str, str]:
    """The keymap in Textual's spelling: `? , f5` becomes `question_mark,f5`."""
    return {
        name: ",".join(spelt(key.strip()) for key in keys.split(","))
        for name, keys in keymap.items()
    }


def _clash(rooms: tuple[str, ...], keymap: dict[str, str]) -> str | None:
    """Two acts that want the same key where both are valid."""
    taken: dict[str, str] = {}
    for key in KEYS:
        if key.room in rooms:
            for each in keymap.get(key.id, key.keys).split(","):
                if (other := taken.setdefault(each, key.id)) != key.id:
                    return f"keymap: {each} is wanted by {other} and by {key.id}."
    return None


def _one(key: str) -> str:
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    if len(key) == 1:
        return key
    meant = sign(key)
    return meant if meant.isprintable() and meant.strip() else key.capitalize()
