"""The schema of where a supplier comes from."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas.imports import Told
from api.schemas.values import OriginClass, Reference


class OriginStep(Told):
    """Een stap in de keten van eigendom, en op welke grond de vorige eronder valt."""

    supplier: Reference
    basis: str | None
    evidence: str | None


class Origin(Told):
    """De herkomst van een leverancier. us: iemand in de keten valt onder Amerikaans recht; null = onbekend."""

    supplier: Reference
    on: date
    origin_class: OriginClass
    country: str | None
    ultimate_parent: Reference | None
    us: bool | None
    eu: bool | None
    reason: str | None = Field(description="Waarom het onbekend is, of door wie het is vastgesteld.")
    path: list[OriginStep]
