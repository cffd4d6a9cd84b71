"""What a view can be narrowed by, as a table: one facet a line of the filter menu."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fbtui.domain.record import StrictRecord
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.life import Life

F = TypeVar("F", bound=StrictRecord)
Choices = Sequence[tuple[str, str]]

ANY = "any"


@dataclass(frozen=True)
class Facet(Generic[F]):
    """`now` says what is set ("" for anything); `ask` answers with the filter narrowed, None after Esc."""

    name: str
    now: Callable[[F], str]
    ask: Callable[[Life[Any], F], Awaitable[F | None]]


def choice(
    name: str,
    choices: Callable[[], Choices],
    *,
    now: Callable[[F], str],
    narrow: Callable[[F, str], F],
) -> Facet[F]:
    """One of some values in clean words; `narrow` is given the value, "" for any."""

    async def ask(screen: Life[Any], chosen: F) -> F | None:
        value = await screen.ask(Choose(name, [*choices(), (ANY, ANY)], now(chosen) or ANY))
        return None if value is None else narrow(chosen, "" if value == ANY else value)

    return Facet(name, now, ask)


def field(name: str, field: str, choices: Callable[[], Choices]) -> Facet[Any]:
    """One of some values of a field that is "" for any."""
    return choice(
        name,
        choices,
        now=lambda chosen: str(getattr(chosen, field)),
        narrow=lambda chosen, value: chosen.changed(**{field: value}),
    )


def switch(name: str, field: str) -> Facet[Any]:
    """On or off; choosing it turns it over."""

    async def ask(_: Life[Any], chosen: Any) -> Any:
        return chosen.changed(**{field: not getattr(chosen, field)})

    return Facet(name, lambda chosen: "only" if getattr(chosen, field) else "", ask)


def typed(
    name: str,
    question: Callable[[F], Ask],
    *,
    now: Callable[[F], str],
    narrow: Callable[[F, str], F],
) -> Facet[F]:
    """Words that are typed; `question` has checked them."""

    async def ask(screen: Life[Any], chosen: F) -> F | None:
        words = await screen.ask(question(chosen))
        return None if words is None else narrow(chosen, words)

    return Facet(name, now, ask)


async def narrow_by_menu(
    screen: Life[Any], facets: Sequence[Facet[F]], now: Callable[[], F], want: Callable[[F], None]
) -> None:
    """Show what is set, let facet after facet be chosen and asked, until Esc; each narrows at once."""
    width, name = max(len(facet.name) for facet in facets) + 2, ""
    while True:
        chosen = now()
        lines = [
            (facet.name, f"{facet.name:{width}}{clean_line(facet.now(chosen)) or ANY}")
            for facet in facets
        ]
        hint = "Its key or Enter changes one, Esc shows the rows"
        answer = await screen.ask(Choose("Filter by", lines, name, hint))
        if answer is None:
            return
        name = answer
        facet = next(each for each in facets if each.name == name)
        if (changed := await facet.ask(screen, chosen)) is not None:
            want(changed)
