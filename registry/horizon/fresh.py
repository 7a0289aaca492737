"""The temporary tables of a refresh, and how what was derived becomes the deadlines.

Deadlines are never deleted: what holds no more is withdrawn, what changed gets a new version. `moved` tells, until the end
of the transaction, which deadlines changed, returned or were withdrawn, and which days they had.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from registry.resolving.matching import Db

COLUMNS = (
    "kind", "subject_kind", "subject_id", "application_id", "component_kind", "component_id", "owner_id", "product_id",
    "supplier_id", "criticality", "due", "decide_by", "lead_days", "notice_days", "essential", "path",
)  # fmt: skip
_DAYS = ("due", "decide_by")


class Region(NamedTuple):
    """The deadlines that were derived anew: of these kinds, and only of the applications in `scope` where it is narrow."""

    kinds: tuple[str, ...]
    narrow: bool = False

    def condition(self, alias: str) -> str:
        """As SQL over deadlines."""
        kinds = ", ".join(f"'{kind}'" for kind in self.kinds)
        scope = f" AND {alias}.application_id IN (SELECT id FROM scope)" if self.narrow else ""
        return f"{alias}.kind IN ({kinds}){scope}"


def open_tables(db: Db, today: date) -> None:
    """Make the tables empty: `fresh` (what is derived), `moved` (what changed), `scope` (applications to look at).

    `refreshing` holds the day, for the few rules that ask for it.
    """
    db.execute("DROP TABLE IF EXISTS fresh, moved, scope, versions_changed, refreshing")
    db.execute("CREATE TEMP TABLE refreshing (today date NOT NULL) ON COMMIT DROP")
    db.execute("INSERT INTO refreshing VALUES (%s)", (today,))
    db.execute(
        """
        CREATE TEMP TABLE fresh (
            id uuid NOT NULL, kind text NOT NULL, subject_kind text NOT NULL, subject_id uuid NOT NULL, application_id uuid,
            component_kind text, component_id uuid, owner_id uuid, product_id uuid, supplier_id uuid, criticality text,
            due daterange, decide_by date, lead_days int NOT NULL DEFAULT 0, notice_days int NOT NULL DEFAULT 0,
            essential bool NOT NULL DEFAULT true, path jsonb NOT NULL DEFAULT '[]'
        ) ON COMMIT DROP
        """
    )
    db.execute(
        """
        CREATE TEMP TABLE moved (
            id uuid PRIMARY KEY, kind text NOT NULL, subject_id uuid NOT NULL, action text NOT NULL, was_due daterange,
            was_decide_by date
        ) ON COMMIT DROP
        """
    )
    db.execute("CREATE TEMP TABLE scope (id uuid PRIMARY KEY) ON COMMIT DROP")
    db.execute("CREATE TEMP TABLE versions_changed (id uuid PRIMARY KEY) ON COMMIT DROP")


def store(db: Db, region: Region, today: date) -> int:
    """Let the deadlines of a region be what `fresh` says, and empty that; how many are new, changed or withdrawn."""
    db.execute("ANALYZE fresh")
    _note_moved(db, region)
    new = ", ".join(f"f.{name}" for name in COLUMNS)
    added = db.execute(
        f"""
        INSERT INTO deadlines (id, {", ".join(COLUMNS)}, first_seen_on, seen_on)
        SELECT f.id, {new}, %(today)s, %(today)s FROM fresh f
        WHERE NOT EXISTS (SELECT FROM deadlines d WHERE d.id = f.id)
        """,
        {"today": today},
    ).rowcount
    changed = _change_moved(db, today)
    db.execute("TRUNCATE fresh")
    return added + changed


def _note_moved(db: Db, region: Region) -> None:
    """What is there already, and is otherwise now."""
    old, new = (", ".join(f"{alias}.{name}" for name in COLUMNS) for alias in "df")
    db.execute(
        f"""
        INSERT INTO moved (id, kind, subject_id, action, was_due, was_decide_by)
        SELECT d.id, d.kind, d.subject_id, CASE WHEN f.id IS NULL THEN 'withdrawn' WHEN d.withdrawn_on IS NOT NULL THEN 'returned'
                                                ELSE 'changed' END, d.due, d.decide_by
        FROM deadlines d LEFT JOIN fresh f ON f.id = d.id
        WHERE {region.condition("d")} AND CASE WHEN f.id IS NULL THEN d.withdrawn_on IS NULL
              ELSE d.withdrawn_on IS NOT NULL OR ROW({old}) IS DISTINCT FROM ROW({new}) END
        """
    )
    db.execute("ANALYZE moved")


def _change_moved(db: Db, today: date) -> int:
    """A path or owner that changed is a new version too; only other days come to light anew, so that no alert is missed."""
    sets = ", ".join(f"{name} = f.{name}" for name in COLUMNS)
    old, new = (", ".join(f"{alias}.{name}" for name in _DAYS) for alias in "df")
    changed = db.execute(
        f"""
        UPDATE deadlines d SET {sets}, version = d.version + 1, withdrawn_on = NULL,
            seen_on = CASE WHEN d.withdrawn_on IS NOT NULL OR ROW({old}) IS DISTINCT FROM ROW({new})
                           THEN %(today)s ELSE d.seen_on END
        FROM fresh f JOIN moved m ON m.id = f.id WHERE d.id = f.id
        """,
        {"today": today},
    ).rowcount
    withdrawn = db.execute(
        """
        UPDATE deadlines d SET withdrawn_on = %(today)s, version = d.version + 1
        FROM moved m WHERE d.id = m.id AND m.action = 'withdrawn' AND d.withdrawn_on IS NULL
        """,
        {"today": today},
    ).rowcount
    return changed + withdrawn
