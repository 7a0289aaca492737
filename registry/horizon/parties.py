"""Suppliers that get another owner, and organisations that end with applications in use."""

from __future__ import annotations

from registry.horizon.days import days_between, first_day, identity, last_day
from registry.horizon.rules import Rules
from registry.resolving.matching import Db


def derive_parties(db: Db, rules: Rules) -> None:
    """Changes of control for each organisation that uses the supplier or its subsidiaries; ends of organisations for themselves."""
    db.execute(_control_sql(rules), {"bases": list(rules.control_bases)})
    kind = "'organisation_ends'"
    db.execute(
        f"""
        INSERT INTO fresh (id, kind, subject_kind, subject_id, owner_id, due, decide_by, path)
        SELECT {identity(kind, "o.id")}, {kind}, 'organisation', o.id, o.id, {days_between("e.first", "e.last")}, e.first, '[]'
        FROM organisations o
        CROSS JOIN LATERAL (SELECT {first_day("o.ended_on", rules)} AS first, {last_day("o.ended_on", rules)} AS last) e
        WHERE e.first IS NOT NULL AND EXISTS (
            SELECT FROM landscape_summary s WHERE s.owner_id = o.id AND s.phase <> 'past' AND s.applications > 0)
        """
    )


def _control_sql(rules: Rules) -> str:
    """An ownership that gives control and begins in the last year or later, unless it goes on from an earlier one.

    Who uses a subsidiary hears of it too. This is the one rule that time alone changes: after a year it is no news.
    """
    kind = "'change_of_control'"
    standing = "o.ended_on IS NULL AND coalesce(o.basis, 'unknown') = ANY(%(bases)s)"
    since = f"((SELECT today FROM refreshing) - make_interval(months => {rules.change_of_control_months}))::date"
    return f"""
        INSERT INTO fresh (id, kind, subject_kind, subject_id, component_kind, component_id, owner_id, supplier_id, due, decide_by,
                           path)
        WITH RECURSIVE news AS (
            SELECT DISTINCT ON (o.supplier_id, o.parent_id) o.supplier_id, o.parent_id, lower(o.valid) AS day
            FROM ownerships o
            WHERE {standing} AND lower(o.valid) >= {since} AND lower(o.valid) < DATE '{rules.no_end_from}'
              AND NOT EXISTS (SELECT FROM ownerships b WHERE b.supplier_id = o.supplier_id AND b.parent_id = o.parent_id
                              AND b.id <> o.id AND b.ended_on IS NULL AND coalesce(b.basis, 'unknown') = ANY(%(bases)s)
                              AND coalesce(lower(b.valid), '-infinity') < lower(o.valid)
                              AND coalesce(upper(b.valid), 'infinity') >= lower(o.valid))
            ORDER BY o.supplier_id, o.parent_id, lower(o.valid)
        ), member AS (
            SELECT DISTINCT supplier_id AS top, supplier_id AS id FROM news
            UNION
            SELECT m.top, o.supplier_id FROM member m JOIN ownerships o ON o.parent_id = m.id
            WHERE {standing} AND (upper(o.valid) IS NULL OR upper(o.valid) > (SELECT today FROM refreshing))
        )
        SELECT {identity(kind, "n.supplier_id", "n.parent_id || '|' || u.owner")}, {kind}, 'supplier', n.supplier_id, 'supplier',
               n.parent_id, u.owner, n.supplier_id, daterange(n.day, n.day + 1), n.day,
               jsonb_build_array(jsonb_build_object('kind', 'supplier', 'id', p.id, 'name', p.name))
        FROM news n JOIN suppliers p ON p.id = n.parent_id
        JOIN (SELECT DISTINCT m.top, u.owner FROM member m JOIN supplier_users u ON u.supplier = m.id) u ON u.top = n.supplier_id
    """
