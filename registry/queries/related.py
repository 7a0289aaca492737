"""What hangs on a record and what it hangs on: sections of rows, one statement each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from registry.attribution import get_attribution
from registry.kinds import KINDS
from registry.queries.presenting import Row, camel, fetch, kind_of, present_row, reference_joins
from registry.resolving.matching import Db

SECTION_ROWS = 100
"""Rows of a section at most; a longer one is a list with a filter."""

# Section: the kind of its rows, and the condition on `t` that ties them to the record (%(id)s).
Sections = dict[str, tuple[str, str]]


def _from_application(table: str, column: str) -> str:
    return f"t.id IN (SELECT l.{column} FROM {table} l WHERE l.application_id = %(id)s)"


def _applications_by(table: str, column: str) -> str:
    return f"t.id IN (SELECT l.application_id FROM {table} l WHERE l.{column} = %(id)s)"


APPLICATION: Sections = {
    "products": ("product", _from_application("application_products", "product_id")),
    "productVersions": ("product_version", _from_application("application_product_versions", "product_version_id")),
    "contracts": ("contract", _from_application("application_contracts", "contract_id")),
    "costs": ("cost", "t.application_id = %(id)s"),
    "dependencies": ("dependency", "t.application_id = %(id)s"),
    "users": ("organisation", _from_application("application_users", "organisation_id")),
    "replaces": ("application", _from_application("application_replacements", "replaced_id")),
    "replacedBy": ("application", _applications_by("application_replacements", "replaced_id")),
    "supports": ("application_support", "t.application_id = %(id)s"),
    "phases": ("application_phase", "t.application_id = %(id)s"),
    "assessments": ("assessment", "t.application_id = %(id)s"),
    "findings": ("finding", "t.application_id = %(id)s"),
    "supportPurchases": ("support_purchase", "t.application_id = %(id)s"),
}
SUPPLIER: Sections = {
    "parents": ("ownership", "t.supplier_id = %(id)s"),
    "subsidiaries": ("ownership", "t.parent_id = %(id)s"),
    "applications": ("application", _applications_by("application_suppliers", "supplier_id")),
    "cloudServices": ("cloud_service", "t.supplier_id = %(id)s"),
    "contracts": ("contract", "t.supplier_id = %(id)s OR t.vendor_id = %(id)s"),
    "products": ("product", "t.vendor_id = %(id)s"),
    "assessments": ("assessment", "t.supplier_id = %(id)s"),
    "findings": ("finding", "t.supplier_id = %(id)s"),
}
CLOUD_SERVICE: Sections = {
    "dependsOn": ("dependency", "t.service_id = %(id)s"),
    "usedBy": ("dependency", "t.on_service_id = %(id)s"),
    "chainStatements": ("chain_statement", "t.service_id = %(id)s"),
    "assessments": ("assessment", "t.service_id = %(id)s"),
    "findings": ("finding", "t.service_id = %(id)s"),
}
ORGANISATION: Sections = {
    "names": ("organisation_name", "t.organisation_id = %(id)s"),
    "relations": ("organisation_relation", "t.organisation_id = %(id)s"),
    "relationsFromOthers": ("organisation_relation", "t.related_id = %(id)s"),
    "supportPurchases": ("support_purchase", "t.organisation_id = %(id)s"),
}
PRODUCT: Sections = {
    "versions": ("product_version", "t.product_id = %(id)s"),
    "applications": ("application", _applications_by("application_products", "product_id")),
    "supportPurchases": ("support_purchase", "t.product_id = %(id)s"),
}
PRODUCT_VERSION: Sections = {
    "lifecycleDates": ("lifecycle_date", "t.product_version_id = %(id)s"),
    "applications": ("application", _applications_by("application_product_versions", "product_version_id")),
    "findings": ("finding", "t.product_version_id = %(id)s"),
    "supportPurchases": ("support_purchase", "t.product_version_id = %(id)s"),
}
CONTRACT: Sections = {
    "applications": ("application", _applications_by("application_contracts", "contract_id")),
    "costs": ("cost", "t.contract_id = %(id)s"),
    "callOffs": ("contract", "t.framework_id = %(id)s"),
    "supportPurchases": ("support_purchase", "t.contract_id = %(id)s"),
}
BUDGET_NODE: Sections = {
    "children": ("budget_node", "t.parent_id = %(id)s"),
    "policyGoals": ("policy_goal", "t.budget_node_id = %(id)s"),
    "costs": ("cost", "t.budget_node_id = %(id)s"),
}
POLICY_GOAL: Sections = {"supports": ("application_support", "t.policy_goal_id = %(id)s")}
SECTIONS: dict[str, Sections] = {
    "application": APPLICATION,
    "supplier": SUPPLIER,
    "cloud_service": CLOUD_SERVICE,
    "organisation": ORGANISATION,
    "product": PRODUCT,
    "product_version": PRODUCT_VERSION,
    "contract": CONTRACT,
    "budget_node": BUDGET_NODE,
    "policy_goal": POLICY_GOAL,
}


def get_related(db: Db, kind: str, record: UUID) -> dict[str, Any]:
    """The sections of a record's page, at most `SECTION_ROWS` rows each. `record` is a present id.

    An application also has `suppliers` by role, `attribution` to policy goals and `lifecycleDates` of its versions; an
    organisation has `applicationCount`, `sources` and `imports`.
    """
    kind_of(kind)
    found: dict[str, Any] = {
        name: _section(db, of, condition, record) for name, (of, condition) in SECTIONS.get(kind, {}).items()
    }
    if kind == "application":
        found["suppliers"] = _suppliers_by_role(db, record)
        found["attribution"] = _attribution(db, record)
        found["lifecycleDates"] = _section(
            db,
            "lifecycle_date",
            "t.product_version_id IN (SELECT product_version_id FROM application_product_versions"
            " WHERE application_id = %(id)s)",
            record,
        )
    if kind == "organisation":
        found |= _of_organisation(db, record)
    return found


def _section(db: Db, kind: str, condition: str, record: UUID) -> list[Row]:
    spec = KINDS[kind]
    names, joins = reference_joins(spec, "t")
    order = "folded(t.name), t.id" if spec.has_name else "t.id"
    query = f"SELECT t.*{names} FROM {spec.plural} t {joins} WHERE {condition} ORDER BY {order} LIMIT %(rows)s"
    return [present_row(spec, row) for row in fetch(db, query, {"id": record, "rows": SECTION_ROWS})]


def _suppliers_by_role(db: Db, record: UUID) -> dict[str, list[Row]]:
    """The suppliers of an application: a list of {id, name} by role."""
    rows = fetch(
        db,
        "SELECT l.role, s.id, s.name FROM application_suppliers l JOIN suppliers s ON s.id = l.supplier_id"
        " WHERE l.application_id = %s ORDER BY folded(s.name), s.id",
        (record,),
    )
    found: dict[str, list[Row]] = {link.field: [] for link in KINDS["application"].links if link.role}
    for row in rows:
        found[row["role"]].append({"id": row["id"], "name": row["name"]})
    return found


def _attribution(db: Db, record: UUID) -> dict[str, Any]:
    """Percentages of an application that serve policy goals, and the rest."""
    found = get_attribution(db, record)
    return {"attributed": found.attributed, "rest": found.rest, "unknownParts": found.unknown_parts}


def _of_organisation(db: Db, record: UUID) -> dict[str, Any]:
    applications = fetch(
        db,
        "SELECT coalesce(sum(applications), 0)::bigint AS number FROM landscape_summary"
        " WHERE NOT overall AND owner_id = %s AND phase <> 'past'",
        (record,),
    )
    own = "s.organisation_id IN (SELECT id FROM matches WHERE id = %(id)s OR record_id = %(id)s)"
    sources = fetch(
        db, f"SELECT s.id, s.name, s.type FROM sources s WHERE {own} ORDER BY s.name LIMIT 100", {"id": record}
    )
    imports = fetch(
        db,
        "SELECT i.id, i.filename, i.state, i.as_of, i.received_at, i.received_by, i.applied_at, s.name AS source"
        f" FROM imports i JOIN sources s ON s.id = i.source_id WHERE {own} ORDER BY i.id DESC LIMIT 20",
        {"id": record},
    )
    return {
        "applicationCount": applications[0]["number"],
        "sources": sources,
        "imports": [{camel(name): value for name, value in row.items()} for row in imports],
    }
