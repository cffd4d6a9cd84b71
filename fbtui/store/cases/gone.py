"""What the cases of a feedback mean to its list and preview: whether it is gone, which steps are done."""

from __future__ import annotations

import sqlite3

IS_GONE = "state IN ('struck', 'removed', 'buyer_removed')"
# The case events that playbook steps depend on: `removal` once requested, and the state of the newest
# case: at most one decision, and none while Amazon's answer is awaited (a re-opened case is no longer
# declined). A removal of the feedback counts in any case; feedback that is back counts as declined.
STEP_EVENTS = f"""
SELECT feedback_id, 'removal', asked_at FROM removal
  WHERE state <> '' AND channel <> '' AND feedback_id IN {{these}}
UNION ALL SELECT feedback_id, iif(state = 'back', 'declined', state), since FROM removal r
  WHERE feedback_id IN {{these}} AND ({IS_GONE}
    OR state IN ('declined', 'back', 'withdrawn', 'window_closed') AND NOT EXISTS
      (SELECT 1 FROM removal n WHERE n.feedback_id = r.feedback_id AND n.id > r.id AND n.state <> ''))"""
_GONE = f"SELECT state FROM removal WHERE feedback_id = ? AND {IS_GONE}"


def is_gone(connection: sqlite3.Connection, feedback_id: int) -> bool:
    """Whether a feedback is gone: struck, removed, or taken back by the buyer."""
    return connection.execute(_GONE, (feedback_id,)).fetchone() is not None
