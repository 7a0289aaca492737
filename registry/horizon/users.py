"""Who must hear of a supplier or a service: the organisations that use it."""

from __future__ import annotations

from registry.horizon.days import THERE, leaning, worst_of_criticality
from registry.horizon.rules import Rules
from registry.resolving.matching import Db


def find_users(db: Db, rules: Rules) -> None:
    """`supplier_users` (supplier, owner) and `service_users` (service, owner, basis, criticality).

    A service is its client's; where no client is known, the owners of the applications that lean on it hear of it, each for
    itself (then the owner is the basis), and where there are none it is nobody's.
    """
    db.execute("DROP TABLE IF EXISTS supplier_users, service_users")
    db.execute(f"CREATE TEMP TABLE supplier_users ON COMMIT DROP AS {_SUPPLIERS}")
    db.execute("CREATE INDEX ON supplier_users (supplier)")
    db.execute(
        f"""
        CREATE TEMP TABLE service_users ON COMMIT DROP AS
        WITH leaning AS (
            SELECT l.on_service_id AS service, a.owner_id AS owner, {worst_of_criticality("a.criticality")} AS criticality
            FROM dependencies l JOIN applications a ON a.id = l.application_id
            WHERE {leaning("l", rules)} AND {THERE} GROUP BY 1, 2
        )
        SELECT s.id AS service, s.client_id AS owner, '' AS basis, {worst_of_criticality("l.criticality")} AS criticality
        FROM cloud_services s LEFT JOIN leaning l ON l.service = s.id
        WHERE s.client_id IS NOT NULL GROUP BY s.id
        UNION ALL
        SELECT s.id, l.owner, coalesce(l.owner::text, ''), l.criticality
        FROM cloud_services s LEFT JOIN leaning l ON l.service = s.id WHERE s.client_id IS NULL
        """
    )
    db.execute("CREATE INDEX ON service_users (service)")
    db.execute("ANALYZE supplier_users, service_users")


_SUPPLIERS = """
    SELECT DISTINCT u.supplier, s.owner_id AS owner FROM landscape_summary s, unnest(s.supplier_ids) AS u(supplier)
    WHERE NOT s.overall AND s.phase <> 'past' AND s.owner_id IS NOT NULL
    UNION SELECT supplier_id, organisation_id FROM contracts
    WHERE ended_on IS NULL AND supplier_id IS NOT NULL AND organisation_id IS NOT NULL AND state IS DISTINCT FROM 'expired'
    UNION SELECT supplier_id, client_id FROM cloud_services
    WHERE ended_on IS NULL AND supplier_id IS NOT NULL AND client_id IS NOT NULL
"""
