"""The schemas of asking who or what is meant."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field

from api.schemas.imports import Sent, Told
from api.schemas.naming import OneOf
from api.schemas.values import Reference

MOST_CELLS = 10_000
LONGEST_CELL = 100_000
Cell: TypeAlias = Annotated[str, Field(max_length=LONGEST_CELL, pattern=r"^[^\x00]*$")]
Outcome: TypeAlias = Annotated[
    str, OneOf("Outcome", "sure", "ask", "new", about="sure: zeker; ask: een mens beslist; new: niet bekend.")
]
Score: TypeAlias = Annotated[float, Field(ge=0, le=1)]


class Resolving(Sent):
    """Cellen zoals zij in een bestand staan, en de dag waarvoor het antwoord geldt (zonder meer vandaag)."""

    cells: Annotated[list[Cell], Field(max_length=MOST_CELLS, examples=[["MS BV via SoftwareONE"]])]
    on: date | None = None


class CellNote(Told):
    """Wat er verder in een cel staat: een nummer, datum, adres of opmerking."""

    what: str
    text: str
    start: int
    end: int


class SupplierAlternative(Told):
    """Een ander die bedoeld kan zijn."""

    supplier: Reference
    group: Reference | None
    score: Score
    reasons: list[str]


class EntityCandidate(Told):
    """Een rechtspersoon die bestaat, maar nog geen leverancier is; overnemen kan met `_adopt`."""

    lei: str
    name: str
    country: str | None
    reasons: list[str]


class ResolvedMention(Told):
    """Wie een cel noemt, in welke rol, waar het staat, en wie dat is.

    sure zonder supplier: een rechtspersoon die het register nog niet kent, van een groep die het zeker kent.
    """

    text: str
    role: Annotated[str, OneOf("MentionRole", "supplier", "reseller", "owner", "previous_name", "product")]
    kind: Annotated[str, OneOf("MentionKind", "company", "government", "anonymised", "natural_person")]
    start: int = Field(description="Eerste teken in de cel, vanaf 0.")
    end: int = Field(description="Het teken na het laatste.")
    outcome: Outcome
    supplier: Reference | None
    group: Reference | None = Field(description="Uiteindelijke moeder op de gevraagde dag.")
    group_country: str | None
    score: Score | None
    reasons: list[str]
    alternatives: list[SupplierAlternative]
    legal_entities: list[EntityCandidate] = Field(
        description="Rechtspersonen van het LEI-register met deze naam, waar geen leverancier zeker bedoeld is."
    )


class ResolvedCell(Told):
    """Wat een cel is en wie zij noemt."""

    text: str
    kind: Annotated[
        str,
        OneOf(
            "CellKind", "suppliers", "placeholder", "in_house", "government", "redacted", "anonymised", "natural_person", "empty",
            "not_a_supplier",
        ),
    ]  # fmt: skip
    notes: list[CellNote]
    mentions: list[ResolvedMention]


class ResolvedSuppliers(Told):
    """Per cel, in volgorde, wie er bedoeld is."""

    on: date
    rules_version: str
    items: list[ResolvedCell]


class WorstCase(Told):
    """Het eerste einde van ondersteuning onder de cycli die bedoeld kunnen zijn."""

    event: str
    cycle: str
    on: date | None
    stated: str | None


class ProductAlternative(Told):
    """Een ander product dat bedoeld kan zijn."""

    product: Reference
    vendor: Reference | None
    cycles: list[str]
    score: Score


class ResolvedProduct(Told):
    """Welk product en welke cyclus een cel bedoelt; new: staat niet in de catalogus."""

    text: str
    kind: Annotated[str, OneOf("ProductCellKind", "product", "family", "several", "unknown", "placeholder", "empty")]
    outcome: Outcome | None = Field(description="null: de cel noemt geen product.")
    product: Reference | None
    vendor: Reference | None
    cycle: str | None
    cycles: list[str] = Field(description="Alle cycli die bedoeld kunnen zijn.")
    worst_case: WorstCase | None
    score: Score
    reasons: list[str]
    alternatives: list[ProductAlternative]
    parts: list[ResolvedProduct] = Field(description="Bij several: het antwoord per genoemd product; anders leeg.")


class ResolvedProducts(Told):
    """Per cel, in volgorde, welk product bedoeld is."""

    on: date
    rules_version: str
    items: list[ResolvedProduct]
