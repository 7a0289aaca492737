"""Cloud services that stop, and the applications that lean on them, directly or through other services.

A service without an announced end is no unknown: most services never state one. From each service that stops the dependencies
are followed back, the shortest path first, so that a circle of services ends by itself.
"""

from __future__ import annotations

from registry.horizon.days import (
    THERE,
    by_code,
    days_between,
    first_day,
    has_no_end,
    identity,
    last_day,
    leaning,
    stated_days,
)
from registry.horizon.rules import Rules
from registry.resolving.matching import Db

KIND = "platform_ends"
_ENDS = "coalesce(s.ends, s.ended_on)"


def derive_platforms(db: Db, rules: Rules) -> None:
    """One deadline for each application and service that stops, by the shortest path between them."""
    _reach(db, rules)
    stated = f"greatest({stated_days('a.migration_days')}, {stated_days('s.exit_days')})"
    lead = f"coalesce({stated}, {by_code('s.service_model', rules.leads(KIND))}, {rules.default_lead(KIND)})"
    db.execute(
        f"""
        INSERT INTO fresh (id, kind, subject_kind, subject_id, application_id, component_kind, component_id, owner_id,
                           supplier_id, criticality, due, decide_by, lead_days, path)
        SELECT {identity("'" + KIND + "'", "a.id", "s.id")}, '{KIND}', 'application', a.id, a.id, 'cloud_service', s.id,
               a.owner_id, s.supplier_id, a.criticality, {days_between("e.first", "e.last")}, e.first - t.lead, t.lead, r.path
        FROM (
            SELECT DISTINCT ON (l.application_id, r.stopping) l.application_id, r.stopping, r.path
            FROM reached r JOIN dependencies l ON l.on_service_id = r.service
            WHERE l.application_id IS NOT NULL AND {leaning("l", rules)}
            ORDER BY l.application_id, r.stopping, r.steps, r.path::text
        ) r
        JOIN applications a ON a.id = r.application_id
        JOIN cloud_services s ON s.id = r.stopping
        CROSS JOIN LATERAL (SELECT {first_day(_ENDS, rules)} AS first, {last_day(_ENDS, rules)} AS last) e
        CROSS JOIN LATERAL (SELECT {lead} AS lead) t
        WHERE {THERE}
        """
    )


def _reach(db: Db, rules: Rules) -> None:
    """`reached`: which services lean on one that stops, in how many steps, and along which path."""
    db.execute("DROP TABLE IF EXISTS reached")
    db.execute(
        """
        CREATE TEMP TABLE reached (
            stopping uuid NOT NULL, service uuid NOT NULL, steps int NOT NULL, path jsonb NOT NULL,
            PRIMARY KEY (stopping, service)
        ) ON COMMIT DROP
        """
    )
    step = "jsonb_build_object('kind', 'cloud_service', 'id', s.id, 'name', s.name)"
    found = db.execute(
        f"""
        INSERT INTO reached SELECT s.id, s.id, 0, jsonb_build_array({step}) FROM cloud_services s
        WHERE {first_day(_ENDS, rules)} IS NOT NULL AND NOT {has_no_end(_ENDS, rules)}
        """
    ).rowcount
    steps = 0
    while found:
        db.execute("ANALYZE reached")
        found = db.execute(
            f"""
            INSERT INTO reached
            SELECT DISTINCT ON (r.stopping, s.id) r.stopping, s.id, %(steps)s + 1, jsonb_build_array({step}) || r.path
            FROM reached r JOIN dependencies l ON l.on_service_id = r.service JOIN cloud_services s ON s.id = l.service_id
            WHERE r.steps = %(steps)s AND {leaning("l", rules)}
            ORDER BY r.stopping, s.id, r.path::text
            ON CONFLICT DO NOTHING
            """,
            {"steps": steps},
        ).rowcount
        steps += 1
