"""Findings that stand open too long, and serious vulnerabilities that must be mitigated within a week."""

from __future__ import annotations

from registry.horizon.days import THERE, days_between, first_day, identity, last_day, worst_of_criticality
from registry.horizon.rules import Rules
from registry.resolving.matching import Db

FINDING, VULNERABILITY = "finding_open", "vulnerability_open"


def derive_findings(db: Db, rules: Rules) -> None:
    """One deadline for each open finding and who must hear of it; none where nobody knows since when it is open."""
    cases = " ".join(f"WHEN '{severity}' THEN {days}" for severity, days in sorted(rules.vulnerability_days.items()))
    term = (
        f"CASE WHEN f.what = 'vulnerability' THEN make_interval(days => CASE f.severity {cases} END)"
        f" ELSE make_interval(months => {rules.finding_months}) END"
    )
    kind = f"CASE WHEN f.what = 'vulnerability' THEN '{VULNERABILITY}' ELSE '{FINDING}' END"
    db.execute(
        f"""
        INSERT INTO fresh (id, kind, subject_kind, subject_id, application_id, component_kind, component_id, owner_id, product_id,
                           supplier_id, criticality, due, decide_by, path)
        SELECT {identity(kind, "f.id", "w.basis")}, {kind}, 'finding', f.id, f.application_id, c.kind, c.id, w.owner,
               v.product_id, coalesce(f.supplier_id, s.supplier_id), w.criticality, {days_between("e.first", "e.last")}, e.first,
               '[]'
        FROM findings f
        LEFT JOIN cloud_services s ON s.id = f.service_id
        LEFT JOIN product_versions v ON v.id = f.product_version_id
        JOIN ({_hearers_sql()}) w ON w.finding = f.id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN f.product_version_id IS NOT NULL THEN 'product_version' WHEN f.service_id IS NOT NULL
                        THEN 'cloud_service' WHEN f.supplier_id IS NOT NULL THEN 'supplier' END AS kind,
                   coalesce(f.product_version_id, f.service_id, f.supplier_id) AS id
        ) c
        CROSS JOIN LATERAL (
            SELECT ({first_day("f.opened_on", rules)} + {term})::date AS first,
                   ({last_day("f.opened_on", rules)} + {term})::date AS last
        ) e
        WHERE {_OPEN} AND e.first IS NOT NULL
        """
    )


_OPEN = "f.ended_on IS NULL AND f.closed_on IS NULL"


def _hearers_sql() -> str:
    """Who hears of a finding: the owner of its application, else its organisation, else who uses what it is about."""
    alone = "f.application_id IS NULL AND f.organisation_id IS NULL"
    return f"""
        SELECT f.id AS finding, coalesce(a.owner_id, f.organisation_id) AS owner, '' AS basis, a.criticality
        FROM findings f JOIN applications a ON a.id = f.application_id WHERE {_OPEN} AND {THERE}
        UNION ALL
        SELECT f.id, f.organisation_id, '', NULL FROM findings f
        WHERE {_OPEN} AND f.application_id IS NULL AND f.organisation_id IS NOT NULL
        UNION ALL
        SELECT f.id, u.owner, u.basis, u.criticality FROM findings f JOIN service_users u ON u.service = f.service_id
        WHERE {_OPEN} AND {alone}
        UNION ALL
        SELECT f.id, a.owner_id, coalesce(a.owner_id::text, ''), {worst_of_criticality("a.criticality")}
        FROM findings f JOIN application_product_versions l ON l.product_version_id = f.product_version_id
        JOIN applications a ON a.id = l.application_id
        WHERE {_OPEN} AND {alone} AND f.service_id IS NULL AND {THERE} GROUP BY f.id, a.owner_id
        UNION ALL
        SELECT f.id, u.owner, coalesce(u.owner::text, ''), NULL
        FROM findings f LEFT JOIN supplier_users u ON u.supplier = f.supplier_id
        WHERE {_OPEN} AND {alone} AND f.service_id IS NULL AND f.product_version_id IS NULL
    """
