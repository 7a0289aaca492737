"""The register: records, claims, histories, imports, and what keeps history and summary."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123a"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


HISTORIES = (
    "organisations",
    "organisation_names",
    "organisation_relations",
    "suppliers",
    "ownerships",
    "products",
    "product_versions",
    "lifecycle_dates",
    "cloud_services",
    "contracts",
    "applications",
    "dependencies",
    "chain_statements",
    "budget_nodes",
    "costs",
    "policy_goals",
    "application_supports",
)
LINKS = (
    "application_suppliers",
    "application_product_versions",
    "application_products",
    "application_contracts",
    "application_users",
    "application_replacements",
)
FUNCTIONS = Path(__file__).parent.parent / "register_functions.sql"


def upgrade() -> None:
    """Make everything."""
    for extension in ("pg_trgm", "unaccent", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.get_bind().connection.cursor().execute(FUNCTIONS.read_text(encoding="utf-8"))
    op.create_table(
        "application_supports_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("policy_goal_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("attribution", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("as_of", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of application_supports.",
    )
    op.create_index("ix_application_supports_history_id", "application_supports_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_application_supports_history_known_until"),
        "application_supports_history",
        ["known_until"],
        unique=False,
    )
    op.create_table(
        "applications_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("availability", sa.Text(), nullable=True),
        sa.Column("integrity", sa.Text(), nullable=True),
        sa.Column("confidentiality", sa.Text(), nullable=True),
        sa.Column("tbb", sa.Text(), nullable=True),
        sa.Column("tbb_method", sa.Text(), nullable=True),
        sa.Column("bbn", sa.Text(), nullable=True),
        sa.Column("classification", sa.Text(), nullable=True),
        sa.Column("personal_data", sa.Boolean(), nullable=True),
        sa.Column("primary_process", sa.Boolean(), nullable=True),
        sa.Column("user_count", sa.Integer(), nullable=True),
        sa.Column("lifecycle_state", sa.Text(), nullable=True),
        sa.Column("planned_start", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual_start", postgresql.DATERANGE(), nullable=True),
        sa.Column("planned_end", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual_end", postgresql.DATERANGE(), nullable=True),
        sa.Column("portfolio_verdict", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("supplier_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of applications.",
    )
    op.create_index("ix_applications_history_id", "applications_history", ["id"], unique=False)
    op.create_index(op.f("ix_applications_history_known_until"), "applications_history", ["known_until"], unique=False)
    op.create_table(
        "budget_nodes_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("budget_code", sa.Text(), nullable=True),
        sa.Column("roman", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of budget_nodes.",
    )
    op.create_index("ix_budget_nodes_history_id", "budget_nodes_history", ["id"], unique=False)
    op.create_index(op.f("ix_budget_nodes_history_known_until"), "budget_nodes_history", ["known_until"], unique=False)
    op.create_table(
        "chain_statements_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("completeness", sa.Text(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("as_of", postgresql.DATERANGE(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of chain_statements.",
    )
    op.create_index("ix_chain_statements_history_id", "chain_statements_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_chain_statements_history_known_until"), "chain_statements_history", ["known_until"], unique=False
    )
    op.create_table(
        "cloud_services_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("service_model", sa.Text(), nullable=True),
        sa.Column("deployment", sa.Text(), nullable=True),
        sa.Column("materiality", sa.Text(), nullable=True),
        sa.Column("materiality_basis", sa.Text(), nullable=True),
        sa.Column("risk_assessment", sa.Text(), nullable=True),
        sa.Column("storage_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("processing_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("support_access_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("encryption_at_rest", sa.Boolean(), nullable=True),
        sa.Column("encryption_in_transit", sa.Boolean(), nullable=True),
        sa.Column("encryption_in_use", sa.Boolean(), nullable=True),
        sa.Column("key_custody", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("since", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of cloud_services.",
    )
    op.create_index("ix_cloud_services_history_id", "cloud_services_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_cloud_services_history_known_until"), "cloud_services_history", ["known_until"], unique=False
    )
    op.create_table(
        "contracts_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("starts", postgresql.DATERANGE(), nullable=True),
        sa.Column("ends", postgresql.DATERANGE(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("annual_value_min", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("annual_value_max", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of contracts.",
    )
    op.create_index("ix_contracts_history_id", "contracts_history", ["id"], unique=False)
    op.create_index(op.f("ix_contracts_history_known_until"), "contracts_history", ["known_until"], unique=False)
    op.create_table(
        "costs_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("budget_node_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("bookkeeping_system", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("amount_min", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("amount_max", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of costs.",
    )
    op.create_index("ix_costs_history_id", "costs_history", ["id"], unique=False)
    op.create_index(op.f("ix_costs_history_known_until"), "costs_history", ["known_until"], unique=False)
    op.create_table(
        "dependencies_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("on_service_id", sa.Uuid(), nullable=True),
        sa.Column("layer", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("data_access", sa.Text(), nullable=True),
        sa.Column("substitutability", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of dependencies.",
    )
    op.create_index("ix_dependencies_history_id", "dependencies_history", ["id"], unique=False)
    op.create_index(op.f("ix_dependencies_history_known_until"), "dependencies_history", ["known_until"], unique=False)
    op.create_table(
        "field_sets",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_sets")),
    )
    op.create_index("uq_field_sets_kind_fields", "field_sets", ["kind", "fields"], unique=True)
    op.create_table(
        "judgements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("left_id", sa.Uuid(), nullable=False),
        sa.Column("right_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("verdict IN ('same', 'different', 'withdrawn')", name=op.f("ck_judgements_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_left_id"), "judgements", ["left_id"], unique=False)
    op.create_index(op.f("ix_judgements_right_id"), "judgements", ["right_id"], unique=False)
    op.create_table(
        "landscape_summary",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("overall", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("supplier_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("applications", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landscape_summary")),
    )
    op.create_index(
        "ix_landscape_summary_empty",
        "landscape_summary",
        ["id"],
        unique=False,
        postgresql_where=sa.text("applications = 0"),
    )
    op.create_index(
        "ix_landscape_summary_overall",
        "landscape_summary",
        ["id"],
        unique=False,
        postgresql_where=sa.text("overall"),
    )
    op.create_index(
        "uq_landscape_summary",
        "landscape_summary",
        ["overall", "phase", "owner_id", "supplier_ids"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "lifecycle_dates_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("product_version_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("happens", postgresql.DATERANGE(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of lifecycle_dates.",
    )
    op.create_index("ix_lifecycle_dates_history_id", "lifecycle_dates_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_lifecycle_dates_history_known_until"), "lifecycle_dates_history", ["known_until"], unique=False
    )
    op.create_table(
        "organisation_names_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("abbreviation", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of organisation_names.",
    )
    op.create_index("ix_organisation_names_history_id", "organisation_names_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_organisation_names_history_known_until"), "organisation_names_history", ["known_until"], unique=False
    )
    op.create_table(
        "organisation_relations_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("related_id", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of organisation_relations.",
    )
    op.create_index("ix_organisation_relations_history_id", "organisation_relations_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_organisation_relations_history_known_until"),
        "organisation_relations_history",
        ["known_until"],
        unique=False,
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("abbreviation", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("tooi", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("kvk", sa.Text(), nullable=True),
        sa.Column("roo", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("founded", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('ministry', 'agency', 'independent_body', 'inspectorate', 'advisory_body', 'shared_service', 'high_council', 'unit', 'foundation', 'other')",
            name=op.f("ck_organisations_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(
        "ix_organisations_search",
        "organisations",
        [sa.literal_column("folded(name)").label("folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index("ix_organisations_sorted", "organisations", [sa.literal_column("folded(name)"), "id"], unique=False)
    op.create_table(
        "organisations_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("abbreviation", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("tooi", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("kvk", sa.Text(), nullable=True),
        sa.Column("roo", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("founded", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of organisations.",
    )
    op.create_index("ix_organisations_history_id", "organisations_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_organisations_history_known_until"), "organisations_history", ["known_until"], unique=False
    )
    op.create_table(
        "ownerships_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("share", sa.Numeric(precision=6, scale=3), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of ownerships.",
    )
    op.create_index("ix_ownerships_history_id", "ownerships_history", ["id"], unique=False)
    op.create_index(op.f("ix_ownerships_history_known_until"), "ownerships_history", ["known_until"], unique=False)
    op.create_table(
        "policy_goals_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("budget_node_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("parliamentary_paper", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of policy_goals.",
    )
    op.create_index("ix_policy_goals_history_id", "policy_goals_history", ["id"], unique=False)
    op.create_index(op.f("ix_policy_goals_history_known_until"), "policy_goals_history", ["known_until"], unique=False)
    op.create_table(
        "product_versions_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("cpe", sa.Text(), nullable=True),
        sa.Column("purl", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of product_versions.",
    )
    op.create_index("ix_product_versions_history_id", "product_versions_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_product_versions_history_known_until"), "product_versions_history", ["known_until"], unique=False
    )
    op.create_table(
        "products_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("cpe", sa.Text(), nullable=True),
        sa.Column("purl", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of products.",
    )
    op.create_index("ix_products_history_id", "products_history", ["id"], unique=False)
    op.create_index(op.f("ix_products_history_known_until"), "products_history", ["known_until"], unique=False)
    op.create_table(
        "sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_organisation_id"), "sources", ["organisation_id"], unique=False)
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "suppliers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("legal_form", sa.Text(), nullable=True),
        sa.Column("kvk", sa.Text(), nullable=True),
        sa.Column("lei", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("country_of_incorporation", sa.Text(), nullable=True),
        sa.Column("country_of_headquarters", sa.Text(), nullable=True),
        sa.Column("founded", postgresql.DATERANGE(), nullable=True),
        sa.Column("origin_override", sa.Text(), nullable=True),
        sa.Column("origin_override_reason", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('company', 'government', 'foundation', 'community', 'person')", name=op.f("ck_suppliers_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
    )
    op.create_index(
        "ix_suppliers_search",
        "suppliers",
        [sa.literal_column("folded(name)").label("folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index("ix_suppliers_sorted", "suppliers", [sa.literal_column("folded(name)"), "id"], unique=False)
    op.create_table(
        "suppliers_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("legal_form", sa.Text(), nullable=True),
        sa.Column("kvk", sa.Text(), nullable=True),
        sa.Column("lei", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("country_of_incorporation", sa.Text(), nullable=True),
        sa.Column("country_of_headquarters", sa.Text(), nullable=True),
        sa.Column("founded", postgresql.DATERANGE(), nullable=True),
        sa.Column("origin_override", sa.Text(), nullable=True),
        sa.Column("origin_override_reason", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of suppliers.",
    )
    op.create_index("ix_suppliers_history_id", "suppliers_history", ["id"], unique=False)
    op.create_index(op.f("ix_suppliers_history_known_until"), "suppliers_history", ["known_until"], unique=False)
    op.create_table(
        "application_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("availability", sa.Text(), nullable=True),
        sa.Column("integrity", sa.Text(), nullable=True),
        sa.Column("confidentiality", sa.Text(), nullable=True),
        sa.Column("tbb", sa.Text(), nullable=True),
        sa.Column("tbb_method", sa.Text(), nullable=True),
        sa.Column("bbn", sa.Text(), nullable=True),
        sa.Column("classification", sa.Text(), nullable=True),
        sa.Column("personal_data", sa.Boolean(), nullable=True),
        sa.Column("primary_process", sa.Boolean(), nullable=True),
        sa.Column("user_count", sa.Integer(), nullable=True),
        sa.Column("lifecycle_state", sa.Text(), nullable=True),
        sa.Column("planned_start", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual_start", postgresql.DATERANGE(), nullable=True),
        sa.Column("planned_end", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual_end", postgresql.DATERANGE(), nullable=True),
        sa.Column("portfolio_verdict", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("vendor", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("reseller", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("hosting", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("maintenance", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("development", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("products", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("runs_on", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("contracts", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("users", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("replaces", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.CheckConstraint(
            "availability IN ('low', 'medium', 'high', 'very_high')", name=op.f("ck_application_claims_availability")
        ),
        sa.CheckConstraint("bbn IN ('1', '2', '3')", name=op.f("ck_application_claims_bbn")),
        sa.CheckConstraint(
            "classification IN ('unclassified', 'departmental_confidential', 'state_confidential', 'state_secret', 'state_top_secret')",
            name=op.f("ck_application_claims_classification"),
        ),
        sa.CheckConstraint(
            "confidentiality IN ('low', 'medium', 'high', 'very_high')",
            name=op.f("ck_application_claims_confidentiality"),
        ),
        sa.CheckConstraint(
            "criticality IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_application_claims_criticality")
        ),
        sa.CheckConstraint(
            "integrity IN ('low', 'medium', 'high', 'very_high')", name=op.f("ck_application_claims_integrity")
        ),
        sa.CheckConstraint(
            "kind IN ('package', 'custom', 'saas', 'low_code', 'spreadsheet', 'website', 'algorithm', 'platform', 'open_source', 'other')",
            name=op.f("ck_application_claims_kind"),
        ),
        sa.CheckConstraint(
            "lifecycle_state IN ('idea', 'planned', 'in_realisation', 'in_production', 'to_be_phased_out', 'being_phased_out', 'ended', 'archived')",
            name=op.f("ck_application_claims_lifecycle_state"),
        ),
        sa.CheckConstraint(
            "owner_role IN ('owner', 'user', 'provider')", name=op.f("ck_application_claims_owner_role")
        ),
        sa.CheckConstraint(
            "portfolio_verdict IN ('tolerate', 'invest', 'migrate', 'eliminate')",
            name=op.f("ck_application_claims_portfolio_verdict"),
        ),
        sa.CheckConstraint("tbb IN ('1', '2', '3', '4')", name=op.f("ck_application_claims_tbb")),
        sa.CheckConstraint(
            "tbb_method IN ('toolkit_virbi_2025', 'cbw_regeling')", name=op.f("ck_application_claims_tbb_method")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_claims")),
        comment="What sources state about applications.",
    )
    op.create_table(
        "application_support_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("policy_goal", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("attribution", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("as_of", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "role IN ('essential', 'supporting', 'marginal')", name=op.f("ck_application_support_claims_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_support_claims")),
        comment="What sources state about application_supports.",
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("availability", sa.Text(), nullable=True),
        sa.Column("integrity", sa.Text(), nullable=True),
        sa.Column("confidentiality", sa.Text(), nullable=True),
        sa.Column("tbb", sa.Text(), nullable=True),
        sa.Column("tbb_method", sa.Text(), nullable=True),
        sa.Column("bbn", sa.Text(), nullable=True),
        sa.Column("classification", sa.Text(), nullable=True),
        sa.Column("personal_data", sa.Boolean(), nullable=True),
        sa.Column("primary_process", sa.Boolean(), nullable=True),
        sa.Column("user_count", sa.Integer(), nullable=True),
        sa.Column("lifecycle_state", sa.Text(), nullable=True),
        sa.Column("planned_start", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual_start", postgresql.DATERANGE(), nullable=True),
        sa.Column("planned_end", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual_end", postgresql.DATERANGE(), nullable=True),
        sa.Column("portfolio_verdict", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("supplier_ids", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "availability IN ('low', 'medium', 'high', 'very_high')", name=op.f("ck_applications_availability")
        ),
        sa.CheckConstraint("bbn IN ('1', '2', '3')", name=op.f("ck_applications_bbn")),
        sa.CheckConstraint(
            "classification IN ('unclassified', 'departmental_confidential', 'state_confidential', 'state_secret', 'state_top_secret')",
            name=op.f("ck_applications_classification"),
        ),
        sa.CheckConstraint(
            "confidentiality IN ('low', 'medium', 'high', 'very_high')", name=op.f("ck_applications_confidentiality")
        ),
        sa.CheckConstraint(
            "criticality IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_applications_criticality")
        ),
        sa.CheckConstraint(
            "integrity IN ('low', 'medium', 'high', 'very_high')", name=op.f("ck_applications_integrity")
        ),
        sa.CheckConstraint(
            "kind IN ('package', 'custom', 'saas', 'low_code', 'spreadsheet', 'website', 'algorithm', 'platform', 'open_source', 'other')",
            name=op.f("ck_applications_kind"),
        ),
        sa.CheckConstraint(
            "lifecycle_state IN ('idea', 'planned', 'in_realisation', 'in_production', 'to_be_phased_out', 'being_phased_out', 'ended', 'archived')",
            name=op.f("ck_applications_lifecycle_state"),
        ),
        sa.CheckConstraint("owner_role IN ('owner', 'user', 'provider')", name=op.f("ck_applications_owner_role")),
        sa.CheckConstraint(
            "portfolio_verdict IN ('tolerate', 'invest', 'migrate', 'eliminate')",
            name=op.f("ck_applications_portfolio_verdict"),
        ),
        sa.CheckConstraint("tbb IN ('1', '2', '3', '4')", name=op.f("ck_applications_tbb")),
        sa.CheckConstraint(
            "tbb_method IN ('toolkit_virbi_2025', 'cbw_regeling')", name=op.f("ck_applications_tbb_method")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["organisations.id"],
            name=op.f("fk_applications_owner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_owner_id"), "applications", ["owner_id"], unique=False)
    op.create_index(
        "ix_applications_search",
        "applications",
        [sa.literal_column("folded(name)").label("folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index("ix_applications_sorted", "applications", [sa.literal_column("folded(name)"), "id"], unique=False)
    op.create_table(
        "budget_node_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("budget_code", sa.Text(), nullable=True),
        sa.Column("roman", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("parent", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "level IN ('chapter', 'article', 'sub_article', 'instrument', 'detail')",
            name=op.f("ck_budget_node_claims_level"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_node_claims")),
        comment="What sources state about budget_nodes.",
    )
    op.create_table(
        "budget_nodes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("budget_code", sa.Text(), nullable=True),
        sa.Column("roman", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "level IN ('chapter', 'article', 'sub_article', 'instrument', 'detail')", name=op.f("ck_budget_nodes_level")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_budget_nodes_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["budget_nodes.id"],
            name=op.f("fk_budget_nodes_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_nodes")),
    )
    op.create_index(op.f("ix_budget_nodes_organisation_id"), "budget_nodes", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_budget_nodes_parent_id"), "budget_nodes", ["parent_id"], unique=False)
    op.create_table(
        "chain_statement_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("service", sa.Uuid(), nullable=True),
        sa.Column("completeness", sa.Text(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("as_of", postgresql.DATERANGE(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "completeness IN ('complete', 'partial', 'refused')", name=op.f("ck_chain_statement_claims_completeness")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_statement_claims")),
        comment="What sources state about chain_statements.",
    )
    op.create_table(
        "cloud_service_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("supplier", sa.Uuid(), nullable=True),
        sa.Column("client", sa.Uuid(), nullable=True),
        sa.Column("service_model", sa.Text(), nullable=True),
        sa.Column("deployment", sa.Text(), nullable=True),
        sa.Column("materiality", sa.Text(), nullable=True),
        sa.Column("materiality_basis", sa.Text(), nullable=True),
        sa.Column("risk_assessment", sa.Text(), nullable=True),
        sa.Column("storage_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("processing_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("support_access_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("encryption_at_rest", sa.Boolean(), nullable=True),
        sa.Column("encryption_in_transit", sa.Boolean(), nullable=True),
        sa.Column("encryption_in_use", sa.Boolean(), nullable=True),
        sa.Column("key_custody", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("since", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "deployment IN ('public', 'private', 'hybrid', 'community', 'government_dc', 'on_premises')",
            name=op.f("ck_cloud_service_claims_deployment"),
        ),
        sa.CheckConstraint(
            "key_custody IN ('customer', 'third_party_eu', 'provider')",
            name=op.f("ck_cloud_service_claims_key_custody"),
        ),
        sa.CheckConstraint(
            "materiality IN ('material', 'not_material')", name=op.f("ck_cloud_service_claims_materiality")
        ),
        sa.CheckConstraint(
            "materiality_basis IN ('primary_process', 'large_scale_personal_data', 'business_critical')",
            name=op.f("ck_cloud_service_claims_materiality_basis"),
        ),
        sa.CheckConstraint(
            "risk_assessment IN ('before_start', 'later', 'absent')",
            name=op.f("ck_cloud_service_claims_risk_assessment"),
        ),
        sa.CheckConstraint(
            "service_model IN ('iaas', 'paas', 'saas')", name=op.f("ck_cloud_service_claims_service_model")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cloud_service_claims")),
        comment="What sources state about cloud_services.",
    )
    op.create_table(
        "cloud_services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("service_model", sa.Text(), nullable=True),
        sa.Column("deployment", sa.Text(), nullable=True),
        sa.Column("materiality", sa.Text(), nullable=True),
        sa.Column("materiality_basis", sa.Text(), nullable=True),
        sa.Column("risk_assessment", sa.Text(), nullable=True),
        sa.Column("storage_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("processing_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("support_access_countries", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("encryption_at_rest", sa.Boolean(), nullable=True),
        sa.Column("encryption_in_transit", sa.Boolean(), nullable=True),
        sa.Column("encryption_in_use", sa.Boolean(), nullable=True),
        sa.Column("key_custody", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("since", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "deployment IN ('public', 'private', 'hybrid', 'community', 'government_dc', 'on_premises')",
            name=op.f("ck_cloud_services_deployment"),
        ),
        sa.CheckConstraint(
            "key_custody IN ('customer', 'third_party_eu', 'provider')", name=op.f("ck_cloud_services_key_custody")
        ),
        sa.CheckConstraint("materiality IN ('material', 'not_material')", name=op.f("ck_cloud_services_materiality")),
        sa.CheckConstraint(
            "materiality_basis IN ('primary_process', 'large_scale_personal_data', 'business_critical')",
            name=op.f("ck_cloud_services_materiality_basis"),
        ),
        sa.CheckConstraint(
            "risk_assessment IN ('before_start', 'later', 'absent')", name=op.f("ck_cloud_services_risk_assessment")
        ),
        sa.CheckConstraint("service_model IN ('iaas', 'paas', 'saas')", name=op.f("ck_cloud_services_service_model")),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["organisations.id"],
            name=op.f("fk_cloud_services_client_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_cloud_services_supplier_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cloud_services")),
    )
    op.create_index(op.f("ix_cloud_services_client_id"), "cloud_services", ["client_id"], unique=False)
    op.create_index(
        "ix_cloud_services_search",
        "cloud_services",
        [sa.literal_column("folded(name)").label("folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_cloud_services_sorted", "cloud_services", [sa.literal_column("folded(name)"), "id"], unique=False
    )
    op.create_index(op.f("ix_cloud_services_supplier_id"), "cloud_services", ["supplier_id"], unique=False)
    op.create_table(
        "contract_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("supplier", sa.Uuid(), nullable=True),
        sa.Column("vendor", sa.Uuid(), nullable=True),
        sa.Column("framework", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("starts", postgresql.DATERANGE(), nullable=True),
        sa.Column("ends", postgresql.DATERANGE(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("annual_value_min", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("annual_value_max", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sla', 'licence', 'maintenance', 'framework', 'hosting')", name=op.f("ck_contract_claims_kind")
        ),
        sa.CheckConstraint("state IN ('active', 'expired', 'in_negotiation')", name=op.f("ck_contract_claims_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_claims")),
        comment="What sources state about contracts.",
    )
    op.create_table(
        "contracts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("starts", postgresql.DATERANGE(), nullable=True),
        sa.Column("ends", postgresql.DATERANGE(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("annual_value_min", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("annual_value_max", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sla', 'licence', 'maintenance', 'framework', 'hosting')", name=op.f("ck_contracts_kind")
        ),
        sa.CheckConstraint("state IN ('active', 'expired', 'in_negotiation')", name=op.f("ck_contracts_state")),
        sa.CheckConstraint("annual_value_min <= annual_value_max", name=op.f("ck_contracts_annual_value")),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["contracts.id"],
            name=op.f("fk_contracts_framework_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_contracts_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_contracts_supplier_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["suppliers.id"], name=op.f("fk_contracts_vendor_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
    )
    op.create_index(op.f("ix_contracts_framework_id"), "contracts", ["framework_id"], unique=False)
    op.create_index(op.f("ix_contracts_organisation_id"), "contracts", ["organisation_id"], unique=False)
    op.create_index(
        "ix_contracts_search",
        "contracts",
        [sa.literal_column("folded(name)").label("folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index("ix_contracts_sorted", "contracts", [sa.literal_column("folded(name)"), "id"], unique=False)
    op.create_index(op.f("ix_contracts_supplier_id"), "contracts", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_contracts_vendor_id"), "contracts", ["vendor_id"], unique=False)
    op.create_table(
        "cost_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("contract", sa.Uuid(), nullable=True),
        sa.Column("supplier", sa.Uuid(), nullable=True),
        sa.Column("budget_node", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("bookkeeping_system", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("amount_min", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("amount_max", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "bookkeeping_system IN ('kas_verplichtingen', 'baten_lasten')",
            name=op.f("ck_cost_claims_bookkeeping_system"),
        ),
        sa.CheckConstraint("category IN ('run', 'change')", name=op.f("ck_cost_claims_category")),
        sa.CheckConstraint(
            "item IN ('internal_staff', 'external_staff', 'other_material')", name=op.f("ck_cost_claims_item")
        ),
        sa.CheckConstraint("version IN ('initial', 'estimate', 'actual')", name=op.f("ck_cost_claims_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_claims")),
        comment="What sources state about costs.",
    )
    op.create_table(
        "dependency_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("service", sa.Uuid(), nullable=True),
        sa.Column("on_service", sa.Uuid(), nullable=True),
        sa.Column("layer", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("data_access", sa.Text(), nullable=True),
        sa.Column("substitutability", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "criticality IN ('essential', 'important', 'supporting')", name=op.f("ck_dependency_claims_criticality")
        ),
        sa.CheckConstraint(
            "data_access IN ('none', 'metadata', 'content', 'keys', 'admin')",
            name=op.f("ck_dependency_claims_data_access"),
        ),
        sa.CheckConstraint(
            "layer IN ('workplace', 'identity', 'saas', 'paas', 'iaas', 'datacenter', 'network_cdn_dns', 'software_component', 'licence', 'support', 'hardware_firmware')",
            name=op.f("ck_dependency_claims_layer"),
        ),
        sa.CheckConstraint(
            "status IN ('declared', 'evidenced', 'inferred', 'disputed', 'refuted')",
            name=op.f("ck_dependency_claims_status"),
        ),
        sa.CheckConstraint(
            "substitutability IN ('not_substitutable', 'highly_complex', 'medium', 'easy')",
            name=op.f("ck_dependency_claims_substitutability"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependency_claims")),
        comment="What sources state about dependencies.",
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("importer", sa.Text(), nullable=False),
        sa.Column("completeness", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("previewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("end_missing", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("completeness IN ('complete', 'partial')", name=op.f("ck_imports_completeness")),
        sa.CheckConstraint(
            "state IN ('received', 'reading', 'previewed', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')",
            name=op.f("ck_imports_state"),
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_files.sha256"], name=op.f("fk_imports_sha256")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_imports_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_sha256"), "imports", ["sha256"], unique=False)
    op.create_index(op.f("ix_imports_source_id"), "imports", ["source_id"], unique=False)
    op.create_table(
        "lifecycle_date_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("product_version", sa.Uuid(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("happens", postgresql.DATERANGE(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "event IN ('general_availability', 'end_of_active_support', 'end_of_security_support', 'end_of_extended_support', 'end_of_sale', 'end_of_life')",
            name=op.f("ck_lifecycle_date_claims_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lifecycle_date_claims")),
        comment="What sources state about lifecycle_dates.",
    )
    op.create_table(
        "matches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("identity", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("layered", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
    )
    op.create_index(
        "ix_matches_joined", "matches", ["record_id"], unique=False, postgresql_where=sa.text("record_id != id")
    )
    op.create_index("ix_matches_kind_identity", "matches", ["kind", "identity"], unique=False)
    op.create_index(op.f("ix_matches_source_id"), "matches", ["source_id"], unique=False)
    op.create_index(
        "ix_matches_target_id",
        "matches",
        ["target_id"],
        unique=False,
        postgresql_where=sa.text("target_id IS NOT NULL"),
    )
    op.create_table(
        "organisation_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("abbreviation", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("tooi", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("kvk", sa.Text(), nullable=True),
        sa.Column("roo", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("founded", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('ministry', 'agency', 'independent_body', 'inspectorate', 'advisory_body', 'shared_service', 'high_council', 'unit', 'foundation', 'other')",
            name=op.f("ck_organisation_claims_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_claims")),
        comment="What sources state about organisations.",
    )
    op.create_table(
        "organisation_name_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("abbreviation", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name_claims")),
        comment="What sources state about organisation_names.",
    )
    op.create_table(
        "organisation_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("abbreviation", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_names_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_names")),
    )
    op.create_index(
        op.f("ix_organisation_names_organisation_id"), "organisation_names", ["organisation_id"], unique=False
    )
    op.create_table(
        "organisation_relation_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("related", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "relation IN ('part_of', 'responsible_ministry', 'succeeded_by')",
            name=op.f("ck_organisation_relation_claims_relation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_relation_claims")),
        comment="What sources state about organisation_relations.",
    )
    op.create_table(
        "organisation_relations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("related_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "relation IN ('part_of', 'responsible_ministry', 'succeeded_by')",
            name=op.f("ck_organisation_relations_relation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_relations_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["related_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_relations_related_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_relations")),
    )
    op.create_index(
        op.f("ix_organisation_relations_organisation_id"), "organisation_relations", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_organisation_relations_related_id"), "organisation_relations", ["related_id"], unique=False
    )
    op.create_table(
        "ownership_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("supplier", sa.Uuid(), nullable=True),
        sa.Column("parent", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("share", sa.Numeric(precision=6, scale=3), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('majority', 'minority', 'golden_share', 'contractual', 'unknown')",
            name=op.f("ck_ownership_claims_basis"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_claims")),
        comment="What sources state about ownerships.",
    )
    op.create_table(
        "ownerships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("share", sa.Numeric(precision=6, scale=3), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('majority', 'minority', 'golden_share', 'contractual', 'unknown')",
            name=op.f("ck_ownerships_basis"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["suppliers.id"], name=op.f("fk_ownerships_parent_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_ownerships_supplier_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownerships")),
    )
    op.create_index(op.f("ix_ownerships_parent_id"), "ownerships", ["parent_id"], unique=False)
    op.create_index(op.f("ix_ownerships_supplier_id"), "ownerships", ["supplier_id"], unique=False)
    op.create_table(
        "policy_goal_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("budget_node", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("parliamentary_paper", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_goal_claims")),
        comment="What sources state about policy_goals.",
    )
    op.create_table(
        "product_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("vendor", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("cpe", sa.Text(), nullable=True),
        sa.Column("purl", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('software', 'operating_system', 'database', 'middleware', 'framework', 'hardware', 'service')",
            name=op.f("ck_product_claims_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_claims")),
        comment="What sources state about products.",
    )
    op.create_table(
        "product_version_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("product", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("cpe", sa.Text(), nullable=True),
        sa.Column("purl", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_version_claims")),
        comment="What sources state about product_versions.",
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("cpe", sa.Text(), nullable=True),
        sa.Column("purl", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('software', 'operating_system', 'database', 'middleware', 'framework', 'hardware', 'service')",
            name=op.f("ck_products_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["suppliers.id"], name=op.f("fk_products_vendor_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index(
        "ix_products_search",
        "products",
        [sa.literal_column("folded(name)").label("folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index("ix_products_sorted", "products", [sa.literal_column("folded(name)"), "id"], unique=False)
    op.create_index(op.f("ix_products_vendor_id"), "products", ["vendor_id"], unique=False)
    op.create_table(
        "saved_mappings",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_saved_mappings_source_id")),
        sa.PrimaryKeyConstraint("source_id", "heading", name=op.f("pk_saved_mappings")),
    )
    op.create_table(
        "supplier_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("legal_form", sa.Text(), nullable=True),
        sa.Column("kvk", sa.Text(), nullable=True),
        sa.Column("lei", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("country_of_incorporation", sa.Text(), nullable=True),
        sa.Column("country_of_headquarters", sa.Text(), nullable=True),
        sa.Column("founded", postgresql.DATERANGE(), nullable=True),
        sa.Column("origin_override", sa.Text(), nullable=True),
        sa.Column("origin_override_reason", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('company', 'government', 'foundation', 'community', 'person')",
            name=op.f("ck_supplier_claims_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_claims")),
        comment="What sources state about suppliers.",
    )
    op.create_table(
        "application_contracts",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_application_contracts_contract_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "contract_id", name=op.f("pk_application_contracts")),
    )
    op.create_index(
        op.f("ix_application_contracts_contract_id"), "application_contracts", ["contract_id"], unique=False
    )
    op.create_table(
        "application_products",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_application_products_product_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "product_id", name=op.f("pk_application_products")),
    )
    op.create_index(op.f("ix_application_products_product_id"), "application_products", ["product_id"], unique=False)
    op.create_table(
        "application_replacements",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["replaced_id"],
            ["applications.id"],
            name=op.f("fk_application_replacements_replaced_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "replaced_id", name=op.f("pk_application_replacements")),
    )
    op.create_index(
        op.f("ix_application_replacements_replaced_id"), "application_replacements", ["replaced_id"], unique=False
    )
    op.create_table(
        "application_suppliers",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_application_suppliers_supplier_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "supplier_id", "role", name=op.f("pk_application_suppliers")),
    )
    op.create_index(
        op.f("ix_application_suppliers_supplier_id"), "application_suppliers", ["supplier_id"], unique=False
    )
    op.create_table(
        "application_users",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_application_users_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "organisation_id", name=op.f("pk_application_users")),
    )
    op.create_index(
        op.f("ix_application_users_organisation_id"), "application_users", ["organisation_id"], unique=False
    )
    op.create_table(
        "chain_statements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("completeness", sa.Text(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("as_of", postgresql.DATERANGE(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "completeness IN ('complete', 'partial', 'refused')", name=op.f("ck_chain_statements_completeness")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["cloud_services.id"],
            name=op.f("fk_chain_statements_service_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_statements")),
    )
    op.create_index(op.f("ix_chain_statements_service_id"), "chain_statements", ["service_id"], unique=False)
    op.create_table(
        "changes",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_changes_import_id")),
        sa.PrimaryKeyConstraint("import_id", "step", "kind", "action", "at", name=op.f("pk_changes")),
    )
    op.create_table(
        "costs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("budget_node_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("bookkeeping_system", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("amount_min", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("amount_max", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "bookkeeping_system IN ('kas_verplichtingen', 'baten_lasten')", name=op.f("ck_costs_bookkeeping_system")
        ),
        sa.CheckConstraint("category IN ('run', 'change')", name=op.f("ck_costs_category")),
        sa.CheckConstraint(
            "item IN ('internal_staff', 'external_staff', 'other_material')", name=op.f("ck_costs_item")
        ),
        sa.CheckConstraint("version IN ('initial', 'estimate', 'actual')", name=op.f("ck_costs_version")),
        sa.CheckConstraint("amount_min <= amount_max", name=op.f("ck_costs_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_costs_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["budget_node_id"],
            ["budget_nodes.id"],
            name=op.f("fk_costs_budget_node_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_costs_contract_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_costs_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_costs_supplier_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costs")),
    )
    op.create_index(op.f("ix_costs_application_id"), "costs", ["application_id"], unique=False)
    op.create_index(op.f("ix_costs_budget_node_id"), "costs", ["budget_node_id"], unique=False)
    op.create_index(op.f("ix_costs_contract_id"), "costs", ["contract_id"], unique=False)
    op.create_index(op.f("ix_costs_organisation_id"), "costs", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_costs_supplier_id"), "costs", ["supplier_id"], unique=False)
    op.create_table(
        "dependencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("on_service_id", sa.Uuid(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("data_access", sa.Text(), nullable=True),
        sa.Column("substitutability", sa.Text(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "criticality IN ('essential', 'important', 'supporting')", name=op.f("ck_dependencies_criticality")
        ),
        sa.CheckConstraint(
            "data_access IN ('none', 'metadata', 'content', 'keys', 'admin')", name=op.f("ck_dependencies_data_access")
        ),
        sa.CheckConstraint(
            "layer IN ('workplace', 'identity', 'saas', 'paas', 'iaas', 'datacenter', 'network_cdn_dns', 'software_component', 'licence', 'support', 'hardware_firmware')",
            name=op.f("ck_dependencies_layer"),
        ),
        sa.CheckConstraint(
            "status IN ('declared', 'evidenced', 'inferred', 'disputed', 'refuted')",
            name=op.f("ck_dependencies_status"),
        ),
        sa.CheckConstraint(
            "substitutability IN ('not_substitutable', 'highly_complex', 'medium', 'easy')",
            name=op.f("ck_dependencies_substitutability"),
        ),
        sa.CheckConstraint("num_nonnulls(application_id, service_id) = 1", name=op.f("ck_dependencies_one_side")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_dependencies_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["on_service_id"],
            ["cloud_services.id"],
            name=op.f("fk_dependencies_on_service_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["cloud_services.id"],
            name=op.f("fk_dependencies_service_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependencies")),
    )
    op.create_index(op.f("ix_dependencies_application_id"), "dependencies", ["application_id"], unique=False)
    op.create_index(op.f("ix_dependencies_on_service_id"), "dependencies", ["on_service_id"], unique=False)
    op.create_index(op.f("ix_dependencies_service_id"), "dependencies", ["service_id"], unique=False)
    op.create_table(
        "import_columns",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("sheet", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("sheet_name", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("certainty", sa.Double(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("samples", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_columns_import_id")),
        sa.PrimaryKeyConstraint("import_id", "sheet", "position", name=op.f("pk_import_columns")),
    )
    op.create_table(
        "import_progress",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("rows_done", sa.BigInteger(), nullable=False),
        sa.Column("rows_total", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_progress_import_id")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_progress")),
    )
    op.create_table(
        "policy_goals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("budget_node_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("parliamentary_paper", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.ForeignKeyConstraint(
            ["budget_node_id"],
            ["budget_nodes.id"],
            name=op.f("fk_policy_goals_budget_node_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_policy_goals_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_goals")),
    )
    op.create_index(op.f("ix_policy_goals_budget_node_id"), "policy_goals", ["budget_node_id"], unique=False)
    op.create_index(op.f("ix_policy_goals_organisation_id"), "policy_goals", ["organisation_id"], unique=False)
    op.create_table(
        "problems",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sheet", sa.SmallInteger(), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("severity IN ('error', 'warning', 'note')", name=op.f("ck_problems_severity")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_problems_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    op.create_index(op.f("ix_problems_import_id"), "problems", ["import_id"], unique=False)
    op.create_table(
        "product_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cpe", sa.Text(), nullable=True),
        sa.Column("purl", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_product_versions_product_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_versions")),
    )
    op.create_index(op.f("ix_product_versions_product_id"), "product_versions", ["product_id"], unique=False)
    op.create_table(
        "staged_rows",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.SmallInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("match_id", "import_id", name=op.f("pk_staged_rows")),
    )
    op.create_index("ix_staged_rows_import", "staged_rows", ["import_id", "kind", "row_number"], unique=False)
    op.create_table(
        "application_product_versions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("product_version_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_version_id"],
            ["product_versions.id"],
            name=op.f("fk_application_product_versions_product_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "product_version_id", name=op.f("pk_application_product_versions")),
    )
    op.create_index(
        op.f("ix_application_product_versions_product_version_id"),
        "application_product_versions",
        ["product_version_id"],
        unique=False,
    )
    op.create_table(
        "application_supports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("policy_goal_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("attribution", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("as_of", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "role IN ('essential', 'supporting', 'marginal')", name=op.f("ck_application_supports_role")
        ),
        sa.CheckConstraint("attribution BETWEEN 0 AND 100", name=op.f("ck_application_supports_attribution")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_supports_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["policy_goal_id"],
            ["policy_goals.id"],
            name=op.f("fk_application_supports_policy_goal_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_supports")),
    )
    op.create_index(
        op.f("ix_application_supports_application_id"), "application_supports", ["application_id"], unique=False
    )
    op.create_index(
        op.f("ix_application_supports_policy_goal_id"), "application_supports", ["policy_goal_id"], unique=False
    )
    op.create_table(
        "lifecycle_dates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product_version_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("happens", postgresql.DATERANGE(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "event IN ('general_availability', 'end_of_active_support', 'end_of_security_support', 'end_of_extended_support', 'end_of_sale', 'end_of_life')",
            name=op.f("ck_lifecycle_dates_event"),
        ),
        sa.ForeignKeyConstraint(
            ["product_version_id"],
            ["product_versions.id"],
            name=op.f("fk_lifecycle_dates_product_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lifecycle_dates")),
    )
    op.create_index(
        op.f("ix_lifecycle_dates_product_version_id"), "lifecycle_dates", ["product_version_id"], unique=False
    )
    for table in HISTORIES:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER keep_history_{event.lower()} AFTER {event} ON {table} REFERENCING OLD TABLE AS old_rows"
                " FOR EACH STATEMENT EXECUTE FUNCTION keep_history()"
            )
    for table in LINKS:
        op.execute(
            f"CREATE TRIGGER require_application AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION require_application()"
        )
    op.execute(
        "CREATE TRIGGER drop_links AFTER DELETE ON applications REFERENCING OLD TABLE AS old_rows"
        f" FOR EACH STATEMENT EXECUTE FUNCTION drop_links({', '.join(LINKS)})"
    )
    for event, tables in {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }.items():
        op.execute(
            f"CREATE TRIGGER keep_summary_{event.lower()} AFTER {event} ON applications REFERENCING {tables}"
            " FOR EACH STATEMENT EXECUTE FUNCTION keep_summary()"
        )


def downgrade() -> None:
    """Take everything away."""
    op.drop_index(op.f("ix_lifecycle_dates_product_version_id"), table_name="lifecycle_dates")
    op.drop_table("lifecycle_dates")
    op.drop_index(op.f("ix_application_supports_policy_goal_id"), table_name="application_supports")
    op.drop_index(op.f("ix_application_supports_application_id"), table_name="application_supports")
    op.drop_table("application_supports")
    op.drop_index(op.f("ix_application_product_versions_product_version_id"), table_name="application_product_versions")
    op.drop_table("application_product_versions")
    op.drop_index("ix_staged_rows_import", table_name="staged_rows")
    op.drop_table("staged_rows")
    op.drop_index(op.f("ix_product_versions_product_id"), table_name="product_versions")
    op.drop_table("product_versions")
    op.drop_index(op.f("ix_problems_import_id"), table_name="problems")
    op.drop_table("problems")
    op.drop_index(op.f("ix_policy_goals_organisation_id"), table_name="policy_goals")
    op.drop_index(op.f("ix_policy_goals_budget_node_id"), table_name="policy_goals")
    op.drop_table("policy_goals")
    op.drop_table("import_progress")
    op.drop_table("import_columns")
    op.drop_index(op.f("ix_dependencies_service_id"), table_name="dependencies")
    op.drop_index(op.f("ix_dependencies_on_service_id"), table_name="dependencies")
    op.drop_index(op.f("ix_dependencies_application_id"), table_name="dependencies")
    op.drop_table("dependencies")
    op.drop_index(op.f("ix_costs_supplier_id"), table_name="costs")
    op.drop_index(op.f("ix_costs_organisation_id"), table_name="costs")
    op.drop_index(op.f("ix_costs_contract_id"), table_name="costs")
    op.drop_index(op.f("ix_costs_budget_node_id"), table_name="costs")
    op.drop_index(op.f("ix_costs_application_id"), table_name="costs")
    op.drop_table("costs")
    op.drop_table("changes")
    op.drop_index(op.f("ix_chain_statements_service_id"), table_name="chain_statements")
    op.drop_table("chain_statements")
    op.drop_index(op.f("ix_application_users_organisation_id"), table_name="application_users")
    op.drop_table("application_users")
    op.drop_index(op.f("ix_application_suppliers_supplier_id"), table_name="application_suppliers")
    op.drop_table("application_suppliers")
    op.drop_index(op.f("ix_application_replacements_replaced_id"), table_name="application_replacements")
    op.drop_table("application_replacements")
    op.drop_index(op.f("ix_application_products_product_id"), table_name="application_products")
    op.drop_table("application_products")
    op.drop_index(op.f("ix_application_contracts_contract_id"), table_name="application_contracts")
    op.drop_table("application_contracts")
    op.drop_table("supplier_claims")
    op.drop_table("saved_mappings")
    op.drop_index(op.f("ix_products_vendor_id"), table_name="products")
    op.drop_index("ix_products_sorted", table_name="products")
    op.drop_index(
        "ix_products_search", table_name="products", postgresql_using="gin", postgresql_ops={"folded": "gin_trgm_ops"}
    )
    op.drop_table("products")
    op.drop_table("product_version_claims")
    op.drop_table("product_claims")
    op.drop_table("policy_goal_claims")
    op.drop_index(op.f("ix_ownerships_supplier_id"), table_name="ownerships")
    op.drop_index(op.f("ix_ownerships_parent_id"), table_name="ownerships")
    op.drop_table("ownerships")
    op.drop_table("ownership_claims")
    op.drop_index(op.f("ix_organisation_relations_related_id"), table_name="organisation_relations")
    op.drop_index(op.f("ix_organisation_relations_organisation_id"), table_name="organisation_relations")
    op.drop_table("organisation_relations")
    op.drop_table("organisation_relation_claims")
    op.drop_index(op.f("ix_organisation_names_organisation_id"), table_name="organisation_names")
    op.drop_table("organisation_names")
    op.drop_table("organisation_name_claims")
    op.drop_table("organisation_claims")
    op.drop_index("ix_matches_target_id", table_name="matches", postgresql_where=sa.text("target_id IS NOT NULL"))
    op.drop_index(op.f("ix_matches_source_id"), table_name="matches")
    op.drop_index("ix_matches_kind_identity", table_name="matches")
    op.drop_index("ix_matches_joined", table_name="matches", postgresql_where=sa.text("record_id != id"))
    op.drop_table("matches")
    op.drop_table("lifecycle_date_claims")
    op.drop_index(op.f("ix_imports_source_id"), table_name="imports")
    op.drop_index(op.f("ix_imports_sha256"), table_name="imports")
    op.drop_table("imports")
    op.drop_table("dependency_claims")
    op.drop_table("cost_claims")
    op.drop_index(op.f("ix_contracts_vendor_id"), table_name="contracts")
    op.drop_index(op.f("ix_contracts_supplier_id"), table_name="contracts")
    op.drop_index("ix_contracts_sorted", table_name="contracts")
    op.drop_index(
        "ix_contracts_search", table_name="contracts", postgresql_using="gin", postgresql_ops={"folded": "gin_trgm_ops"}
    )
    op.drop_index(op.f("ix_contracts_organisation_id"), table_name="contracts")
    op.drop_index(op.f("ix_contracts_framework_id"), table_name="contracts")
    op.drop_table("contracts")
    op.drop_table("contract_claims")
    op.drop_index(op.f("ix_cloud_services_supplier_id"), table_name="cloud_services")
    op.drop_index("ix_cloud_services_sorted", table_name="cloud_services")
    op.drop_index(
        "ix_cloud_services_search",
        table_name="cloud_services",
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.drop_index(op.f("ix_cloud_services_client_id"), table_name="cloud_services")
    op.drop_table("cloud_services")
    op.drop_table("cloud_service_claims")
    op.drop_table("chain_statement_claims")
    op.drop_index(op.f("ix_budget_nodes_parent_id"), table_name="budget_nodes")
    op.drop_index(op.f("ix_budget_nodes_organisation_id"), table_name="budget_nodes")
    op.drop_table("budget_nodes")
    op.drop_table("budget_node_claims")
    op.drop_index("ix_applications_sorted", table_name="applications")
    op.drop_index(
        "ix_applications_search",
        table_name="applications",
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.drop_index(op.f("ix_applications_owner_id"), table_name="applications")
    op.drop_table("applications")
    op.drop_table("application_support_claims")
    op.drop_table("application_claims")
    op.drop_index(op.f("ix_suppliers_history_known_until"), table_name="suppliers_history")
    op.drop_index("ix_suppliers_history_id", table_name="suppliers_history")
    op.drop_table("suppliers_history")
    op.drop_index("ix_suppliers_sorted", table_name="suppliers")
    op.drop_index(
        "ix_suppliers_search", table_name="suppliers", postgresql_using="gin", postgresql_ops={"folded": "gin_trgm_ops"}
    )
    op.drop_table("suppliers")
    op.drop_table("stored_files")
    op.drop_index(op.f("ix_sources_organisation_id"), table_name="sources")
    op.drop_table("sources")
    op.drop_index(op.f("ix_products_history_known_until"), table_name="products_history")
    op.drop_index("ix_products_history_id", table_name="products_history")
    op.drop_table("products_history")
    op.drop_index(op.f("ix_product_versions_history_known_until"), table_name="product_versions_history")
    op.drop_index("ix_product_versions_history_id", table_name="product_versions_history")
    op.drop_table("product_versions_history")
    op.drop_index(op.f("ix_policy_goals_history_known_until"), table_name="policy_goals_history")
    op.drop_index("ix_policy_goals_history_id", table_name="policy_goals_history")
    op.drop_table("policy_goals_history")
    op.drop_index(op.f("ix_ownerships_history_known_until"), table_name="ownerships_history")
    op.drop_index("ix_ownerships_history_id", table_name="ownerships_history")
    op.drop_table("ownerships_history")
    op.drop_index(op.f("ix_organisations_history_known_until"), table_name="organisations_history")
    op.drop_index("ix_organisations_history_id", table_name="organisations_history")
    op.drop_table("organisations_history")
    op.drop_index("ix_organisations_sorted", table_name="organisations")
    op.drop_index(
        "ix_organisations_search",
        table_name="organisations",
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.drop_table("organisations")
    op.drop_index(op.f("ix_organisation_relations_history_known_until"), table_name="organisation_relations_history")
    op.drop_index("ix_organisation_relations_history_id", table_name="organisation_relations_history")
    op.drop_table("organisation_relations_history")
    op.drop_index(op.f("ix_organisation_names_history_known_until"), table_name="organisation_names_history")
    op.drop_index("ix_organisation_names_history_id", table_name="organisation_names_history")
    op.drop_table("organisation_names_history")
    op.drop_index(op.f("ix_lifecycle_dates_history_known_until"), table_name="lifecycle_dates_history")
    op.drop_index("ix_lifecycle_dates_history_id", table_name="lifecycle_dates_history")
    op.drop_table("lifecycle_dates_history")
    op.drop_index("ix_landscape_summary_overall", table_name="landscape_summary", postgresql_where=sa.text("overall"))
    op.drop_index("uq_landscape_summary", table_name="landscape_summary", postgresql_nulls_not_distinct=True)
    op.drop_index(
        "ix_landscape_summary_empty", table_name="landscape_summary", postgresql_where=sa.text("applications = 0")
    )
    op.drop_table("landscape_summary")
    op.drop_index(op.f("ix_judgements_right_id"), table_name="judgements")
    op.drop_index(op.f("ix_judgements_left_id"), table_name="judgements")
    op.drop_table("judgements")
    op.drop_index("uq_field_sets_kind_fields", table_name="field_sets")
    op.drop_table("field_sets")
    op.drop_index(op.f("ix_dependencies_history_known_until"), table_name="dependencies_history")
    op.drop_index("ix_dependencies_history_id", table_name="dependencies_history")
    op.drop_table("dependencies_history")
    op.drop_index(op.f("ix_costs_history_known_until"), table_name="costs_history")
    op.drop_index("ix_costs_history_id", table_name="costs_history")
    op.drop_table("costs_history")
    op.drop_index(op.f("ix_contracts_history_known_until"), table_name="contracts_history")
    op.drop_index("ix_contracts_history_id", table_name="contracts_history")
    op.drop_table("contracts_history")
    op.drop_index(op.f("ix_cloud_services_history_known_until"), table_name="cloud_services_history")
    op.drop_index("ix_cloud_services_history_id", table_name="cloud_services_history")
    op.drop_table("cloud_services_history")
    op.drop_index(op.f("ix_chain_statements_history_known_until"), table_name="chain_statements_history")
    op.drop_index("ix_chain_statements_history_id", table_name="chain_statements_history")
    op.drop_table("chain_statements_history")
    op.drop_index(op.f("ix_budget_nodes_history_known_until"), table_name="budget_nodes_history")
    op.drop_index("ix_budget_nodes_history_id", table_name="budget_nodes_history")
    op.drop_table("budget_nodes_history")
    op.drop_index(op.f("ix_applications_history_known_until"), table_name="applications_history")
    op.drop_index("ix_applications_history_id", table_name="applications_history")
    op.drop_table("applications_history")
    op.drop_index(op.f("ix_application_supports_history_known_until"), table_name="application_supports_history")
    op.drop_index("ix_application_supports_history_id", table_name="application_supports_history")
    op.drop_table("application_supports_history")
    for function in ("require_application()", "drop_links()", "keep_summary()", "keep_history()", "published_at()"):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION application_phase(text, daterange)")
    op.execute("DROP FUNCTION folded(text)")
