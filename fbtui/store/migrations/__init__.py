"""The schema as append-only steps: a shipped step is never edited, only followed by another."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from typing import TYPE_CHECKING

from fbtui.store.migrations.days_in_buckets import BUCKET

if TYPE_CHECKING:
    from sqlite_utils import Migrations

__all__ = ["BUCKET", "SCHEMA_VERSION", "migrate"]

# A step's name, stored in every desk that has run it; its module, imported only to run it; its function.
_STEPS = (
    ("1 the desk", "first", "the_desk"),
    ("2 the playbook", "playbook", "the_playbook"),
    ("3 the outbox", "outbox", "the_outbox"),
    ("4 account health", "health", "account_health"),
    ("5 removal cases", "cases", "removal_cases"),
    ("6 templates and attachments", "letter_care", "letter_care"),
    ("7 reading by meaning", "reading", "reading"),
    ("8 steps in buckets", "steps_in_buckets", "steps_in_buckets"),
    ("9 the login beside the name", "login", "login_beside_the_name"),
    ("10 escalations taken back", "escalations", "escalations"),
    ("11 cases in doubt", "doubted_cases", "doubted_cases"),
    ("12 fetching", "fetching", "fetching"),
    ("13 act groups", "act_groups", "act_groups"),
    ("14 products by day", "products", "products_by_day"),
    ("15 arrivals", "arrivals", "arrivals"),
    ("16 days in buckets", "days_in_buckets", "days_in_buckets"),
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
    for name, module, step in _STEPS:
        steps(name=name)(getattr(import_module(f"{__name__}.{module}"), step))
    return steps
