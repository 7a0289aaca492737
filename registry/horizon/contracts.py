"""When contracts end. A contract without an end date is unknown where applications hang on it; one without end has no deadline."""

from __future__ import annotations

from registry.horizon.days import (
    THERE,
    by_code,
    days_between,
    first_day,
    has_no_end,
    identity,
    last_day,
    stated_days,
    worst_of_criticality,
)
from registry.horizon.rules import Rules
from registry.resolving.matching import Db

KIND = "contract_ends"
HANGING = """
    EXISTS (SELECT FROM application_contracts h JOIN applications x ON x.id = h.application_id
            WHERE h.contract_id = c.id AND application_phase(x.lifecycle_state, x.ended_on) <> 'past'
              AND (c.state IS DISTINCT FROM 'expired' OR NOT EXISTS (
                  SELECT FROM application_contracts o JOIN contracts n ON n.id = o.contract_id
                  WHERE o.application_id = x.id AND n.state IS DISTINCT FROM 'expired' AND n.ended_on IS NULL)))
"""
"""Whether an application hangs on contract `c`: on one that has expired only while it has no other."""


def derive_contracts(db: Db, rules: Rules) -> None:
    """The end of every contract; of an expired one only while applications have nothing else."""
    lead = f"coalesce({stated_days('c.exit_days')}, {by_code('c.kind', rules.leads(KIND))}, {rules.default_lead(KIND)})"
    db.execute(
        f"""
        INSERT INTO fresh (id, kind, subject_kind, subject_id, component_kind, component_id, owner_id, supplier_id, criticality,
                           due, decide_by, lead_days, notice_days, path)
        SELECT {identity("'" + KIND + "'", "c.id")}, '{KIND}', 'contract', c.id, 'contract', c.id, c.organisation_id,
               c.supplier_id, k.criticality, {days_between("e.first", "e.last")}, e.first - t.lead - t.notice, t.lead, t.notice,
               jsonb_build_array(jsonb_build_object('kind', 'contract', 'id', c.id, 'name', c.name))
        FROM contracts c
        CROSS JOIN LATERAL (SELECT {first_day("c.ends", rules)} AS first, {last_day("c.ends", rules)} AS last) e
        CROSS JOIN LATERAL (SELECT {lead} AS lead, coalesce({stated_days("c.notice_days")}, {rules.notice_days}) AS notice) t
        LEFT JOIN (
            SELECT l.contract_id, {worst_of_criticality("a.criticality")} AS criticality
            FROM application_contracts l JOIN applications a ON a.id = l.application_id
            WHERE {THERE} AND a.criticality IS NOT NULL GROUP BY 1
        ) k ON k.contract_id = c.id
        WHERE c.ended_on IS NULL AND NOT {has_no_end("c.ends", rules)}
          AND ((e.first IS NOT NULL AND c.state IS DISTINCT FROM 'expired') OR {HANGING})
        """
    )
