"""What a supplier was called and makes, and how sure the register is of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123d"
down_revision: str | Sequence[str] | None = "20261123c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SUPPLIERS = ("suppliers", "suppliers_history", "supplier_claims")
OWNERSHIPS = ("ownerships", "ownerships_history", "ownership_claims")


def upgrade() -> None:
    for table in SUPPLIERS:
        op.add_column(table, sa.Column("former_names", postgresql.ARRAY(sa.Text()), nullable=True))
        op.add_column(table, sa.Column("product_names", postgresql.ARRAY(sa.Text()), nullable=True))
        op.add_column(table, sa.Column("evidence", sa.Text(), nullable=True))
    for table in (*SUPPLIERS, *OWNERSHIPS):
        op.add_column(table, sa.Column("confidence", sa.Numeric(precision=4, scale=3), nullable=True))


def downgrade() -> None:
    for table in (*SUPPLIERS, *OWNERSHIPS):
        op.drop_column(table, "confidence")
    for table in SUPPLIERS:
        for column in ("evidence", "product_names", "former_names"):
            op.drop_column(table, column)
