"""The column in which a row mentions what it is about, where that is one cell."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261124a"
down_revision: str | Sequence[str] | None = "20261123f"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("staged_rows", sa.Column("position", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("staged_rows", "position")
