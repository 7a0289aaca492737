"""The origins of all suppliers, as on a date and as known at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from registry.origin import BY_NAME, Origins, Owner, Party
from registry.queries.knowing import known_sql
from registry.resolving.matching import Db

PARTY = "id, name, country_of_incorporation, country_of_headquarters, origin_override, origin_override_reason, parent_exception"
OWNER = "supplier_id, parent_id, basis, share, evidence"

BY_NAMES = f"""
    SELECT c.record_id, p.record_id, '{BY_NAME}', NULL::numeric,
           format('Naam als van %%s; geen bron noemt een eigenaar. / Named as %%s; no source states an owner.', s.name, s.name),
           a.match_id
    FROM supplier_affiliations a JOIN matches c ON c.id = a.match_id JOIN matches p ON p.id = a.parent_id
    JOIN suppliers s ON s.id = p.record_id
    WHERE c.record_id <> p.record_id AND (%(known_on)s::timestamptz IS NULL OR a.known_from <= %(known_on)s)
"""
"""Suppliers that bear the name of a known one (`registry/resolving/affiliating.py`)."""

Rows = list[tuple[Any, ...]]

_RECENT: list[tuple[date, Rows, Rows, Origins]] = []
_KEPT = 4


def load_origins(db: Db, on: date, *, known_on: datetime | None = None) -> Origins:
    """Suppliers and the ownership edges valid on a date, in two statements; what follows from them is derived when asked.

    An edge without a period always counts: nobody said when it began or ended. Where the rows are those of a recent
    call, its origins are given again, with all that was derived since.
    """
    asked = {"on": on, "known_on": known_on}
    with db.cursor(binary=True) as cursor:
        parties = cursor.execute(f"{known_sql('suppliers', PARTY, known_on)} ORDER BY id", asked).fetchall()
        edges = known_sql("ownerships", f"{OWNER}, valid, id", known_on)
        owners = cursor.execute(
            f"SELECT {OWNER} FROM (SELECT {OWNER}, id FROM ({edges}) o WHERE valid IS NULL OR valid @> %(on)s::date"
            f" UNION ALL {BY_NAMES}) everything ORDER BY id",
            asked,
        ).fetchall()
    for day, known_parties, known_owners, origins in tuple(_RECENT):
        if day == on and known_owners == owners and known_parties == parties:
            return origins
    made = Origins(map(Party._make, parties), map(Owner._make, owners), on)
    _RECENT[:] = [(on, parties, owners, made), *_RECENT[: _KEPT - 1]]
    return made
