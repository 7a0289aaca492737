"""The queue of the worker: the tables and functions of procrastinate.

They are laid as the installed version wants them. A newer version that wants more gets a revision of its own.
"""

from collections.abc import Sequence

from alembic import op
from procrastinate.schema import SchemaManager

revision: str = "20261123b"
down_revision: str | Sequence[str] | None = "20261123a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# The names are gathered first: what goes with another is gone by its turn.
DROP = """
DO $$
DECLARE
    statement text;
    statements text[] := ARRAY(
        SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure)
          FROM pg_proc WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass)
          FROM pg_class
         WHERE relname LIKE 'procrastinate\\_%' AND relkind = 'r' AND relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('DROP TYPE IF EXISTS %s CASCADE', oid::regtype)
          FROM pg_type
         WHERE typname LIKE 'procrastinate\\_%' AND typnamespace = 'public'::regnamespace
           AND (typtype = 'e' OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c')));
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
END $$
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def downgrade() -> None:
    op.get_bind().exec_driver_sql(DROP.replace("%", "%%"))
