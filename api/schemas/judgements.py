"""The schemas of questions that only a person can answer, and of the answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.imports import Sent, Told
from api.schemas.values import OneOf
from registry.kinds import KINDS


class Judging(Sent):
    """Een beslissing: zijn deze twee hetzelfde (het tweede gaat op in het eerste), of niet."""

    kind: Annotated[str, OneOf(*KINDS)]
    left: UUID
    right: UUID
    verdict: Literal["same", "different", "withdrawn"]
    reason: Annotated[str, Field(min_length=1, max_length=2000)] | None = None


class Judged(Told):
    """Een beslissing die is vastgelegd."""

    kind: str
    left: UUID
    right: UUID
    verdict: str
    reason: str | None
    decided_by: str
    decided_at: datetime


class Mention(Told):
    """Hoe een bron iets noemt."""

    source: str
    key: str


class Side(Told):
    """Een van twee gegevens, met de bronnen die het noemen."""

    id: UUID
    name: str | None
    mentions: list[Mention]


class Question(Told):
    """Zijn deze twee hetzelfde? Met de redenen om het te denken of te betwijfelen."""

    kind: str
    left: Side
    right: Side
    reasons: list[str]


class Questions(Told):
    """Een bladzijde van vragen."""

    items: list[Question]
    next: str | None


class QuestionsQuery(Sent):
    """Welke vragen."""

    kind: Annotated[str, OneOf(*KINDS)] = Field("application", description="Soort gegevens.")
    import_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None, description="Alleen wat deze import raakt."
    )
    after: UUID | None = Field(None, description="Plaats uit de kop Link.")
    limit: int = Field(50, ge=1, le=500, description="Aantal per bladzijde.")
