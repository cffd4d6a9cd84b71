"""The facets of a filter, each one line of the filter menu."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fbtui.domain.record import StrictRecord
from fbtui.terminal.cleaned import clean_line
from screens.life import Life

if TYPE_CHECKING:
    from screens.dialogs.ask import Ask

F = TypeVar("F", bound=StrictRecord)
Choices = Sequence[tuple[str, str]]

ANY = "any"


@dataclass(frozen=True)
class Facet(Generic[F]):
    """`now` describes the current setting ("" for any); `ask` returns the new filter, None after Esc."""

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
    """A choice of values, in clean words; `narrow` gets the value, "" for any."""

    async def ask(screen: Life[Any], chosen: F) -> F | None:
        from screens.dialogs.choose import Choose  # not for the first frame

        value = await screen.ask(Choose(name, [*choices(), (ANY, ANY)], now(chosen) or ANY))
        return None if value is None else narrow(chosen, "" if value == ANY else value)

    return Facet(name, now, ask)


def field(name: str, field: str, choices: Callable[[], Choices]) -> Facet[Any]:
    """A choice of values for a field that is "" for any."""
    return choice(
        name,
        choices,
        now=lambda chosen: str(getattr(chosen, field)),
        narrow=lambda chosen, value: chosen.changed(**{field: value}),
    )


def switch(name: str, field: str) -> Facet[Any]:
    """On or off; choosing it toggles it."""

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
    """A typed value, which `question` validates."""

    async def ask(screen: Life[Any], chosen: F) -> F | None:
        words = await screen.ask(question(chosen))
        return None if words is None else narrow(chosen, words)

    return Facet(name, now, ask)


async def narrow_by_menu(
    screen: Life[Any], facets: Sequence[Facet[F]], now: Callable[[], F], want: Callable[[F], None]
) -> None:
    """Show the facets and ask for one after the other until Esc; each change applies at once."""
    from screens.dialogs.choose import Choose  # not for the first frame

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
        facet = next(facet for facet in facets if facet.name == name)
        if (changed := await facet.ask(screen, chosen)) is not None:
            want(changed)
