"""When support of each release cycle ends, and up to where the register was looked at."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261124d"
down_revision: str | Sequence[str] | None = "20261124c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "ix_lifecycle_dates_history_product_version_id", "lifecycle_dates_history", ["product_version_id"], unique=False
    )
    op.create_table(
        "version_supports",
        sa.Column("product_version_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("support_from", sa.Date(), nullable=True),
        sa.Column("support_until", sa.Date(), nullable=True),
        sa.Column("day_known", sa.Boolean(), nullable=False),
        sa.Column("extended_from", sa.Date(), nullable=True),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("cycles", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("left_open", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("product_version_id", name=op.f("pk_version_supports")),
    )
    op.create_index(op.f("ix_version_supports_product_id"), "version_supports", ["product_id"], unique=False)
    op.create_table(
        "horizon_refreshes",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("catalogue", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_horizon_refreshes_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_horizon_refreshes")),
    )
    # The few deadlines that are derived anew each time, among the many of components.
    op.create_index(
        "ix_deadlines_kind",
        "deadlines",
        ["kind"],
        unique=False,
        postgresql_where=sa.text("kind <> 'security_support_ends' AND kind <> 'planned_end'"),
    )


def downgrade() -> None:
    op.drop_index("ix_lifecycle_dates_history_product_version_id", table_name="lifecycle_dates_history")
    op.drop_index("ix_deadlines_kind", table_name="deadlines")
    op.drop_table("horizon_refreshes")
    op.drop_table("version_supports")
