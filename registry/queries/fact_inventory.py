"""Assessments, findings, bought support and phases of an organisation, as rows of texts for a round-trip workbook."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.kinds import KINDS, Kind
from registry.queries.inventory import InventoryRow, texts_of
from registry.queries.organisations_over_time import load_belonging
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db
from registry.template import FACT_SHEETS

Facts = dict[str, dict[UUID, InventoryRow]]

_NAMES = {
    "application": "application.name",
    "service": "service.name",
    "supplier": "coalesce(supplier.name, provider.name)",
    "organisation": "organisation.name",
    "contract": "contract.name",
}
_TABLES = {"service": "cloud_services"}


def list_facts(db: Db, organisation: UUID, *, on: date) -> Facts:
    """The facts that an organisation, and all that belongs to it, states or that are about its applications, by kind."""
    owners = list(load_belonging(db, on).under(organisation))
    return {name: _rows(db, KINDS[name], owners) for name in FACT_SHEETS}


def _rows(db: Db, kind: Kind, owners: list[UUID]) -> dict[UUID, InventoryRow]:
    names, joins = _selected(kind)
    own = [f"{table}.{column} = ANY(%(owners)s)" for table, column in _owning(kind)]
    rows = fetch(
        db,
        f"SELECT t.*, {', '.join(names)} FROM {kind.plural} t {' '.join(joins)}"
        f" WHERE t.ended_on IS NULL AND ({' OR '.join(own)}) ORDER BY folded(application.name), t.id",
        {"owners": owners},
    )
    return {row["id"]: InventoryRow(row["id"], _texts(kind, row)) for row in rows}


def _owning(kind: Kind) -> list[tuple[str, str]]:
    found = [("application", "owner_id")]
    return [*found, ("t", "organisation_id")] if "organisation" in kind.references else found


def _selected(kind: Kind) -> tuple[list[str], list[str]]:
    """Names of what a fact points to, as columns by the last part of their target, and the joins they need."""
    names, joins = ["owner.name AS x_owner"], []
    for field, target in kind.references.items():
        if field in _NAMES:
            joins.append(f"LEFT JOIN {KINDS[target].plural} {field} ON {field}.id = t.{field}_id")
            names.append(f"{_NAMES[field]} AS x_{field}")
    joins.append("LEFT JOIN organisations owner ON owner.id = application.owner_id")
    if "service" in kind.references:
        joins.append("LEFT JOIN suppliers provider ON provider.id = service.supplier_id")
    if "product_version" in kind.references:
        joins.append("LEFT JOIN product_versions version ON version.id = t.product_version_id")
        product = "coalesce(t.product_id, version.product_id)" if "product" in kind.references else "version.product_id"
        joins.append(f"LEFT JOIN products product ON product.id = {product}")
        names += ["version.name AS x_version", "product.name AS x_product"]
    return names, joins


def _texts(kind: Kind, row: Row) -> dict[str, str]:
    plain = [field for field in kind.columns if field not in kind.references and field != "ended_on"]
    named = {f"{kind.name}.{name.removeprefix('x_')}": row[name] or "" for name in row if name.startswith("x_")}
    return named | texts_of(kind, plain, row, kind.name)
