"""Personal data on the desk: where it is, and what a purge does to it.

Every text column is declared once: in PERSONAL with its purge rule, or in OURS because nobody but us
writes it. A test walks the schema and fails on a column in neither.
Source of the term: Amazon's data protection policy, 30 days.
"""

from __future__ import annotations

from typing import NamedTuple

from fbtui.domain.feedback.contact_details import GONE

__all__ = ["GONE", "OURS", "PERSONAL", "Personal"]

_OF_CASE = "(SELECT feedback_id FROM removal WHERE removal.id = removal_id)"
_OF_LETTER = "(SELECT feedback_id FROM letter WHERE letter.id = letter_id)"
_UNSENT = "('queued', 'failed')"
# An e-mail stuck in "sending" this long is of unknown fate; a posted reply is public.
_FROZEN = "('sent', 'deleted', 'sending', 'unknown')"


class Personal(NamedTuple):
    """Columns of one table with personal data, and how it is removed.

    `feedback` is the column (or expression) with the feedback's id, whose last step gives the age of the
    row; a table without feedback defines its own `old`. With `cut` only e-mail addresses and telephone
    numbers are removed, and from rows that are not old enough only the addresses of buyers that are;
    `mask` keeps the offsets of the other words. `becomes` overwrites the columns where `holds`; with
    neither, the rows matching `holds` are deleted.
    """

    name: str
    says: str
    table: str
    columns: tuple[str, ...]
    feedback: str = ""
    old: str = ""
    holds: str = "1"
    becomes: str = ""
    deletes: bool = False
    mask: bool = False

    @property
    def cuts(self) -> bool:
        return not (self.becomes or self.deletes)

    @property
    def rests(self) -> str:
        """Whether a row is old enough."""
        return self.old or f"{self.feedback} IN (SELECT id FROM temp.at_rest)"

    @property
    def found(self) -> str:
        """The condition for rows with data to remove."""
        if not self.cuts:
            return f"({self.holds}) AND {self.rests}"
        any_cut = " OR ".join(
            f"({column} <> '' AND {self.cut(column)} <> {column})" for column in self.columns
        )
        return f"({self.holds}) AND ({any_cut})"

    @property
    def act(self) -> str:
        if self.deletes:
            return f'DELETE FROM "{self.table}"'
        cut = ", ".join(f"{column} = {self.cut(column)}" for column in self.columns)
        return f'UPDATE "{self.table}" SET {self.becomes or cut}'

    def cut(self, column: str) -> str:
        """The column after the purge; `rests` decides how much is removed."""
        return f"{'masked' if self.mask else 'cut_out'}({column}, {self.rests})"


def _cut(
    name: str,
    what: str,
    table: str,
    columns: tuple[str, ...],
    feedback: str = "",
    *,
    old: str = "",
    holds: str = "1",
    mask: bool = False,
) -> Personal:
    """A rule for texts from which only contact details are removed."""
    says = f"{what} with an address or a telephone number"
    return Personal(
        *(f"addresses_in_{name}", says, table, columns, feedback), old=old, holds=holds, mask=mask
    )


_WAITING_ROW = (
    *("date", "comment", "response", "order_id", "rater_email", "rater_role", "arrived_on_time"),
    *("as_described", "service", "fulfilment", "note", "lane", "ground", "step"),
)
_WAITING_ORDER = ("order_id", "fulfilment", "asin", "sku", "title")
# A purge finishes what is promised first; what is left then belongs to an import that was cut short.
_CUT_SHORT = "NOT EXISTS (SELECT 1 FROM arriving)"
_LETTER, _BOTH = ("subject", "text"), ('"before"', '"after"')
_OLD_ROW = "at < :before"
_OLD_IMPORT = """import_id IN (SELECT id FROM "import" WHERE at < :before)"""

