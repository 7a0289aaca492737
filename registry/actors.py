"""Who acts, and for which organisation. Until people can log in they say so themselves; the real identity comes in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.errors import InvalidInput
from registry.names import organisation_key
from registry.resolving.matching import Db


@dataclass(frozen=True)
class Actor:
    """A person (or program) and the organisation that it acts for: a match id, as `Source.organisation_id`."""

    name: str
    organisation: UUID


@dataclass(frozen=True)
class Deed:
    """One act: by whom, when (with a time zone), and why."""

    actor: Actor
    at: datetime
    reason: str | None = None


def parse_acting_as(db: Db, text: str) -> Actor:
    """The actor in "j.jansen@BZK". The organisation is an abbreviation, name, TOOI or id; raises `InvalidInput`."""
    name, separator, organisation = text.strip().rpartition("@")
    if not separator or not name.strip() or not organisation.strip():
        raise InvalidInput(
            "Zeg wie u bent en voor welke organisatie, bijvoorbeeld j.jansen@BZK.",
            "Say who you are and for which organisation, for example j.jansen@BZK.",
        )
    return Actor(name.strip(), find_organisation(db, organisation.strip()))


def find_organisation(db: Db, text: str) -> UUID:
    """The organisation of that abbreviation, name, "name (abbreviation)", TOOI or id. Raises `InvalidInput`.

    Of several the one that still exists.
    """
    rows = db.execute(
        _ORGANISATION, {"text": text, "id": _id_or_none(text), "key": f"|{organisation_key(text)}"}
    ).fetchall()
    for ended in (False, True):
        if len(found := [row[0] for row in rows if row[1] is ended]) == 1:
            return UUID(str(found[0]))
        if found:
            raise InvalidInput(
                f"Meer dan één organisatie heet {text!r}; noem de volledige naam of het id.",
                f"More than one organisation is called {text!r}; give the full name or the id.",
            )
    raise InvalidInput(f"Organisatie {text!r} is niet bekend.", f"Organisation {text!r} is not known.")


_ORGANISATION = """
    SELECT o.id, o.ended_on IS NOT NULL FROM organisations o
    WHERE o.id IN (SELECT record_id FROM matches WHERE id = %(id)s AND kind = 'organisation'
                   UNION SELECT record_id FROM matches WHERE kind = 'organisation' AND identity = md5(%(key)s)::uuid)
       OR o.tooi = lower(%(text)s) OR folded(o.abbreviation) = folded(%(text)s) OR folded(o.name) = folded(%(text)s)
       OR folded(o.name || ' (' || o.abbreviation || ')') = folded(%(text)s)
       OR folded(%(text)s) = ANY (SELECT folded(alias) FROM unnest(o.aliases) alias)
"""


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
