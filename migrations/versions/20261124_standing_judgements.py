"""What a withdrawal takes back, and the record that a judgement was about."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261124b"
down_revision: str | Sequence[str] | None = "20261124a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("judgements", sa.Column("about_id", sa.Uuid(), nullable=True))
    op.add_column("judgements", sa.Column("undoes_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("judgements", "undoes_id")
    op.drop_column("judgements", "about_id")
