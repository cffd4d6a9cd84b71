"""Whether an entry of a case still counts."""

from __future__ import annotations

# In SQL what `standing_events` says of a history: an entry `e` is taken back once as many entries were
# taken back, from it on, as were written.
STANDS = """
e.event <> 'taken_back' AND NOT EXISTS (
  SELECT 1 FROM removal_event t WHERE t.removal_id = e.removal_id AND t.id > e.id AND t.event = 'taken_back'
    AND (SELECT sum(iif(n.event = 'taken_back', -1, 1)) FROM removal_event n
      WHERE n.removal_id = e.removal_id AND n.id BETWEEN e.id AND t.id) = 0)"""
