"""What the register knew at a moment: published rows, and the versions in history that were published then."""

from __future__ import annotations

from datetime import datetime


def known_sql(table: str, columns: str, known_on: datetime | None) -> str:
    """A query of the columns of a table as known at `%(known_on)s` (`known_on` itself is only looked at for None: now)."""
    if known_on is None:
        return f"SELECT {columns} FROM {table}"
    return (
        f"SELECT {columns} FROM {table} WHERE known_from <= %(known_on)s"
        f" UNION ALL SELECT {columns} FROM {table}_history"
        " WHERE known_from <= %(known_on)s AND known_until > %(known_on)s"
    )
