"""Digests: what waited, in one message a day or a week; and a sign of life where there was nothing to tell."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from registry.calendar_days import AMSTERDAM, moment_in_nl, today_in_nl
from registry.notification_policy import POLICY
from registry.resolving.matching import Db
from registry.routing import SENDING, lock_routing, settle

RHYTHMS = ("daily", "weekly")

DUE = """
    SELECT id, digest FROM subscriptions
    WHERE state = 'active' AND digest = ANY(%s) AND channel = ANY(%s) AND (next_digest_at IS NULL OR next_digest_at <= %s)
    ORDER BY id FOR KEY SHARE
"""
# `since` is when the last digest was made: what came after it is new. A person gets one mail; a system gets parts, in order,
# because a body of many megabytes is what receivers refuse.
DIGESTS = """
    WITH waiting AS MATERIALIZED (
        SELECT c.subscription_id, c.position, CASE WHEN s.channel = 'webhook' THEN
               (row_number() OVER (PARTITION BY c.subscription_id ORDER BY c.position) - 1) / %(most)s ELSE 0 END AS part
        FROM delivery_events c JOIN subscriptions s ON s.id = c.subscription_id
        WHERE c.delivery_id IS NULL AND c.subscription_id = ANY(%(subscriptions)s)
    ), made AS MATERIALIZED (
        SELECT subscription_id, part, count(*) AS events, gen_random_uuid() AS id FROM waiting GROUP BY subscription_id, part
    ), kept AS (
        INSERT INTO deliveries (id, subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)
        SELECT id, subscription_id, 'digest', 'digest', %(at)s, 'pending', %(at)s,
               jsonb_build_object('events', events, 'since', (
                   SELECT max(d.created_at) FROM deliveries d
                   WHERE d.subscription_id = made.subscription_id AND d.what = 'digest'))
        FROM made ORDER BY subscription_id, part
    ), joined AS (
        UPDATE delivery_events c SET delivery_id = made.id FROM waiting JOIN made USING (subscription_id, part)
        WHERE c.subscription_id = waiting.subscription_id AND c.position = waiting.position
    )
    SELECT count(*) FROM made
"""
QUIET = """
    INSERT INTO deliveries (subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)
    SELECT s.id, 'heartbeat', 'heartbeat', %(at)s, 'pending', %(at)s, %(data)s FROM subscriptions s
    WHERE s.state = 'active' AND s.heartbeat AND s.channel = ANY(%(channels)s) AND s.digest = ANY(%(rhythms)s)
      AND s.created_at < %(hour)s AND (s.next_digest_at IS NULL OR s.next_digest_at > %(at)s)
      AND NOT EXISTS (SELECT FROM deliveries d WHERE d.subscription_id = s.id AND d.created_at >= %(midnight)s)
"""


def next_digest(digest: str, at: datetime) -> datetime | None:
    """The first moment after `at` (UTC) on which a digest is due; None for what goes at once."""
    if digest not in RHYTHMS:
        return None
    hour, weekday = POLICY.digest_hour, POLICY.digest_weekday
    day = today_in_nl(at)
    if digest == "weekly":
        day += timedelta(days=(weekday - day.weekday()) % 7)
    moment = moment_in_nl(day, hour)
    return moment if moment > at else moment_in_nl(day + timedelta(days=7 if digest == "weekly" else 1), hour)


def make_digests(db: Db, *, at: datetime) -> int:
    """The digests that are due, each with all that waits for it; none for who has nothing waiting. How many messages.

    After an outage there is one digest, with all that waited meanwhile; of a webhook in parts of so many events as the policy says.
    """
    lock_routing(db)
    due: list[tuple[UUID, str]] = db.execute(DUE, (list(RHYTHMS), list(SENDING), at)).fetchall()
    if not due:
        return 0
    asked = {"subscriptions": [one for one, _ in due], "at": at, "most": POLICY.digest_events}
    row = db.execute(DIGESTS, asked, prepare=False).fetchone()
    settle(db, [one for one, _ in due])
    for rhythm in RHYTHMS:
        db.execute(
            "UPDATE subscriptions SET next_digest_at = %s WHERE id = ANY(%s)",
            (next_digest(rhythm, at), [one for one, digest in due if digest == rhythm]),
        )
    return int(row[0]) if row else 0


def make_heartbeats(db: Db, *, at: datetime) -> int:
    """A sign of life for each subscription that had nothing today by the hour of digests; how many.

    Who hears weekly gets it on the day of the weekly digest. Never two on a day, and none where a message was made. It tells
    when the register last looked at what is due, and whether that is too long ago.
    """
    hour, weekday = POLICY.digest_hour, POLICY.digest_weekday
    today = today_in_nl(at)
    if at < moment_in_nl(today, hour):
        return 0
    lock_routing(db)
    asked: dict[str, Any] = {
        "at": at,
        "data": Jsonb(_last_look(db, at)),
        "hour": moment_in_nl(today, hour),
        "midnight": datetime.combine(today, time(), AMSTERDAM),
        "channels": list(SENDING),
        "rhythms": ["at_once", "daily", *(["weekly"] if today.weekday() == weekday else [])],
    }
    return db.execute(QUIET, asked).rowcount


def _last_look(db: Db, at: datetime) -> dict[str, Any]:
    row = db.execute("SELECT max(ended_at) FROM scans WHERE state = 'done'").fetchone()
    last: datetime | None = row[0] if row else None
    stalled = last is None or last < at - POLICY.scan_stalled_after
    return {"lastScanAt": last.astimezone(UTC).isoformat() if last else None, "stalled": stalled}
