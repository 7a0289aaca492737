"""Which events fit which subscriptions.

A subscription chooses by kinds, organisations, products, suppliers and rungs, and what it does not choose by does not matter;
an alert for another role than its own never fits. Organisations count with all that belongs to them today, suppliers with
all companies under their control or with their name. What is overdue counts as the rung 0, and an
alert stands for the rungs that it took the place of: what comes to light late is told to who chose an earlier rung.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.codes import load_data
from registry.origin import CONTROL
from registry.queries.organisations_over_time import load_belonging
from registry.resolving.matching import Db

KINDS: frozenset[str] = frozenset(load_data("alerts")["kinds"])
"""Every kind of alert."""
ALL_ALERTS = ("alert.*", "deadline.*", "source.shrank")
"""What who chooses no kinds hears: alerts, no change events."""
PATTERN = re.compile(r"[a-z][a-z-]*(\.[a-z-]+)*(\.\*)?")
"""What a type or a pattern of types looks like: "application.changed", "application.*"."""


class Chooser(NamedTuple):
    """A subscription as far as it chooses by lists; None is all."""

    id: UUID
    kinds: Sequence[str] | None
    organisations: Sequence[UUID] | None
    products: Sequence[UUID] | None
    suppliers: Sequence[UUID] | None


CHOOSER = "id, kinds, organisations, products, suppliers"
"""The columns of a `Chooser`, in order."""

# e is the event, s the subscription. The pairs are those of `Scope`; as a subquery of its own PostgreSQL hashes them.
FITS = """
    (e.role IS NULL OR e.role = s.role)
    AND (e.rung IS NULL OR s.thresholds IS NULL OR greatest(e.rung, 0) = ANY(s.thresholds) OR EXISTS (
        SELECT FROM alerts a
        WHERE a.deadline_id = (e.data #>> '{deadline,id}')::uuid AND a.moment = e.data #>> '{alert,moment}'
          AND a.role = e.role AND a.state = 'superseded' AND a.raised_at = e.at AND a.rung = ANY(s.thresholds)))
    AND (s.organisations IS NULL OR (s.id, e.organisation_id) IN (
        SELECT * FROM unnest(%(organisation_choosers)s::uuid[], %(organisations)s::uuid[])))
    AND (s.products IS NULL OR (s.id, e.product_id) IN (
        SELECT * FROM unnest(%(product_choosers)s::uuid[], %(products)s::uuid[])))
    AND (s.suppliers IS NULL OR (s.id, e.supplier_id) IN (
        SELECT * FROM unnest(%(supplier_choosers)s::uuid[], %(suppliers)s::uuid[])))
"""


def patterns_of(kinds: Collection[str] | None) -> list[str]:
    """The patterns of types that a choice of kinds stands for: of a kind of alert the type of its events."""
    found: list[str] = []
    for kind in ALL_ALERTS if kinds is None else kinds:
        if kind in KINDS:
            found.append(f"alert.{kind.replace('_', '-')}")
            if kind == "source_shrank":
                found.append("source.shrank")
        else:
            found.append(kind)
    return found


def like_patterns(patterns: Iterable[str]) -> list[str]:
    """The patterns as LIKE takes them."""
    return [f"{one[:-1]}%" if one.endswith("*") else one for one in patterns]


def fits_type(type_: str, patterns: Iterable[str]) -> bool:
    """Whether a type is one of the patterns."""
    return any(type_.startswith(one[:-1]) if one.endswith("*") else type_ == one for one in patterns)


@dataclass(frozen=True)
class Scope:
    """What subscriptions choose, as pairs of a subscription and an id: the parameters of `FITS`."""

    parameters: dict[str, Any]


def load_scope(db: Db, choosers: Sequence[Chooser], on: date) -> Scope:
    """What the choices of subscriptions come down to, as on a day."""
    organisations = _expanded(db, {c.id: c.organisations for c in choosers if c.organisations is not None})
    if organisations:
        belonging = load_belonging(db, on)
        organisations = {one: frozenset[UUID]().union(*map(belonging.under, ids)) for one, ids in organisations.items()}
    products = _expanded(db, {c.id: c.products for c in choosers if c.products is not None})
    suppliers = _expanded(db, {c.id: c.suppliers for c in choosers if c.suppliers is not None})
    if suppliers:
        groups = _groups(db, frozenset().union(*suppliers.values()), on)
        suppliers = {
            one: frozenset[UUID]().union(*(groups.get(i, frozenset([i])) for i in ids))
            for one, ids in suppliers.items()
        }
    parameters: dict[str, Any] = {}
    for name, chosen in (("organisation", organisations), ("product", products), ("supplier", suppliers)):
        pairs = [(one, id_) for one, ids in chosen.items() for id_ in ids]
        parameters |= {f"{name}_choosers": [one for one, _ in pairs], f"{name}s": [id_ for _, id_ in pairs]}
    return Scope(parameters)


def _expanded(db: Db, chosen: dict[UUID, Sequence[UUID]]) -> dict[UUID, frozenset[UUID]]:
    """The ids, and those of the records that they became part of since."""
    asked = list({id_ for ids in chosen.values() for id_ in ids})
    if not asked:
        return {one: frozenset(ids) for one, ids in chosen.items()}
    rows = db.execute("SELECT id, record_id FROM matches WHERE id = ANY(%s) AND record_id IS NOT NULL", (asked,))
    present: dict[UUID, UUID] = dict(rows.fetchall())
    return {one: frozenset(ids) | {present[i] for i in ids if i in present} for one, ids in chosen.items()}


def _groups(db: Db, suppliers: frozenset[UUID], on: date) -> dict[UUID, frozenset[UUID]]:
    """All companies under the control of each supplier or named after it, itself included."""
    rows = db.execute(
        """
        WITH RECURSIVE edges AS MATERIALIZED (
            SELECT supplier_id, parent_id FROM ownerships
            WHERE basis = ANY(%(control)s) AND ended_on IS NULL AND (valid IS NULL OR valid @> %(on)s::date)
            UNION ALL
            SELECT c.record_id, p.record_id FROM supplier_affiliations a
            JOIN matches c ON c.id = a.match_id JOIN matches p ON p.id = a.parent_id
        ), below (top, id) AS (
            SELECT one, one FROM unnest(%(suppliers)s::uuid[]) one
            UNION
            SELECT b.top, e.supplier_id FROM below b JOIN edges e ON e.parent_id = b.id
        )
        SELECT top, array_agg(id) FROM below WHERE id IS NOT NULL GROUP BY top
        """,
        {"suppliers": list(suppliers), "control": list(CONTROL), "on": on},
    ).fetchall()
    return {top: frozenset(ids) for top, ids in rows}
