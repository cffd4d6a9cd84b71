"""Acts as an agent types them (`snooze 3d`, `tag vip`), and macros: several of them under one name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from fbtui.domain.feedback.feedback import FULFILMENTS
from fbtui.domain.feedback.snooze import why_not_until
from fbtui.domain.feedback.triage import tag_of
from fbtui.domain.outcome import Refused
from fbtui.domain.record import Field, StrictRecord

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # any day will do to check that words name a time span


class TypedAct(NamedTuple):
    """One act with its argument; `words` is "" for acts that take none."""

    verb: str
    words: str = ""

    @property
    def says(self) -> str:
        return f"{self.verb} {self.words}".strip()


class Verb(NamedTuple):
    """An act's argument: `hint` shows an example, `why_not` explains why an argument is refused."""

    says: str
    hint: str = ""
    why_not: Callable[[str], str | None] = lambda _: None


def _given(sentence: str) -> Callable[[str], str | None]:
    return lambda words: None if words.strip() else sentence


def _why_no_tag(words: str) -> str | None:
    tag = tag_of(words)
    return tag.why if isinstance(tag, Refused) else None


VERBS: dict[str, Verb] = {
    "done": Verb("set done"),
    "reopen": Verb("open again"),
    "snooze": Verb("set aside", "3d", lambda words: why_not_until(words, _LONG_AGO)),
    "tag": Verb("put a tag on", "vip", _why_no_tag),
    "untag": Verb("take a tag off", "vip", _why_no_tag),
    "note": Verb("write a note", "called the buyer", _given("The note is empty.")),
    "lane": Verb("pick the lane", "repair", _given("Say which lane.")),
    "fulfilment": Verb(
        "say who fulfilled it",
        "FBA",
        lambda words: None if _fulfilment(words) else "Say FBA, MFN or unknown.",
    ),
    "claim": Verb("say that you have it"),
    "release": Verb("let go of it"),
    "skip": Verb("leave the next step out", "why", _given("Say why the step is skipped.")),
    "template": Verb("draft the reply from a template", "thank"),
    "reply": Verb("write the reply, one after the other"),
    "email": Verb("write the e-mail, one after the other"),
}
LETTERS = frozenset({"reply", "email"})  # done by a person, one feedback after the other
# Other names for acts.
SAME = {"close": "done", "finish": "done", "assign": "claim", "take": "claim", "open": "reopen"}


def parse_act(typed: str) -> TypedAct | Refused:
    """`snooze 3d` → (snooze, 3d); Refused with a sentence that says what is missing."""
    name, _, words = typed.strip().partition(" ")
    name, words = SAME.get(name.lower(), name.lower()), words.strip()
    verb = VERBS.get(name)
    if verb is None:
        return Refused(f"There is no act {name}; there are {', '.join(VERBS)}.")
    if words and not verb.hint:
        return Refused(f"{name} takes nothing behind it.")
    if why := verb.why_not(words):
        return Refused(why)
    return TypedAct(name, _fulfilment(words) if name == "fulfilment" else words)


def _fulfilment(words: str) -> str:
    return next((each for each in FULFILMENTS if each.lower() == words.strip().lower()), "")


def _can_be_done(do: tuple[str, ...]) -> tuple[str, ...]:
    for typed in do:
        if isinstance(act := parse_act(typed), Refused):
            raise ValueError(f"“{typed}”: {act.why}")
    if sum(typed.split()[0] in LETTERS for typed in do) > 1:
        raise ValueError("one letter a macro: reply or email")
    return do


class Macro(StrictRecord):
    """A named series of acts on one key. `stars`: only for feedback with these stars; empty: any.

    `do` holds the acts as typed in the palette, in order. `reply` and `email` open the composer for
    one feedback after the other, and the acts after them run only where the letter was confirmed: a
    macro never records that something was posted.
    """

    name: str = Field(min_length=1, max_length=40)
    key: str = ""
    stars: tuple[int, ...] = ()
    do: tuple[str, ...] = Field(min_length=1, check=_can_be_done)

    @property
    def acts(self) -> tuple[TypedAct, ...]:
        """The parsed acts; they were checked when the macro was made."""
        read = (parse_act(typed) for typed in self.do)
        return tuple(act for act in read if isinstance(act, TypedAct))

    @property
    def says(self) -> str:
        stars = f" (only {', '.join(map(str, self.stars))}★)" if self.stars else ""
        return f"{' · '.join(self.do)}{stars}"


THANK_AND_CLOSE = Macro(name="Thank and close", stars=(4, 5), do=("template thank", "done"))
SHIPPED_MACROS: tuple[Macro, ...] = (THANK_AND_CLOSE,)


def macros_with(own: tuple[Macro, ...]) -> dict[str, Macro]:
    """All macros by name; an agent's own replace shipped ones."""
    return {macro.name: macro for macro in (*SHIPPED_MACROS, *own)}
