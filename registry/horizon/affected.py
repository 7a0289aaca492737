"""Which applications must be looked at again: those that events are about, and all that hang on what events are about.

Records that are gone or point elsewhere now are followed by their history too.
"""

from __future__ import annotations

from datetime import date

from registry.horizon.contracts import KIND as CONTRACT
from registry.horizon.platforms import KIND as PLATFORM
from registry.horizon.rules import Rules
from registry.resolving.matching import Db

VERSIONS = ("product", "product_version", "lifecycle_date")
"""Kinds of record on which the support of versions depends."""
BUDGETS = ("cost", "application_support", "policy_goal")
"""Kinds of record that tie an application to the budget."""


def note_touched(db: Db, after: int) -> frozenset[str]:
    """`touched_records`: the kind and id of all that changed after a position; the kinds are given."""
    db.execute("DROP TABLE IF EXISTS touched_records")
    db.execute(
        """
        CREATE TEMP TABLE touched_records ON COMMIT DROP AS
        SELECT DISTINCT subject_kind AS kind, subject_id AS id FROM events
        WHERE position > %s AND subject_id IS NOT NULL AND subject_kind <> 'deadline' AND type NOT LIKE 'alert.%%'
        """,
        (after,),
    )
    db.execute("CREATE INDEX ON touched_records (id)")
    db.execute("ANALYZE touched_records")
    return frozenset(str(kind) for (kind,) in db.execute("SELECT DISTINCT kind FROM touched_records"))


def find_scope(db: Db, rules: Rules, kinds: frozenset[str], since: date) -> None:
    """Fill `scope`, once the support of versions and the deadlines of contracts, services and platforms are in step."""
    _add(db, "SELECT id FROM touched_records WHERE kind = 'application'")
    _add(
        db,
        """
        SELECT l.application_id FROM versions_changed c JOIN application_product_versions l ON l.product_version_id = c.id
        """,
    )
    if "product" in kinds:
        _add(db, _OF.format(kind="product", table="application_products", column="product_id"))
    if "contract" in kinds:
        _add(db, _OF.format(kind="contract", table="application_contracts", column="contract_id"))
    if "dependency" in kinds:
        for table in ("dependencies", "dependencies_history"):
            _add(db, _OF.format(kind="dependency", table=table, column="id"))
    if kinds & {"support_purchase", "organisation_relation", "contract", "product_version"}:
        _add(db, _PURCHASED)
    _add_moved(db, rules)
    _add(
        db,
        """
        SELECT application_id FROM dependencies, refreshing
        WHERE upper(valid) > %(since)s AND upper(valid) <= today AND application_id IS NOT NULL
        """,
        {"since": since},
    )
    db.execute("ANALYZE scope")


def _add_moved(db: Db, rules: Rules) -> None:
    """Applications of which a contract, service or platform got other days."""
    governing = [policy.kind for policy in rules.policy_deadlines if policy.governs]
    _add(
        db,
        """
        SELECT l.application_id FROM moved m JOIN application_contracts l ON l.contract_id = m.subject_id WHERE m.kind = %s
        """,
        (CONTRACT,),
    )
    _add(
        db,
        """
        SELECT l.application_id FROM moved m JOIN dependencies l ON l.on_service_id = m.subject_id
        WHERE m.kind = ANY(%s) AND l.application_id IS NOT NULL
        """,
        (governing,),
    )
    _add(db, "SELECT subject_id FROM moved WHERE kind = %s", (PLATFORM,))


def _add(db: Db, sql: str, parameters: tuple[object, ...] | dict[str, object] | None = None) -> None:
    db.execute(f"INSERT INTO scope SELECT DISTINCT * FROM ({sql}) s ON CONFLICT DO NOTHING", parameters)


_OF = """
    SELECT l.application_id FROM touched_records t JOIN {table} l ON l.{column} = t.id
    WHERE t.kind = '{kind}' AND l.application_id IS NOT NULL
"""

# What was bought, now or before, by the purchases that changed; what parts of organisations changed touches all of them.
_PURCHASED = """
    WITH bought AS (
        SELECT id, product_id, product_version_id, application_id, contract_id FROM support_purchases
        UNION ALL
        SELECT id, product_id, product_version_id, application_id, contract_id FROM support_purchases_history
    ), concerned AS (
        SELECT b.* FROM bought b
        WHERE EXISTS (SELECT FROM touched_records t WHERE t.id IN (b.id, b.contract_id))
           OR EXISTS (SELECT FROM touched_records t WHERE t.kind = 'organisation_relation')
    )
    SELECT l.application_id FROM concerned c
    JOIN product_versions v ON v.id = c.product_version_id OR (c.product_version_id IS NULL AND v.product_id = c.product_id)
    JOIN application_product_versions l ON l.product_version_id = v.id
    UNION ALL SELECT application_id FROM concerned WHERE application_id IS NOT NULL
"""
