"""The kinds of record: for each its published table, its claims, its history, and what makes two matches one record.

A claim table holds what sources state: the same typed fields, with references as the matches they point to. A claim is
never changed; its id is the hash of its content. A history table holds the versions that a record had before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY

from registry.models import application as app
from registry.models import assessment, cloud_service, contract, organisation, policy, product, supplier
from registry.models.base import Base, add_code_checks

SEARCHED = {"organisation", "supplier", "product", "application", "cloud_service", "contract"}


@dataclass(frozen=True)
class Link:
    """A field with many values, published in a link table; `role` tells apart the fields that share a table."""

    field: str
    target: str
    table: str
    column: str
    nl: str
    en: str
    role: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    `identity` names the columns that sure matches share, the first of them must be known; named kinds (`identifiers` is
    not None) are resolved by identifiers and names instead.
    """

    name: str
    plural: str
    record: type[Base]
    identity: tuple[str, ...] = ()
    identifiers: tuple[str, ...] | None = None
    links: tuple[Link, ...] = ()

    @cached_property
    def table(self) -> Table:
        """The published table."""
        return Base.metadata.tables[self.plural]

    @cached_property
    def claims(self) -> Table:
        """The table of claims about this kind."""
        return Base.metadata.tables[f"{self.name}_claims"]

    @cached_property
    def history(self) -> Table:
        """The table of earlier versions of published records."""
        return Base.metadata.tables[f"{self.plural}_history"]

    @cached_property
    def columns(self) -> dict[str, Column[object]]:
        """Published column by claim field, for fields with one value: `owner` is published as `owner_id`."""
        return {
            column.name.removesuffix("_id") if "kind" in column.info else column.name: column
            for column in self.table.columns
            if "nl" in column.info
        }

    @cached_property
    def references(self) -> dict[str, str]:
        """Kind pointed to, by claim field, for fields with one value."""
        return {name: column.info["kind"] for name, column in self.columns.items() if "kind" in column.info}

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """All claim fields: those with one value, then the links."""
        return (*self.columns, *(link.field for link in self.links))

    @property
    def has_name(self) -> bool:
        """Whether records of this kind bear a name that they are found by."""
        return "name" in self.columns


def _supplier_link(field: str, nl: str, en: str) -> Link:
    return Link(field, "supplier", "application_suppliers", "supplier_id", nl, en, role=field)


APPLICATION_LINKS = (
    _supplier_link("vendor", "Leverancier", "Vendor"),
    _supplier_link("reseller", "Wederverkoper", "Reseller"),
    _supplier_link("hosting", "Hostingpartij", "Hosting provider"),
    _supplier_link("maintenance", "Beheerpartij", "Maintenance provider"),
    _supplier_link("development", "Ontwikkelpartij", "Developer"),
    Link("products", "product", "application_products", "product_id", "Producten", "Products"),
    Link(
        "runs_on",
        "product_version",
        "application_product_versions",
        "product_version_id",
        "Productversies",
        "Product versions",
    ),
    Link("contracts", "contract", "application_contracts", "contract_id", "Contracten", "Contracts"),
    Link("users", "organisation", "application_users", "organisation_id", "Afnemers", "Used by"),
    Link("replaces", "application", "application_replacements", "replaced_id", "Vervangt", "Replaces"),
)

# In the order in which they must be resolved and published: a kind comes after the kinds it points to.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("organisation", "organisations", organisation.Organisation, identifiers=("tooi", "roo")),
        Kind(
            "organisation_name",
            "organisation_names",
            organisation.OrganisationName,
            identity=("organisation_id", "name_key", "valid"),
        ),
        Kind(
            "organisation_relation",
            "organisation_relations",
            organisation.OrganisationRelation,
            identity=("organisation_id", "related_id", "relation", "valid"),
        ),
        Kind("supplier", "suppliers", supplier.Supplier, identifiers=("kvk", "lei", "oin")),
        Kind("ownership", "ownerships", supplier.Ownership, identity=("supplier_id", "parent_id", "valid")),
        Kind("product", "products", product.Product, identifiers=("cpe", "purl")),
        Kind("product_version", "product_versions", product.ProductVersion, identity=("product_id", "name_key")),
        Kind("lifecycle_date", "lifecycle_dates", product.LifecycleDate),
        Kind(
            "cloud_service",
            "cloud_services",
            cloud_service.CloudService,
            identity=("supplier_id", "client_id", "name_key"),
        ),
        Kind("contract", "contracts", contract.Contract, identity=("organisation_id", "name_key")),
        Kind(
            "application",
            "applications",
            app.Application,
            identity=("owner_id", "name_key"),
            links=APPLICATION_LINKS,
        ),
        Kind(
            "dependency",
            "dependencies",
            cloud_service.Dependency,
            identity=("on_service_id", "application_id", "service_id", "layer"),
        ),
        Kind("chain_statement", "chain_statements", cloud_service.ChainStatement),
        Kind("budget_node", "budget_nodes", policy.BudgetNode, identity=("budget_code", "year")),
        Kind("cost", "costs", contract.Cost),
        Kind("policy_goal", "policy_goals", policy.PolicyGoal, identity=("organisation_id", "name_key")),
        Kind(
            "application_support",
            "application_supports",
            policy.ApplicationSupport,
            identity=("application_id", "policy_goal_id"),
        ),
        Kind(
            "application_phase",
            "application_phases",
            assessment.ApplicationPhase,
            identity=("application_id", "state"),
        ),
        Kind("assessment", "assessments", assessment.Assessment),
        Kind("finding", "findings", assessment.Finding),
        Kind("support_purchase", "support_purchases", assessment.SupportPurchase),
    )
}


def _define_claims(kind: Kind) -> None:
    columns: list[Column[object]] = [
        Column("id", Uuid, primary_key=True),
        Column("match_id", Uuid, nullable=False),
        Column("source_key", Text, nullable=False),
        Column("target_id", Uuid),
        Column("field_set_id", Integer, nullable=False),
        Column("name_key", Text),
        Column("scope", Text),
    ]
    for field, published in kind.columns.items():
        columns.append(Column(field, Uuid if "kind" in published.info else published.type))
    columns += [Column(link.field, ARRAY(Uuid)) for link in kind.links]
    table = Table(f"{kind.name}_claims", Base.metadata, *columns, comment=f"What sources state about {kind.plural}.")
    for column in kind.columns.values():
        if "codes" in column.info:
            table.columns[column.name].info = {"codes": column.info["codes"]}
    add_code_checks(table)
    add_code_checks(kind.table)


def _define_history(table: Table) -> None:
    columns = [Column(column.name, column.type) for column in table.columns]
    columns.append(Column("known_until", DateTime(timezone=True), nullable=False, index=True))
    history = Table(f"{table.name}_history", Base.metadata, *columns, comment=f"Earlier versions of {table.name}.")
    Index(f"ix_{history.name}_id", history.c.id)


def _define_search(table: Table) -> None:
    folded = func.folded(table.c.name)
    Index(f"ix_{table.name}_sorted", folded, table.c.id)
    Index(
        f"ix_{table.name}_search",
        folded.label("folded"),
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )


for _kind in KINDS.values():
    _define_claims(_kind)
    if _kind.name in SEARCHED:
        _define_search(_kind.table)
    _define_history(_kind.table)

# What was ever stated of a release is asked by the release.
_stated = KINDS["lifecycle_date"].history
Index(f"ix_{_stated.name}_product_version_id", _stated.c.product_version_id)
