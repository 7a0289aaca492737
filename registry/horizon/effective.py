"""The effective end of each application: the earliest day of what governs it (`ends.effective_end`, for all at once).

What governs: the support of essential components, its planned end, the platforms that it leans on, the contracts that it
hangs on, and the dates of policy that govern. `decide_by` is the earliest of all these, also where another part ends first.
"""

from __future__ import annotations

from registry.horizon.components import PLANNED, SUPPORT
from registry.horizon.contracts import KIND as CONTRACT
from registry.horizon.days import THERE, leaning, stated_days
from registry.horizon.platforms import KIND as PLATFORM
from registry.horizon.rules import Rules
from registry.resolving.matching import Db

COLUMNS = (
    "application_id", "owner_id", "phase", "ends_from", "ends_until", "decide_by", "deadline_id", "kind", "component_kind",
    "component_id", "product_id", "supplier_id", "criticality", "unknown_parts",
)  # fmt: skip


def refresh_ends(db: Db, rules: Rules, *, narrow: bool) -> int:
    """Work out the ends of the applications in `scope`, or of all; `ends_moved` tells before and after."""
    db.execute("DROP TABLE IF EXISTS fresh_ends, ends_moved")
    db.execute(f"CREATE TEMP TABLE fresh_ends ON COMMIT DROP AS {_ends_sql(rules, narrow=narrow)}")
    db.execute("ANALYZE fresh_ends")
    within = "AND e.application_id IN (SELECT id FROM scope)" if narrow else ""
    old, new = (", ".join(f"{alias}.{name}" for name in COLUMNS) for alias in "ef")
    db.execute(
        f"""
        CREATE TEMP TABLE ends_moved ON COMMIT DROP AS
        SELECT -1 AS sign, {old} FROM application_ends e LEFT JOIN fresh_ends f USING (application_id)
        WHERE ROW({old}) IS DISTINCT FROM ROW({new}) {within}
        UNION ALL
        SELECT 1, {new} FROM fresh_ends f LEFT JOIN application_ends e USING (application_id)
        WHERE ROW({old}) IS DISTINCT FROM ROW({new})
        """
    )
    db.execute("ANALYZE ends_moved")
    db.execute(
        "DELETE FROM application_ends e USING ends_moved m WHERE m.sign < 0 AND m.application_id = e.application_id"
    )
    return db.execute(
        f"INSERT INTO application_ends ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM ends_moved WHERE sign > 0"
    ).rowcount


def _ends_sql(rules: Rules, *, narrow: bool) -> str:
    """One row for each application that is not past."""
    scope = "JOIN scope ON scope.id = a.id" if narrow else ""
    return f"""
        SELECT a.id AS application_id, a.owner_id, application_phase(a.lifecycle_state, a.ended_on) AS phase,
               g.first AS ends_from, g.best AS ends_until, g.decide AS decide_by, g.id AS deadline_id, g.kind, g.component_kind,
               g.component_id, g.product_id, g.supplier_id, a.criticality, coalesce(g.unknown, 0)::smallint AS unknown_parts
        FROM applications a {scope}
        LEFT JOIN (
            SELECT DISTINCT ON (application) application, unknown, best, decide, first,
                   CASE WHEN first IS NOT NULL THEN id END AS id, CASE WHEN first IS NOT NULL THEN kind END AS kind,
                   CASE WHEN first IS NOT NULL THEN component_kind END AS component_kind,
                   CASE WHEN first IS NOT NULL THEN component_id END AS component_id,
                   CASE WHEN first IS NOT NULL THEN product_id END AS product_id,
                   CASE WHEN first IS NOT NULL THEN supplier_id END AS supplier_id
            FROM (
                SELECT p.*, count(*) FILTER (WHERE p.first IS NULL) OVER w AS unknown, min(p.last) OVER w AS best,
                       min(p.decide_by) OVER w AS decide
                FROM ({_parts_sql(rules, scope)}) p WINDOW w AS (PARTITION BY p.application)
            ) p ORDER BY application, first, decide_by, id
        ) g ON g.application = a.id
        WHERE {THERE}
    """


def _parts_sql(rules: Rules, scope: str) -> str:
    """All that may end each application: its own deadlines, those of its contracts, and those of its services."""
    kinds = ", ".join(f"'{kind}'" for kind in (SUPPORT, PLANNED, PLATFORM))
    columns = "d.id, d.kind, d.component_kind, d.component_id, d.product_id, d.supplier_id"
    days = "lower(d.due) AS first, upper(d.due) - 1 AS last"
    policies = ", ".join(f"'{one.kind}'" for one in rules.policy_deadlines if one.governs) or "NULL"
    longer = f"greatest({stated_days('a.migration_days')} - d.lead_days, 0)"
    own = f"JOIN deadlines d ON d.application_id = {'scope.id' if scope else 'd.application_id'}"
    joined = scope.replace("a.id", "l.application_id")
    return f"""
        SELECT d.application_id AS application, {columns}, {days}, d.decide_by
        FROM {"scope " + own if scope else "deadlines d"}
        WHERE d.kind IN ({kinds}) AND d.withdrawn_on IS NULL AND d.essential
        UNION ALL
        SELECT l.application_id, {columns}, {days}, d.decide_by - {longer}
        FROM application_contracts l {joined} JOIN applications a ON a.id = l.application_id
        JOIN contracts c ON c.id = l.contract_id
        JOIN deadlines d ON d.subject_id = l.contract_id AND d.kind = '{CONTRACT}' AND d.withdrawn_on IS NULL
        WHERE c.state IS DISTINCT FROM 'expired' OR NOT EXISTS (
            SELECT FROM application_contracts o JOIN contracts n ON n.id = o.contract_id
            WHERE o.application_id = l.application_id AND n.state IS DISTINCT FROM 'expired' AND n.ended_on IS NULL)
        UNION ALL
        SELECT DISTINCT l.application_id, {columns}, {days}, d.decide_by - {longer}
        FROM dependencies l {joined} JOIN applications a ON a.id = l.application_id
        JOIN deadlines d ON d.subject_id = l.on_service_id AND d.kind IN ({policies}) AND d.withdrawn_on IS NULL
        WHERE l.application_id IS NOT NULL AND {leaning("l", rules)}
    """
