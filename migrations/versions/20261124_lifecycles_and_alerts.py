"""Lives of applications and versions, what is due, events, subscriptions and deliveries."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261124c"
down_revision: str | Sequence[str] | None = "20261124b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HISTORIES = ("application_phases", "assessments", "findings", "support_purchases")
RENEWALS = "renewal IN ('none', 'option', 'silent')"


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("target", sa.Date(), nullable=False),
        sa.Column("rung", sa.SmallInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("event_position", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("moment IN ('end', 'decide')", name=op.f("ck_alerts_moment")),
        sa.CheckConstraint("state IN ('raised', 'superseded', 'snoozed')", name=op.f("ck_alerts_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("deadline_id", "moment", "target", "rung", "role", name="uq_alerts_rung"),
    )
    op.create_table(
        "application_ends",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("ends_from", sa.Date(), nullable=True),
        sa.Column("ends_until", sa.Date(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("deadline_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("component_kind", sa.Text(), nullable=True),
        sa.Column("component_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("unknown_parts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_ends")),
    )
    op.create_index(op.f("ix_application_ends_deadline_id"), "application_ends", ["deadline_id"], unique=False)
    op.create_index(
        "ix_application_ends_ends",
        "application_ends",
        ["ends_from", "application_id"],
        unique=False,
        postgresql_include=["phase", "kind", "decide_by"],
    )
    op.create_index(
        "ix_application_ends_decide",
        "application_ends",
        ["decide_by", "application_id"],
        unique=False,
        postgresql_include=["phase", "kind"],
    )
    op.create_index("ix_application_ends_owner_ends", "application_ends", ["owner_id", "ends_from"], unique=False)
    op.create_index(op.f("ix_application_ends_product_id"), "application_ends", ["product_id"], unique=False)
    op.create_index(op.f("ix_application_ends_supplier_id"), "application_ends", ["supplier_id"], unique=False)
    op.create_table(
        "application_phase_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("planned", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "state IN ('idea', 'planned', 'in_realisation', 'in_production', 'to_be_phased_out', 'being_phased_out', 'ended', 'archived')",
            name=op.f("ck_application_phase_claims_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_phase_claims")),
        comment="What sources state about application_phases.",
    )
    op.create_table(
        "application_phases_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("planned", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of application_phases.",
    )
    op.create_index("ix_application_phases_history_id", "application_phases_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_application_phases_history_known_until"), "application_phases_history", ["known_until"], unique=False
    )
    op.create_table(
        "assessment_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("service", sa.Uuid(), nullable=True),
        sa.Column("supplier", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("done_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("valid_until", postgresql.DATERANGE(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "what IN ('assurance_report', 'supplier_review', 'continuity_test', 'exit_plan', 'exit_plan_test', 'exit_plan_review', 'notification', 'prescan_dpia', 'dpia', 'dtia', 'cloud_policy', 'inventory_verification')",
            name=op.f("ck_assessment_claims_what"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_claims")),
        comment="What sources state about assessments.",
    )
    op.create_table(
        "assessments_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("valid_until", postgresql.DATERANGE(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of assessments.",
    )
    op.create_index("ix_assessments_history_id", "assessments_history", ["id"], unique=False)
    op.create_index(op.f("ix_assessments_history_known_until"), "assessments_history", ["known_until"], unique=False)
    op.create_table(
        "deadline_decisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('acknowledge', 'snooze', 'assign', 'reopen')", name=op.f("ck_deadline_decisions_action")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_decisions")),
    )
    op.create_index("ix_deadline_decisions_deadline_id_id", "deadline_decisions", ["deadline_id", "id"], unique=False)
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("component_kind", sa.Text(), nullable=True),
        sa.Column("component_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("criticality", sa.Text(), nullable=True),
        sa.Column("due", postgresql.DATERANGE(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("lead_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("notice_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("essential", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("path", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("first_seen_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    op.create_index(op.f("ix_deadlines_application_id"), "deadlines", ["application_id"], unique=False)
    op.create_index(op.f("ix_deadlines_component_id"), "deadlines", ["component_id"], unique=False)
    op.create_index(
        "ix_deadlines_decide_by",
        "deadlines",
        ["decide_by"],
        unique=False,
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )
    op.create_index(
        "ix_deadlines_due",
        "deadlines",
        [sa.literal_column("lower(due)")],
        unique=False,
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )
    op.create_index(op.f("ix_deadlines_owner_id"), "deadlines", ["owner_id"], unique=False)
    op.create_index(op.f("ix_deadlines_subject_id"), "deadlines", ["subject_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("rung", sa.SmallInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    op.create_index("ix_events_subject_id_position", "events", ["subject_id", "position"], unique=False)
    op.create_table(
        "finding_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("service", sa.Uuid(), nullable=True),
        sa.Column("supplier", sa.Uuid(), nullable=True),
        sa.Column("product_version", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("opened_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("closed_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("financial_risk", sa.Text(), nullable=True),
        sa.Column("disruption", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "severity IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_finding_claims_severity")
        ),
        sa.CheckConstraint("what IN ('finding', 'vulnerability')", name=op.f("ck_finding_claims_what")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_claims")),
        comment="What sources state about findings.",
    )
    op.create_table(
        "findings_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("product_version_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("opened_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("closed_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("financial_risk", sa.Text(), nullable=True),
        sa.Column("disruption", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of findings.",
    )
    op.create_index("ix_findings_history_id", "findings_history", ["id"], unique=False)
    op.create_index(op.f("ix_findings_history_known_until"), "findings_history", ["known_until"], unique=False)
    op.create_table(
        "horizon_days",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("applications", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_horizon_days")),
        sa.UniqueConstraint(
            "measure", "dimension", "key", "phase", "day", name="uq_horizon_days", postgresql_nulls_not_distinct=True
        ),
    )
    op.create_index(
        "ix_horizon_days_counts",
        "horizon_days",
        ["measure", "dimension", "key", "day"],
        unique=False,
        postgresql_include=["applications"],
        postgresql_where=sa.text("phase <> 'past'"),
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("event_position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("raised", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('done', 'failed')", name=op.f("ck_scans_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("organisations", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("products", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("suppliers", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("thresholds", postgresql.ARRAY(sa.SmallInteger()), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("heartbeat", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("secrets", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('webhook', 'mail', 'calendar', 'pull')", name=op.f("ck_subscriptions_channel")),
        sa.CheckConstraint(
            "channel NOT IN ('webhook', 'mail') OR target IS NOT NULL", name=op.f("ck_subscriptions_target")
        ),
        sa.CheckConstraint("digest IN ('at_once', 'daily', 'weekly')", name=op.f("ck_subscriptions_digest")),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("ck_subscriptions_language")),
        sa.CheckConstraint(
            "role IN ('system_owner', 'departmental_cio', 'cio_rijk')", name=op.f("ck_subscriptions_role")
        ),
        sa.CheckConstraint("state IN ('active', 'paused', 'disabled', 'ended')", name=op.f("ck_subscriptions_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_subscriptions_token_hash")),
    )
    op.create_table(
        "support_purchase_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("field_set_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("product", sa.Uuid(), nullable=True),
        sa.Column("product_version", sa.Uuid(), nullable=True),
        sa.Column("application", sa.Uuid(), nullable=True),
        sa.Column("contract", sa.Uuid(), nullable=True),
        sa.Column("until", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_purchase_claims")),
        comment="What sources state about support_purchases.",
    )
    op.create_table(
        "support_purchases_history",
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("product_version_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("until", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        comment="Earlier versions of support_purchases.",
    )
    op.create_index("ix_support_purchases_history_id", "support_purchases_history", ["id"], unique=False)
    op.create_index(
        op.f("ix_support_purchases_history_known_until"), "support_purchases_history", ["known_until"], unique=False
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("ordering_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("state IN ('pending', 'delivered', 'failed', 'dropped')", name=op.f("ck_deliveries_state")),
        sa.CheckConstraint(
            "what IN ('event', 'digest', 'heartbeat', 'test', 'replay')", name=op.f("ck_deliveries_what")
        ),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_deliveries_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["subscription_id", "next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_deliveries_ordering",
        "deliveries",
        ["subscription_id", "ordering_key", "sequence"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_deliveries_subscription_created", "deliveries", ["subscription_id", "created_at"], unique=False)
    op.create_table(
        "subscription_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_subscription_changes_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_changes")),
    )
    op.create_index(
        op.f("ix_subscription_changes_subscription_id"), "subscription_changes", ["subscription_id"], unique=False
    )
    op.create_table(
        "application_phases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("planned", postgresql.DATERANGE(), nullable=True),
        sa.Column("actual", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "state IN ('idea', 'planned', 'in_realisation', 'in_production', 'to_be_phased_out', 'being_phased_out', 'ended', 'archived')",
            name=op.f("ck_application_phases_state"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_phases_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_phases")),
    )
    op.create_index(
        op.f("ix_application_phases_application_id"), "application_phases", ["application_id"], unique=False
    )
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("valid_until", postgresql.DATERANGE(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint(
            "what IN ('assurance_report', 'supplier_review', 'continuity_test', 'exit_plan', 'exit_plan_test', 'exit_plan_review', 'notification', 'prescan_dpia', 'dpia', 'dtia', 'cloud_policy', 'inventory_verification')",
            name=op.f("ck_assessments_what"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_assessments_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_assessments_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["cloud_services.id"],
            name=op.f("fk_assessments_service_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_assessments_supplier_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index(op.f("ix_assessments_application_id"), "assessments", ["application_id"], unique=False)
    op.create_index(op.f("ix_assessments_organisation_id"), "assessments", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_assessments_service_id"), "assessments", ["service_id"], unique=False)
    op.create_index(op.f("ix_assessments_supplier_id"), "assessments", ["supplier_id"], unique=False)
    op.create_table(
        "delivery_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_attempts_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
    )
    op.create_index(op.f("ix_delivery_attempts_delivery_id"), "delivery_attempts", ["delivery_id"], unique=False)
    op.create_table(
        "delivery_events",
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_events_delivery_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_delivery_events_subscription_id")
        ),
        sa.PrimaryKeyConstraint("subscription_id", "position", name=op.f("pk_delivery_events")),
    )
    op.create_index(op.f("ix_delivery_events_delivery_id"), "delivery_events", ["delivery_id"], unique=False)
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("product_version_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("opened_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("closed_on", postgresql.DATERANGE(), nullable=True),
        sa.Column("financial_risk", sa.Text(), nullable=True),
        sa.Column("disruption", sa.Text(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.CheckConstraint("severity IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_findings_severity")),
        sa.CheckConstraint("what IN ('finding', 'vulnerability')", name=op.f("ck_findings_what")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_findings_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_findings_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["product_version_id"],
            ["product_versions.id"],
            name=op.f("fk_findings_product_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["cloud_services.id"],
            name=op.f("fk_findings_service_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_findings_supplier_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_application_id"), "findings", ["application_id"], unique=False)
    op.create_index(op.f("ix_findings_organisation_id"), "findings", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_findings_product_version_id"), "findings", ["product_version_id"], unique=False)
    op.create_index(op.f("ix_findings_service_id"), "findings", ["service_id"], unique=False)
    op.create_index(op.f("ix_findings_supplier_id"), "findings", ["supplier_id"], unique=False)
    op.create_table(
        "support_purchases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("product_version_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("until", postgresql.DATERANGE(), nullable=True),
        sa.Column("ended_on", postgresql.DATERANGE(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_support_purchases_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_support_purchases_contract_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_support_purchases_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_support_purchases_product_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["product_version_id"],
            ["product_versions.id"],
            name=op.f("fk_support_purchases_product_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_purchases")),
    )
    op.create_index(op.f("ix_support_purchases_application_id"), "support_purchases", ["application_id"], unique=False)
    op.create_index(op.f("ix_support_purchases_contract_id"), "support_purchases", ["contract_id"], unique=False)
    op.create_index(
        op.f("ix_support_purchases_organisation_id"), "support_purchases", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_support_purchases_product_id"), "support_purchases", ["product_id"], unique=False)
    op.create_index(
        op.f("ix_support_purchases_product_version_id"), "support_purchases", ["product_version_id"], unique=False
    )
    op.add_column("application_claims", sa.Column("maintainable", sa.Boolean(), nullable=True))
    op.add_column("application_claims", sa.Column("adaptable", sa.Boolean(), nullable=True))
    op.add_column("application_claims", sa.Column("securable", sa.Boolean(), nullable=True))
    op.add_column("application_claims", sa.Column("technical_debt", sa.Numeric(precision=5, scale=2), nullable=True))
    op.add_column("application_claims", sa.Column("weight", sa.Numeric(precision=12, scale=2), nullable=True))
    op.add_column("application_claims", sa.Column("migration_days", sa.Integer(), nullable=True))
    op.add_column("applications", sa.Column("maintainable", sa.Boolean(), nullable=True))
    op.add_column("applications", sa.Column("adaptable", sa.Boolean(), nullable=True))
    op.add_column("applications", sa.Column("securable", sa.Boolean(), nullable=True))
    op.add_column("applications", sa.Column("technical_debt", sa.Numeric(precision=5, scale=2), nullable=True))
    op.add_column("applications", sa.Column("weight", sa.Numeric(precision=12, scale=2), nullable=True))
    op.add_column("applications", sa.Column("migration_days", sa.Integer(), nullable=True))
    op.create_index(
        "ix_applications_legacy",
        "applications",
        ["owner_id"],
        unique=False,
        postgresql_include=[
            "maintainable", "adaptable", "securable", "technical_debt", "weight", "lifecycle_state", "ended_on",
        ],
        postgresql_where=sa.text("num_nonnulls(maintainable, adaptable, securable, technical_debt, weight) > 0"),
    )  # fmt: skip
    op.add_column("applications_history", sa.Column("maintainable", sa.Boolean(), nullable=True))
    op.add_column("applications_history", sa.Column("adaptable", sa.Boolean(), nullable=True))
    op.add_column("applications_history", sa.Column("securable", sa.Boolean(), nullable=True))
    op.add_column("applications_history", sa.Column("technical_debt", sa.Numeric(precision=5, scale=2), nullable=True))
    op.add_column("applications_history", sa.Column("weight", sa.Numeric(precision=12, scale=2), nullable=True))
    op.add_column("applications_history", sa.Column("migration_days", sa.Integer(), nullable=True))
    op.add_column("cloud_service_claims", sa.Column("ends", postgresql.DATERANGE(), nullable=True))
    op.add_column("cloud_service_claims", sa.Column("exit_days", sa.Integer(), nullable=True))
    op.add_column("cloud_services", sa.Column("ends", postgresql.DATERANGE(), nullable=True))
    op.add_column("cloud_services", sa.Column("exit_days", sa.Integer(), nullable=True))
    op.add_column("cloud_services_history", sa.Column("ends", postgresql.DATERANGE(), nullable=True))
    op.add_column("cloud_services_history", sa.Column("exit_days", sa.Integer(), nullable=True))
    op.add_column("contract_claims", sa.Column("renewal", sa.Text(), nullable=True))
    op.add_column("contract_claims", sa.Column("exit_days", sa.Integer(), nullable=True))
    op.add_column("contracts", sa.Column("renewal", sa.Text(), nullable=True))
    op.add_column("contracts", sa.Column("exit_days", sa.Integer(), nullable=True))
    op.add_column("contracts_history", sa.Column("renewal", sa.Text(), nullable=True))
    op.add_column("contracts_history", sa.Column("exit_days", sa.Integer(), nullable=True))
    op.add_column("lifecycle_date_claims", sa.Column("identifier", sa.Text(), nullable=True))
    op.add_column("lifecycle_dates", sa.Column("identifier", sa.Text(), nullable=True))
    op.add_column("lifecycle_dates_history", sa.Column("identifier", sa.Text(), nullable=True))
    for table in ("contracts", "contract_claims"):
        op.create_check_constraint(op.f(f"ck_{table}_renewal"), table, RENEWALS)
    for table in HISTORIES:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER keep_history_{event.lower()} AFTER {event} ON {table} REFERENCING OLD TABLE AS old_rows"
                " FOR EACH STATEMENT EXECUTE FUNCTION keep_history()"
            )


def downgrade() -> None:
    op.drop_column("lifecycle_dates_history", "identifier")
    op.drop_column("lifecycle_dates", "identifier")
    op.drop_column("lifecycle_date_claims", "identifier")
    op.drop_column("contracts_history", "exit_days")
    op.drop_column("contracts_history", "renewal")
    op.drop_column("contracts", "exit_days")
    op.drop_column("contracts", "renewal")
    op.drop_column("contract_claims", "exit_days")
    op.drop_column("contract_claims", "renewal")
    op.drop_column("cloud_services_history", "exit_days")
    op.drop_column("cloud_services_history", "ends")
    op.drop_column("cloud_services", "exit_days")
    op.drop_column("cloud_services", "ends")
    op.drop_column("cloud_service_claims", "exit_days")
    op.drop_column("cloud_service_claims", "ends")
    op.drop_column("applications_history", "migration_days")
    op.drop_column("applications_history", "weight")
    op.drop_column("applications_history", "technical_debt")
    op.drop_column("applications_history", "securable")
    op.drop_column("applications_history", "adaptable")
    op.drop_column("applications_history", "maintainable")
    op.drop_index("ix_applications_legacy", table_name="applications")
    op.drop_column("applications", "migration_days")
    op.drop_column("applications", "weight")
    op.drop_column("applications", "technical_debt")
    op.drop_column("applications", "securable")
    op.drop_column("applications", "adaptable")
    op.drop_column("applications", "maintainable")
    op.drop_column("application_claims", "migration_days")
    op.drop_column("application_claims", "weight")
    op.drop_column("application_claims", "technical_debt")
    op.drop_column("application_claims", "securable")
    op.drop_column("application_claims", "adaptable")
    op.drop_column("application_claims", "maintainable")
    op.drop_index(op.f("ix_support_purchases_product_version_id"), table_name="support_purchases")
    op.drop_index(op.f("ix_support_purchases_product_id"), table_name="support_purchases")
    op.drop_index(op.f("ix_support_purchases_organisation_id"), table_name="support_purchases")
    op.drop_index(op.f("ix_support_purchases_contract_id"), table_name="support_purchases")
    op.drop_index(op.f("ix_support_purchases_application_id"), table_name="support_purchases")
    op.drop_table("support_purchases")
    op.drop_index(op.f("ix_findings_supplier_id"), table_name="findings")
    op.drop_index(op.f("ix_findings_service_id"), table_name="findings")
    op.drop_index(op.f("ix_findings_product_version_id"), table_name="findings")
    op.drop_index(op.f("ix_findings_organisation_id"), table_name="findings")
    op.drop_index(op.f("ix_findings_application_id"), table_name="findings")
    op.drop_table("findings")
    op.drop_index(op.f("ix_delivery_events_delivery_id"), table_name="delivery_events")
    op.drop_table("delivery_events")
    op.drop_index(op.f("ix_delivery_attempts_delivery_id"), table_name="delivery_attempts")
    op.drop_table("delivery_attempts")
    op.drop_index(op.f("ix_assessments_supplier_id"), table_name="assessments")
    op.drop_index(op.f("ix_assessments_service_id"), table_name="assessments")
    op.drop_index(op.f("ix_assessments_organisation_id"), table_name="assessments")
    op.drop_index(op.f("ix_assessments_application_id"), table_name="assessments")
    op.drop_table("assessments")
    op.drop_index(op.f("ix_application_phases_application_id"), table_name="application_phases")
    op.drop_table("application_phases")
    op.drop_index(op.f("ix_subscription_changes_subscription_id"), table_name="subscription_changes")
    op.drop_table("subscription_changes")
    op.drop_index("ix_deliveries_subscription_created", table_name="deliveries")
    op.drop_index("ix_deliveries_ordering", table_name="deliveries", postgresql_where=sa.text("state = 'pending'"))
    op.drop_index("ix_deliveries_due", table_name="deliveries", postgresql_where=sa.text("state = 'pending'"))
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_support_purchases_history_known_until"), table_name="support_purchases_history")
    op.drop_index("ix_support_purchases_history_id", table_name="support_purchases_history")
    op.drop_table("support_purchases_history")
    op.drop_table("support_purchase_claims")
    op.drop_table("subscriptions")
    op.drop_table("scans")
    op.drop_index("ix_horizon_days_counts", table_name="horizon_days")
    op.drop_table("horizon_days")
    op.drop_index(op.f("ix_findings_history_known_until"), table_name="findings_history")
    op.drop_index("ix_findings_history_id", table_name="findings_history")
    op.drop_table("findings_history")
    op.drop_table("finding_claims")
    op.drop_index("ix_events_subject_id_position", table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_deadlines_subject_id"), table_name="deadlines")
    op.drop_index(op.f("ix_deadlines_owner_id"), table_name="deadlines")
    op.drop_index("ix_deadlines_due", table_name="deadlines", postgresql_where=sa.text("withdrawn_on IS NULL"))
    op.drop_index("ix_deadlines_decide_by", table_name="deadlines", postgresql_where=sa.text("withdrawn_on IS NULL"))
    op.drop_index(op.f("ix_deadlines_component_id"), table_name="deadlines")
    op.drop_index(op.f("ix_deadlines_application_id"), table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index("ix_deadline_decisions_deadline_id_id", table_name="deadline_decisions")
    op.drop_table("deadline_decisions")
    op.drop_index(op.f("ix_assessments_history_known_until"), table_name="assessments_history")
    op.drop_index("ix_assessments_history_id", table_name="assessments_history")
    op.drop_table("assessments_history")
    op.drop_table("assessment_claims")
    op.drop_index(op.f("ix_application_phases_history_known_until"), table_name="application_phases_history")
    op.drop_index("ix_application_phases_history_id", table_name="application_phases_history")
    op.drop_table("application_phases_history")
    op.drop_table("application_phase_claims")
    op.drop_index(op.f("ix_application_ends_supplier_id"), table_name="application_ends")
    op.drop_index(op.f("ix_application_ends_product_id"), table_name="application_ends")
    op.drop_index("ix_application_ends_owner_ends", table_name="application_ends")
    op.drop_index("ix_application_ends_ends", table_name="application_ends")
    op.drop_index("ix_application_ends_decide", table_name="application_ends")
    op.drop_index(op.f("ix_application_ends_deadline_id"), table_name="application_ends")
    op.drop_table("application_ends")
    op.drop_table("alerts")
