"""Telling that a day has moved or does not hold any more, of deadlines that somebody was told of."""

from __future__ import annotations

from datetime import date, datetime

from registry.alerting.naming import DATA, JOINS
from registry.alerting.reaching import TOUCHED
from registry.journal import lock_events
from registry.resolving.matching import Db


def tell_changes(db: Db, *, last: date | None, since: str, at: datetime) -> int:
    """Write `deadline.changed` and `deadline.withdrawn` where the last that was told is not true any more; how many."""
    asked = {"last": last, "since": since, "at": at}
    if last is None or db.execute(f"SELECT FROM ({_CHANGED}) c LIMIT 1", asked).fetchone() is None:
        return 0
    lock_events(db)
    return int(db.execute(_TELL, asked).rowcount)


# What was told last stands in the event itself: of an alert, or of an earlier change. Only few deadlines ever change.
_CHANGED = f"""
    SELECT d.id, e.data -> 'deadline' AS before,
           CASE WHEN d.withdrawn_on IS NULL THEN 'changed' ELSE 'withdrawn' END AS what
    FROM deadlines d
    CROSS JOIN LATERAL (SELECT max(a.event_position) AS position FROM alerts a WHERE a.deadline_id = d.id) told
    CROSS JOIN LATERAL (SELECT max(c.position) AS position FROM events c
                        WHERE c.subject_id = d.id AND c.type IN ('deadline.changed', 'deadline.withdrawn')) changed
    JOIN events e ON e.position = GREATEST(told.position, changed.position)
    WHERE ({TOUCHED} OR d.withdrawn_on > %(last)s) AND (d.version > 1 OR d.withdrawn_on IS NOT NULL)
      AND told.position IS NOT NULL
      AND CASE WHEN d.withdrawn_on IS NOT NULL THEN e.type <> 'deadline.withdrawn'
               ELSE e.type = 'deadline.withdrawn'
                    OR e.data -> 'deadline' ->> 'due' IS DISTINCT FROM d.due::text
                    OR e.data -> 'deadline' ->> 'decideBy' IS DISTINCT FROM d.decide_by::text END
"""
_TELL = f"""
    INSERT INTO events (type, at, subject_kind, subject_id, organisation_id, product_id, supplier_id, data)
    SELECT 'deadline.' || c.what, %(at)s, 'deadline', d.id, d.owner_id, d.product_id, d.supplier_id,
           {DATA} || jsonb_build_object('alert', jsonb_build_object('kind', d.kind), 'before', c.before)
    FROM ({_CHANGED}) c JOIN deadlines d ON d.id = c.id {JOINS}
    ORDER BY d.id
"""
