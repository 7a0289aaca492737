"""Who acts, from the cookie: the one seam of the screens where a login will come in."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, TypeAlias
from urllib.parse import quote
from uuid import UUID

import psycopg
from fastapi import Depends, Request

from api.dependencies import Db
from registry.actors import Actor, find_organisation, parse_acting_as
from registry.errors import InvalidInput, RegisterError
from registry.queries.records import Query, list_records
from web.rendering import ACTING_COOKIE, read_acting
from web.views.page import Option

MOST_ORGANISATIONS = 500


class NobodyActs(RegisterError):
    """Zeg eerst wie u bent en namens welke organisatie u handelt."""

    status: ClassVar[int] = 403
    english: ClassVar[str] = "First say who you are and for which organisation you act."

    def __init__(self, back: str) -> None:
        super().__init__()
        self.back = back

    @property
    def href(self) -> str:
        """The form that asks, and leads back."""
        return f"/handelen-als?terug={quote(self.back)}&melding=wie"


def get_actor(request: Request, db: Db) -> Actor:
    """The actor that the cookie names; raises `NobodyActs`, which leads to the form that asks."""
    parts = request.url.path.strip("/").split("/")
    back = "/".join(parts[:2] if parts[0] == "imports" else parts[:1])
    acting = read_acting(request.cookies.get(ACTING_COOKIE))
    if acting is None:
        raise NobodyActs(f"/{back}")
    try:
        return parse_acting_as(db, f"{acting.name}@{acting.organisation}")
    except InvalidInput as error:
        # The organisation was renamed or merged since the cookie was made.
        raise NobodyActs(f"/{back}") from error


ActorOfRequest: TypeAlias = Annotated[Actor, Depends(get_actor)]


def find_chosen(db: psycopg.Connection[Any], text: str) -> UUID | None:
    """The organisation that a form names; None where it names none that is known."""
    try:
        return find_organisation(db, text) if text else None
    except InvalidInput:
        return None


def list_organisations(db: psycopg.Connection[Any], chosen: str = "") -> tuple[Option, ...]:
    """The organisations to choose from; the value is what a person would type: an abbreviation, else the name."""
    rows = list_records(db, "organisation", query=Query(limit=MOST_ORGANISATIONS)).items
    words = [row["abbreviation"] or row["name"] for row in rows]
    values = [word if words.count(word) == 1 else str(row["id"]) for row, word in zip(rows, words, strict=True)]
    known = str(find_chosen(db, chosen))
    return tuple(
        Option(
            value,
            f"{row['name']} ({row['abbreviation']})" if row["abbreviation"] else row["name"],
            str(row["id"]) == known,
        )
        for row, value in zip(rows, values, strict=True)
    )
