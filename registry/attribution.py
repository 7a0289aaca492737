"""How much of an application serves which policy goal: parts add up to 100 % at most, and the rest is told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from registry.errors import FieldProblem, InvalidFields
from registry.resolving.matching import Db

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Attribution:
    """Percentages of one application: what is attributed to goals, the rest that is not, and in how many parts it is unknown."""

    attributed: Decimal
    rest: Decimal
    unknown_parts: int


def get_attribution(db: Db, application: UUID) -> Attribution:
    """The attribution of an application over the goals it supports now. Sources that together claim over 100 leave no rest."""
    row = db.execute(
        "SELECT coalesce(sum(attribution), 0), count(*) FILTER (WHERE attribution IS NULL) FROM application_supports"
        " WHERE application_id = %s AND ended_on IS NULL",
        (application,),
    ).fetchone()
    attributed, unknown = row or (Decimal(0), 0)
    return Attribution(attributed, max(WHOLE - attributed, Decimal(0)), unknown)


def check_attribution(db: Db, support: UUID) -> None:
    """Raise `InvalidFields` when the parts of the application that a support belongs to add up to more than the whole."""
    row = db.execute("SELECT application_id FROM application_supports WHERE id = %s", (support,)).fetchone()
    if row is None:
        return
    attributed = get_attribution(db, row[0]).attributed
    if attributed > WHOLE:
        sentence = (
            f"De toerekening van deze applicatie komt uit op {attributed} %; samen mag het hoogstens 100 % zijn.",
            f"The attribution of this application adds up to {attributed} %; together it may be 100 % at most.",
        )
        raise InvalidFields([FieldProblem("attribution", *sentence)])
