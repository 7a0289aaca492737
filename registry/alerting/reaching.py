"""Which rungs were reached, for all deadlines at once: what `rungs.py` says of one, in SQL.

Found are those of deadlines that came to light, and those that were crossed since the last scan; they go into the temporary
table `telling`, a row for each role that hears of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.alerting.crossing import MONTHS, before_end, find_crossed, open_reached
from registry.alerting.ladders import Ladders, ladders_of
from registry.alerting.rules import Rules
from registry.resolving.matching import Db

STANDING = """
    SELECT DISTINCT ON (deadline_id) deadline_id, action, until, decided_at
    FROM deadline_decisions WHERE action <> 'assign' ORDER BY deadline_id, id DESC
"""
"""What was decided last about each deadline, but for whom it was assigned to."""


TOUCHED = "(d.seen_on > %(last)s OR age(d.xmin) <= age(%(since)s::text::xid))"
"""That a deadline was made or changed after the last scan: by its day, or by this scan (`mark`) on that same day."""


def mark(db: Db) -> str:
    """A mark in time: rows that are written from now on are younger."""
    row = db.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text").fetchone()
    return str(row[0]) if row else "0"


def find_reached(db: Db, rules: Rules, *, last: date | None, today: date, since: str) -> None:
    """Fill `telling` with the rungs reached by today that nobody was told of.

    `last` is the day of the last scan, `since` the mark of when this one began.
    """
    db.execute("SET LOCAL jit = off")
    db.execute("SET LOCAL work_mem = '128MB'")
    open_reached(db)
    open_telling(db)
    ladders = ladders_of(db, rules, today)
    asked = ladders.parameters | {"today": today, "most": ladders.most_days, "first": rules.escalation[0].role}
    asked |= {"since": since, "last": last or _before_all(db, today), "roles": [step.role for step in rules.escalation]}
    asked["at_once"] = [None if not place else _from(step.from_rung) for place, step in enumerate(rules.escalation)]
    db.execute(_first_seen(ladders), asked)
    if asked["last"] < today:
        find_crossed(db, ladders, asked)
    db.execute(_TOLD, asked)
    db.execute("ANALYZE telling")


def open_telling(db: Db) -> None:
    """Begin with nothing to tell."""
    db.execute("DROP TABLE IF EXISTS pg_temp.telling")
    db.execute(_TELLING)


def _from(rung: int | None) -> int:
    """The rung from which a role hears at once; a role without one never does."""
    return -(2**15) if rung is None else rung


def _before_all(db: Db, today: date) -> Any:
    row = db.execute("SELECT LEAST(min(seen_on), %s) - 1 FROM deadlines", (today,)).fetchone()
    return row[0] if row and row[0] else today


_TELLING = """
    CREATE TEMP TABLE telling (
        deadline_id uuid NOT NULL, moment text NOT NULL, target date NOT NULL, rung smallint NOT NULL, role text NOT NULL,
        due_on date NOT NULL, state text NOT NULL
    ) ON COMMIT DROP
"""
# The role that comes first hears of everything, another of its own rungs; of what is overdue for months when it comes to light
# only the first, who can still answer.
_TOLD = f"""
    INSERT INTO telling
    SELECT r.deadline_id, r.moment, r.target, r.rung, w.role, r.due_on,
           CASE WHEN s.deadline_id IS NOT NULL THEN 'snoozed' ELSE 'raised' END
    FROM reached r
    CROSS JOIN unnest(%(roles)s::text[], %(at_once)s::int[]) AS w(role, from_rung)
    LEFT JOIN ({STANDING}) s ON s.deadline_id = r.deadline_id AND s.action = 'snooze' AND s.until > %(today)s
    WHERE w.from_rung IS NULL OR (r.rung <= w.from_rung AND NOT r.late)
"""


def _first_seen(ladders: Ladders) -> str:
    """The most urgent rung by the day on which a deadline's present days were first seen; the others are superseded."""
    return f"""
        INSERT INTO reached
        SELECT f.id, f.moment, f.target, f.rung,
               CASE WHEN f.rung >= 0 THEN f.target - f.rung ELSE (f.target + make_interval(months => -f.rung))::date END,
               f.rung < 0
        FROM (
            SELECT s.id, s.moment, s.target,
                   CASE WHEN o.every > 0 AND passed.months >= o.every THEN -(passed.months - passed.months %% o.every)
                        ELSE {ladders.smallest} END AS rung
            FROM (
                SELECT d.id, m.moment, m.target, d.seen_on, {ladders.choice} AS ladder
                FROM deadlines d
                CROSS JOIN LATERAL (VALUES ('end', lower(d.due), d.kind = ANY(%(kinds_end)s)),
                                           ('decide', d.decide_by, d.kind = ANY(%(kinds_decide)s))) m(moment, target, told)
                WHERE d.withdrawn_on IS NULL AND d.seen_on <= %(today)s AND {TOUCHED} AND m.told
                  AND m.target <= d.seen_on + %(most)s AND (m.moment = 'end' OR {before_end("decide", "d.seen_on")})
            ) s JOIN (VALUES {ladders.overdue}) o(ladder, every) ON o.ladder = s.ladder
            {MONTHS.format(until="seen_on", alias="passed")}
        ) f
        WHERE f.rung IS NOT NULL AND NOT EXISTS (
            SELECT FROM alerts a WHERE a.deadline_id = f.id AND a.moment = f.moment AND a.target = f.target
              AND a.rung = f.rung AND a.role = %(first)s)
    """
