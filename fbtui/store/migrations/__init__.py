"""The schema as append-only steps: a shipped step is never edited, only followed by another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from fbtui.store.migrations.act_groups import act_groups
from fbtui.store.migrations.arrivals import arrivals
from fbtui.store.migrations.cases import removal_cases
from fbtui.store.migrations.days_in_buckets import BUCKET, days_in_buckets
from fbtui.store.migrations.doubted_cases import doubted_cases
from fbtui.store.migrations.escalations import escalations
from fbtui.store.migrations.fetching import fetching
from fbtui.store.migrations.first import the_desk
from fbtui.store.migrations.health import account_health
from fbtui.store.migrations.letter_care import letter_care
from fbtui.store.migrations.login import login_beside_the_name
from fbtui.store.migrations.outbox import the_outbox
from fbtui.store.migrations.playbook import the_playbook
from fbtui.store.migrations.products import products_by_day
from fbtui.store.migrations.reading import reading
from fbtui.store.migrations.steps_in_buckets import steps_in_buckets

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils
    from sqlite_utils import Migrations

__all__ = ["BUCKET", "SCHEMA_VERSION", "migrate"]

# Each step has its own module; its name is stored in every desk that has run it.
_STEPS: tuple[tuple[str, Callable[[Utils], None]], ...] = (
    ("1 the desk", the_desk),
    ("2 the playbook", the_playbook),
    ("3 the outbox", the_outbox),
    ("4 account health", account_health),
    ("5 removal cases", removal_cases),
    ("6 templates and attachments", letter_care),
    ("7 reading by meaning", reading),
    ("8 steps in buckets", steps_in_buckets),
    ("9 the login beside the name", login_beside_the_name),
    ("10 escalations taken back", escalations),
    ("11 cases in doubt", doubted_cases),
    ("12 fetching", fetching),
    ("13 act groups", act_groups),
    ("14 products by day", products_by_day),
    ("15 arrivals", arrivals),
    ("16 days in buckets", days_in_buckets),
)

SCHEMA_VERSION = len(_STEPS)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply every missing step and the version number in one transaction."""
    from sqlite_utils import Database as Utils  # slow to import and seldom needed

    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            _steps().apply(Utils(connection))
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _steps() -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations("fbtui")
    for name, step in _STEPS:
        steps(name=name)(step)
    return steps
