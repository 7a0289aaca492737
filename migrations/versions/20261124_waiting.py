"""Find events by their moment, and what waits or failed by subscription."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261124e"
down_revision: str | Sequence[str] | None = "20261124d"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(op.f("ix_events_at"), "events", ["at"], unique=False)
    op.create_index(
        "ix_delivery_events_waiting",
        "delivery_events",
        ["subscription_id", "position"],
        unique=False,
        postgresql_where=sa.text("delivery_id IS NULL"),
    )
    op.create_index(
        "ix_deliveries_failed",
        "deliveries",
        ["subscription_id"],
        unique=False,
        postgresql_where=sa.text("state = 'failed'"),
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_failed", table_name="deliveries")
    op.drop_index("ix_delivery_events_waiting", table_name="delivery_events")
    op.drop_index(op.f("ix_events_at"), table_name="events")
