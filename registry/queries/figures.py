"""The figures of the whole landscape, or of some organisations, as the register knows it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from registry.queries.presenting import fetch
from registry.resolving.matching import Db


@dataclass(frozen=True)
class Figures:
    """Counts of what is not past. `delivered` counts organisations of which a delivered file is applied."""

    applications: int
    in_production: int
    without_supplier: int
    suppliers: int
    cloud_services: int
    organisations: int
    delivered: int


def get_figures(db: Db, owners: Collection[UUID] | None = None) -> Figures:
    """The figures of these owners (None: of everybody), in one statement: applications come from the kept summary."""
    overall = "overall" if owners is None else "NOT overall AND owner_id = ANY(%(owners)s)"
    row = fetch(
        db,
        f"""
        WITH summary AS (SELECT phase, supplier_ids, applications FROM landscape_summary WHERE {overall} AND phase <> 'past')
        SELECT coalesce(sum(applications), 0)::bigint AS applications,
               coalesce(sum(applications) FILTER (WHERE phase = 'current'), 0)::bigint AS in_production,
               coalesce(sum(applications) FILTER (WHERE supplier_ids = '{{}}'), 0)::bigint AS without_supplier,
               (SELECT count(DISTINCT id) FROM summary, unnest(supplier_ids) AS s(id)) AS suppliers,
               (SELECT count(*) FROM cloud_services
                WHERE ended_on IS NULL AND (%(owners)s::uuid[] IS NULL OR client_id = ANY(%(owners)s))) AS cloud_services,
               (SELECT count(*) FROM organisations
                WHERE ended_on IS NULL AND (%(owners)s::uuid[] IS NULL OR id = ANY(%(owners)s))) AS organisations,
               (SELECT count(DISTINCT m.record_id)
                FROM imports i JOIN sources s ON s.id = i.source_id JOIN matches m ON m.id = s.organisation_id
                WHERE i.state = 'applied' AND i.sha256 IS NOT NULL AND m.record_id IS NOT NULL
                  AND (%(owners)s::uuid[] IS NULL OR m.record_id = ANY(%(owners)s))) AS delivered
        FROM summary
        """,
        {"owners": None if owners is None else list(owners)},
    )[0]
    return Figures(**row)
