"""The rungs that were crossed between two days, for all deadlines at once, into the temporary table `reached`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.alerting.ladders import MOMENTS, Ladders
from registry.resolving.matching import Db

SEEN_ON, ALWAYS = "d.seen_on", "'-infinity'::date"
"""From when on rungs count: since the deadline came to light, or as if it had always been known."""


def open_reached(db: Db) -> None:
    """Begin with nothing reached."""
    db.execute("DROP TABLE IF EXISTS pg_temp.reached")
    db.execute(
        """
        CREATE TEMP TABLE reached (
            deadline_id uuid NOT NULL, moment text NOT NULL, target date NOT NULL, rung smallint NOT NULL,
            due_on date NOT NULL, late boolean NOT NULL DEFAULT false
        ) ON COMMIT DROP
        """
    )


def find_crossed(db: Db, ladders: Ladders, asked: Mapping[str, Any], *, known: str = SEEN_ON) -> None:
    """Add what was reached after the day `last`, until `today`, and after the deadline was `known`."""
    parameters = ladders.parameters | dict(asked)
    for moment in MOMENTS:
        db.execute(_crossed(ladders, moment, known), parameters, prepare=False)
    db.execute(_overdue(ladders, known), parameters, prepare=False)


# Whole months since the day `target` until another; PostgreSQL adds months as `add_months` does.
MONTHS = """
    CROSS JOIN LATERAL (SELECT ((date_part('year', {until}) - date_part('year', target)) * 12
                                + date_part('month', {until}) - date_part('month', target))::int AS months) {alias}_at_most
    CROSS JOIN LATERAL (SELECT months - ((target + make_interval(months => months))::date > {until})::int AS months
                        FROM (SELECT {alias}_at_most.months) m) {alias}
"""


def before_end(moment: str, day: str) -> str:
    """That a day is before the end where it is about the moment to decide: after the end only the end is told."""
    return f"(lower(d.due) IS NULL OR {day} < lower(d.due))" if moment == "decide" else "true"


def _crossed(ladders: Ladders, moment: str, known: str) -> str:
    """The rungs of the ladder that were reached since the last scan, of days that were known before."""
    target = MOMENTS[moment]
    return f"""
        INSERT INTO reached
        SELECT d.id, '{moment}', {target}, r.rung, {target} - r.rung
        FROM (VALUES {ladders.rungs}) r(ladder, rung)
        JOIN deadlines d ON {target} > %(last)s::date + r.rung AND {target} <= %(today)s::date + r.rung
        WHERE d.withdrawn_on IS NULL AND d.kind = ANY(%(kinds_{moment})s) AND {target} - r.rung > {known}
          AND r.ladder = {ladders.choice} AND {before_end(moment, f"{target} - r.rung")}
    """


def _overdue(ladders: Ladders, known: str) -> str:
    """The months since the moments that were completed since the last scan."""
    return f"""
        INSERT INTO reached
        SELECT s.id, s.moment, s.target, -n, (s.target + make_interval(months => n))::date
        FROM (
            SELECT d.id, m.moment, m.target, GREATEST(%(last)s, {known}, m.target) AS since, {ladders.choice} AS ladder,
                   CASE WHEN m.moment = 'decide' THEN lower(d.due) END AS ends
            FROM deadlines d
            CROSS JOIN LATERAL (VALUES ('end', lower(d.due), d.kind = ANY(%(kinds_end)s)),
                                       ('decide', d.decide_by, d.kind = ANY(%(kinds_decide)s))) m(moment, target, told)
            WHERE d.withdrawn_on IS NULL AND m.told AND m.target <= %(today)s AND {known} < %(today)s
        ) s JOIN (VALUES {ladders.overdue}) o(ladder, every) ON o.ladder = s.ladder AND o.every > 0
        {MONTHS.format(until="since", alias="before")}
        {MONTHS.format(until="%(today)s::date", alias="now")}
        CROSS JOIN LATERAL generate_series(
            (before.months / o.every + 1) * o.every, now.months, o.every) n
        WHERE s.since < %(today)s AND now.months > before.months
          AND (s.ends IS NULL OR (s.target + make_interval(months => n))::date < s.ends)
    """