# Children come before their parents.
PERSONAL = (
    _cut("notes", "notes", "note", ("text",), "feedback_id"),
    _cut("reasons", "reasons", "step_skip", ("reason",), "feedback_id"),
    _cut("cases", "entries of removal cases", "removal_event", ("text", "case_id"), _OF_CASE),
    _cut(
        *("requests", "removal requests", "removal"),
        columns=("request_text", "evidence", "quotes", "case_id"),
        feedback="feedback_id",
    ),
    Personal(
        *("attachments", "files attached to e-mails", "attachment"),
        columns=("name", "type", "sha256", "content"),
        feedback=_OF_LETTER,
        deletes=True,
    ),
    Personal(
        *("answers_of_servers", "answers of mail servers", "outbox", ("said",), _OF_LETTER),
        holds="said <> ''",
        becomes="said = ''",
    ),
    Personal(
        *("outbox", "places in the outbox", "outbox", (), _OF_LETTER),
        holds=f"(SELECT state FROM letter WHERE letter.id = letter_id) IN {_UNSENT}",
        deletes=True,
    ),
    Personal(
        *("drafts", "drafts", "letter", _LETTER, "feedback_id"),
        holds="state = 'draft'",
        deletes=True,
    ),
    Personal(
        *("unsent_emails", "e-mails that never left", "letter", _LETTER, "feedback_id"),
        holds=f"state IN {_UNSENT}",
        deletes=True,
    ),
    Personal(
        *("sent_letters", "sent e-mails and deleted replies", "letter", _LETTER, "feedback_id"),
        holds=f"state IN {_FROZEN} AND text <> :gone",
        becomes="subject = '', text = :gone",
    ),
    Personal(
        *("addresses", "buyers' addresses", "feedback", ("rater_email",), "id"),
        holds="rater_email <> ''",
        becomes="rater_email = ''",
    ),
    # The buyer's words and the posted reply are public; contact details are not.
    _cut("comments", "comments and replies", "feedback", ("comment", "response"), "id", mask=True),
    _cut("history", "earlier comments", "feedback_history", _BOTH, "feedback_id", mask=True),
    _cut(
        *("posted", "posted replies", "letter", _LETTER, "feedback_id"),
        holds="state = 'posted'",
        mask=True,
    ),
    _cut("log", "rows of the log", "log", _BOTH, old=_OLD_ROW),
    Personal(
        *("refused_lines", "refused lines of reports", "refusal", ("text", "reason")),
        old=_OLD_IMPORT,
        holds="text <> :gone",
        becomes="text = :gone, reason = :gone",
    ),
    *(
        Personal(
            *(f"left_{name}", f"{says} of imports that were cut short", f"arriving_{table}"),
            columns=columns,
            old="1",
            holds=_CUT_SHORT,
            deletes=True,
        )
        for name, says, table, columns in (
            ("rows", "rows", "row", _WAITING_ROW),
            ("orders", "orders", "order", _WAITING_ORDER),
            ("refusals", "refused lines", "refusal", ("reason", "text")),
        )
    ),
    _cut("imports", "imports", "import", ("name", "notices"), old=_OLD_ROW),
    _cut("reports", "odd values", "not_understood", ("path", "value"), old=_OLD_IMPORT),
    _cut("notifications", "notifications", "notification", ("title",), old=_OLD_ROW),
    _cut("escalations", "escalations", "escalation", ("doing", "path"), old=_OLD_ROW),
    _cut(
        "report_requests",
        "report requests",
        "report_request",
        ("report", "path", "said"),
        old=_OLD_ROW,
    ),
    _cut("places", "last places in the queue", "place", ("view",), old=_OLD_ROW),
    # Views have no age, and none is needed to find a buyer.
    _cut("views", "saved views", "saved_view", ("name", "view"), old="1"),
)

_AMAZONS = (
    "account marketplace order_id"  # Amazon's own IDs, needed to recognise a report imported again
)
# Names of agents, states, moments, figures, metrics and our own files: nothing from a buyer.
OURS: dict[str, frozenset[str]] = {
    table: frozenset(columns.split())
    for table, columns in {
        "_sqlite_migrations": "migration_set name applied_at",
        "feedback": f"""{_AMAZONS} date rater_role arrived_on_time as_described service fulfilment
            fulfilment_by asin sku title status snoozed_until due imported_at lane lane_by ground step claimed_by
            claimed_at topic said read_by""",
        "feedback_count": "account marketplace status due_day date step",
        "import": "at agent sha256 kind account marketplace layout encoding date_order",
        "feedback_history": "at field",
        "orders": "order_id fulfilment asin sku title looked_at",
        "amazon_rate": "account operation at",
        "alert_told": "rule about at",
        "page_totals": "at agent account marketplace rating",
        "letter": "kind agent state updated_at template",
        "note": "at agent",
        "tag": "tag",
        "saved_view": "agent",
        "place": "agent at",
        "act_group": "at agent act login",
        "log": "at agent act",
        "step_skip": "step at agent",
        "routed_by": "rules",
        "outbox": "message_id by at next_try",
        "reading": """account marketplace metric fulfilment date detail source numerator denominator
            value comparator target amazon_status at agent state""",
        "notification": "at agent account marketplace date metric read_at read_by",
        "report_request": """at agent account marketplace ready_at kind state since report_id document_id
            next_try moved_at""",
        "escalation": """at agent account marketplace metric fulfilment detail date value figure
            standing""",
        "removal": "ground clause asked_at asked_by channel state since doubted_since",
        "removal_event": "at agent event channel",
    }.items()
}
