"""Shared by all commands: opening the desk, and naming feedback on the command line."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from fbtui.cli.choices import known
from fbtui.cli.opening import desk_path, open_configured
from fbtui.config import load
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import RefusedInput
from fbtui.services.desk import Desk
from fbtui.services.letters.outbox_states import notice_dead_senders

F = TypeVar("F", bound=Callable[..., Any])


def at_desk(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--db`, `--as` and `--json`; call the command with the opened `desk` and `as_json`.

    A missing desk is refused: a mistyped path must not look like an empty desk.
    """

    @functools.wraps(verb)
    def with_desk(db: Path | None, agent: str | None, **options: Any) -> Any:
        with asked_desk(db, agent) as desk:
            return verb(desk, **options)

    return desk_options(with_desk)


def desk_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--db`, `--as` and `--json` as `db`, `agent` and `as_json`."""
    # FBTUI_DB is read by the group: read here too, it would win over a --db before the command.
    verb = click.option(
        "--json", "as_json", is_flag=True, help="One JSON document instead of words."
    )(verb)
    verb = click.option("--as", "agent", help="Who you are.")(verb)
    return click.option("--db", type=click.Path(path_type=Path), help="The desk's file.")(verb)


@contextmanager
def asked_desk(
    db: Path | None, agent: str | None, new: Callable[[], bool] | None = None
) -> Iterator[Desk]:
    """The desk selected by the options of the command and of the group.

    If it does not exist, `new` decides whether to create it; if not, the command works on a
    temporary empty desk. Without `new`, a missing desk is refused.
    """
    above: dict[str, Any] = click.get_current_context().find_root().obj or {}
    config, read_only = load(), bool(above.get("read_only"))
    path = desk_path(db or above.get("db"))
    with ExitStack() as stack:
        if not (path.exists() or read_only):
            if new is None:
                raise RefusedInput(
                    f"There is no desk at {path}; `fbtui import FILE` makes one, or say another --db."
                )
            if not new():
                from tempfile import TemporaryDirectory

                path = Path(stack.enter_context(TemporaryDirectory(prefix="fbtui-"))) / "desk.db"
        desk = open_configured(path, agent or above.get("agent"), config, read_only=read_only)
        stack.callback(desk.close)
        desk.triage.wake()
        notice_dead_senders(desk.context)
        yield desk


def of_orders(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--account` and `--marketplace`, which distinguish feedback on the same order ID."""
    verb = click.option(
        "--marketplace", default="", help="Which marketplace, when the order is in several."
    )(verb)
    return click.option(
        "--account", default="", help="Which account, when several have the order."
    )(verb)


def where(desk: Desk, account: str, marketplace: str) -> tuple[str, str]:
    """An account and a marketplace in the desk's own spelling; "" for any.

    Raises click.BadParameter for one that is not on the desk.
    """
    there = desk.inbox.accounts()
    return (
        known(account, sorted({name for name, _ in there}), "account", "--account"),
        known(marketplace, sorted({code for _, code in there}), "marketplace", "--marketplace"),
    )


def one(desk: Desk, order_id: str, account: str = "", marketplace: str = "") -> Feedback:
    """The feedback on an order. Raises RefusedInput when there is none or more than one."""
    account, marketplace = where(desk, account, marketplace)
    found = [
        feedback
        for feedback in desk.inbox.on_order(order_id)
        if account in ("", feedback.account) and marketplace in ("", feedback.marketplace)
    ]
    if not found:
        raise RefusedInput(
            f"There is no feedback on order {order_id} on this desk; "
            "`fbtui list --status all` shows what there is."
        )
    if len(found) > 1:
        places = ", ".join(f"{feedback.account} {feedback.marketplace}" for feedback in found)
        raise RefusedInput(
            f"Order {order_id} is on this desk {len(found)} times ({places}): say --account or --marketplace."
        )
    return found[0]
