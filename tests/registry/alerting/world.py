"""A database with deadlines as a register would derive them, a clock, people who decide, and workers that scan."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import psycopg

from registry.actors import Actor, Deed
from registry.alerting import decisions
from registry.alerting.rules import load_rules
from registry.alerting.scanning import Scanned, scan
from registry.horizon.refreshing import Refreshed
from registry.resolving.matching import Db
from registry.routing import route
from tests.registry.alerting.oracle import Due, Key, Oracle, Told

SPACE = UUID("5a9d0000-0000-4000-8000-000000000000")
START = date(2026, 11, 23)
ROLES = ("system_owner", "departmental_cio", "cio_rijk")
CLEARED = (
    "deadlines, alerts, events, scans, deadline_decisions, delivery_attempts, delivery_events, deliveries,"
    " subscription_changes, subscriptions"
)


def deadline_id(name: str) -> UUID:
    return uuid5(SPACE, name)


class World:
    """One timeline. `register` is what holds; a scan brings the deadlines in line with it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.day, self.seconds = START, 0
        self.register: dict[UUID, Due] = {}
        self.oracle = Oracle(load_rules())
        with self.connect() as db:
            db.execute(f"TRUNCATE {CLEARED} RESTART IDENTITY CASCADE")
            for role in ROLES:
                db.execute(
                    """
                    INSERT INTO subscriptions (id, name, subscriber, organisation_id, role, channel, target, digest, language,
                                               state, cursor, created_at)
                    VALUES (%s, %s, 'j.jansen', %s, %s, 'mail', 'j.jansen@example.nl', 'at_once', 'nl', 'active', 0, now())
                    """,
                    (uuid5(SPACE, role), role, SPACE, role),
                )

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.address)

    def now(self) -> datetime:
        """A moment of the day, each later than the one before; midday, so that it is the same day in Amsterdam."""
        self.seconds += 1
        return datetime.combine(self.day, time(12), UTC) + timedelta(seconds=self.seconds)

    def state(self, one: Due) -> None:
        """What holds from now on; an import tells that something changed."""
        self.register[one.id] = one
        with self.connect() as db:
            db.execute(
                "INSERT INTO events (type, at, subject_kind) VALUES ('application.changed', now(), 'application')"
            )

    def derive(self, db: Db, *, today: date, at: datetime) -> Refreshed:
        del at
        for one in self.register.values():
            db.execute(STORED, vars(one) | {"today": today})
        row = db.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()
        return Refreshed(0, complete=False, position=row[0] if row else 0)

    def scan(self) -> Scanned:
        at = self.now()
        with self.connect() as db:
            found = scan(db, today=self.day, at=at, derive=self.derive)
            route(db, at=at)
        self.oracle.scan(self.register, self.day, at)
        return found

    def scan_twice_at_once(self) -> None:
        """Two workers begin at the same moment."""
        at = self.now()

        def work(_: int) -> bool:
            with self.connect() as db:
                skipped = scan(db, today=self.day, at=at, derive=self.derive).skipped
                route(db, at=at, most=2)
                return skipped

        with ThreadPoolExecutor(2) as workers:
            skipped = list(workers.map(work, range(2)))
        assert True in skipped
        self.oracle.scan(self.register, self.day, at)

    def scan_and_die(self) -> None:
        """A worker that is killed before it is done: its transaction never was."""
        with self.connect() as db, db.transaction(force_rollback=True):
            scan(db, today=self.day, at=self.now(), derive=self.derive)

    def decide(self, one: UUID, action: str, days: int = 0) -> None:
        deed = Deed(Actor("j.jansen", SPACE), self.now(), "Zo afgesproken")
        until = self.day + timedelta(days=days)
        acts: dict[str, Callable[[Db], object]] = {
            "acknowledge": lambda db: decisions.acknowledge(db, [one], deed),
            "snooze": lambda db: decisions.snooze(db, [one], deed, until=until),
            "reopen": lambda db: decisions.reopen(db, [one], deed),
        }
        with self.connect() as db:
            acts[action](db)
        self.oracle.standing[one] = (action, until if action == "snooze" else None, deed.at)

    def told(self) -> dict[Key, Told]:
        with self.connect() as db:
            rows = db.execute("SELECT deadline_id, moment, target, rung, role, due_on, state, raised_at FROM alerts")
            return {row[:5]: Told(row[5], row[6], row[7]) for row in rows.fetchall()}

    def check(self) -> None:
        """The alerts are those of the oracle, each raised one has one event, and each event went to each subscription once."""
        expected = {key: (told.due_on, told.state) for key, told in self.oracle.alerts.items()}
        assert {key: (told.due_on, told.state) for key, told in self.told().items()} == expected
        with self.connect() as db:
            changes = db.execute(
                "SELECT subject_id, replace(type, 'deadline.', '') FROM events WHERE type LIKE 'deadline.%' ORDER BY position"
            ).fetchall()
            assert sorted(changes) == sorted(self.oracle.changes)
            assert db.execute(MISMATCHES).fetchall() == []
            assert db.execute("SELECT count(*) FROM events WHERE type LIKE 'alert.%'").fetchone() == (
                self.oracle.events,
            )


STORED = """
    INSERT INTO deadlines (id, kind, subject_kind, subject_id, due, decide_by, criticality, first_seen_on, seen_on, withdrawn_on)
    VALUES (%(id)s, %(kind)s, 'application', %(id)s, daterange(%(due)s, %(due)s, '[]'), %(decide_by)s, %(criticality)s,
            %(today)s, %(today)s, CASE WHEN %(withdrawn)s THEN %(today)s::date END)
    ON CONFLICT (id) DO UPDATE SET
        due = excluded.due, decide_by = excluded.decide_by, criticality = excluded.criticality,
        withdrawn_on = excluded.withdrawn_on, version = deadlines.version + 1, seen_on = %(today)s
    WHERE (deadlines.due, deadlines.decide_by, deadlines.criticality, deadlines.withdrawn_on IS NULL)
        IS DISTINCT FROM (excluded.due, excluded.decide_by, excluded.criticality, excluded.withdrawn_on IS NULL)
"""
# Alerts without their one event, events without their one alert, and events that did not go once to the subscription of their role.
MISMATCHES = """
    SELECT a.id, 'alert' FROM alerts a LEFT JOIN events e ON e.position = a.event_position
    WHERE (a.state = 'raised') <> (e.position IS NOT NULL) OR e.data #>> '{deadline,id}' <> a.deadline_id::text
       OR e.rung <> a.rung OR e.role <> a.role
    UNION ALL
    SELECT e.position, 'event' FROM events e WHERE e.type LIKE 'alert.%' AND (
        SELECT count(*) FROM alerts a WHERE a.event_position = e.position) <> 1
    UNION ALL
    SELECT e.position, 'delivery' FROM events e WHERE e.type LIKE 'alert.%' AND (
        SELECT array_agg(s.role) FROM delivery_events c JOIN subscriptions s ON s.id = c.subscription_id
        JOIN deliveries d ON d.id = c.delivery_id WHERE c.position = e.position) IS DISTINCT FROM ARRAY[e.role]
"""
