"""Legal entities known from GLEIF, and why no parent of a supplier is known."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261123f"
down_revision: str | Sequence[str] | None = "20261123e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SUPPLIERS = ("suppliers", "suppliers_history", "supplier_claims")
CODED = ("suppliers", "supplier_claims")
EXCEPTIONS = "'non_consolidating', 'no_known_person', 'natural_persons', 'no_lei', 'non_public', 'not_given'"


def upgrade() -> None:
    for table in SUPPLIERS:
        op.add_column(table, sa.Column("parent_exception", sa.Text(), nullable=True))
    for table in CODED:
        name = op.f(f"ck_{table}_parent_exception")
        op.create_check_constraint(name, table, f"parent_exception IN ({EXCEPTIONS})")
    op.create_table(
        "legal_entity_files",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_entity_files")),
    )
    op.create_table(
        "legal_entities",
        sa.Column("lei", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("is_supplier_like", sa.Boolean(), nullable=False),
        sa.Column("never", sa.Text(), nullable=True),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(never IS NULL) = is_supplier_like", name=op.f("ck_legal_entities_never")),
        sa.ForeignKeyConstraint(["file_id"], ["legal_entity_files.id"], name=op.f("fk_legal_entities_file_id")),
        sa.PrimaryKeyConstraint("lei", name=op.f("pk_legal_entities")),
    )
    op.create_index("ix_legal_entities_core", "legal_entities", ["core"], postgresql_where=sa.text("is_supplier_like"))


def downgrade() -> None:
    op.drop_table("legal_entities")
    op.drop_table("legal_entity_files")
    for table in CODED:
        op.drop_constraint(op.f(f"ck_{table}_parent_exception"), table, type_="check")
    for table in SUPPLIERS:
        op.drop_column(table, "parent_exception")
