"""Who is meant: names of suppliers with their blocks, rulings on spellings, and groups by name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123e"
down_revision: str | Sequence[str] | None = "20261123d"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

USES = "'legal', 'part', 'alias', 'former', 'product', 'taught', 'mention', 'identifier'"


def upgrade() -> None:
    op.add_column("judgements", sa.Column("left_name", sa.Text(), nullable=True))
    op.add_column("judgements", sa.Column("right_name", sa.Text(), nullable=True))
    op.create_table(
        "supplier_names",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("spelling_id", sa.BigInteger(), nullable=False),
        sa.Column("core_id", sa.BigInteger(), nullable=False),
        sa.Column("curated", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(f"use IN ({USES})", name=op.f("ck_supplier_names_use")),
        sa.PrimaryKeyConstraint("match_id", "use", "spelling_id", name=op.f("pk_supplier_names")),
    )
    op.create_index(op.f("ix_supplier_names_spelling_id"), "supplier_names", ["spelling_id"])
    op.create_index(op.f("ix_supplier_names_core_id"), "supplier_names", ["core_id"])
    op.create_table(
        "supplier_spellings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_spellings")),
    )
    op.create_index(op.f("ix_supplier_spellings_rules"), "supplier_spellings", ["rules"])
    op.create_table(
        "supplier_blocks",
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("spelling_id", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block", "spelling_id", name=op.f("pk_supplier_blocks")),
    )
    op.create_index(op.f("ix_supplier_blocks_spelling_id"), "supplier_blocks", ["spelling_id"])
    op.create_table(
        "rule_judgements",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("left_id", sa.BigInteger(), nullable=False),
        sa.Column("right_id", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_rule_judgements_sides")),
        sa.CheckConstraint("verdict IN ('same', 'group', 'ask')", name=op.f("ck_rule_judgements_verdict")),
        sa.PrimaryKeyConstraint("kind", "left_id", "right_id", "rules", name=op.f("pk_rule_judgements")),
    )
    op.create_index("ix_rule_judgements_right", "rule_judgements", ["right_id"])
    op.create_table(
        "supplier_affiliations",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_supplier_affiliations")),
    )
    op.create_index(op.f("ix_supplier_affiliations_parent_id"), "supplier_affiliations", ["parent_id"])


def downgrade() -> None:
    for table in (
        "supplier_affiliations",
        "rule_judgements",
        "supplier_blocks",
        "supplier_spellings",
        "supplier_names",
    ):
        op.drop_table(table)
    for column in ("right_name", "left_name"):
        op.drop_column("judgements", column)
