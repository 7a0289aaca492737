"""The schemas of problematic legacy, technical debt and open findings."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.imports import Told
from api.schemas.naming import codes
from api.schemas.reports import Share
from api.schemas.values import Amount, DateRange, Reference


class Failed(Told):
    """Hoeveel applicaties redelijkerwijs niet meer te beheren, aan te passen of te beveiligen zijn."""

    maintainable: int
    adaptable: int
    securable: int


class DebtRatio(Told):
    """Technische schuld in procenten: minstens, hoogstens, en van wat bekend is; null = niets bekend."""

    low: Amount | None
    high: Amount | None
    known: Amount | None
    meets_norm: bool | None = Field(
        description="Of het zeker binnen de norm blijft; null = hangt af van wat onbekend is."
    )
    without_weight: int = Field(description="Applicaties waarvan de omvang onbekend is; die tellen niet mee.")


class LegacyRow(Told):
    """Een ministerie of organisatie; key null = alles, of eigenaar niet bekend."""

    key: UUID | None
    name: str | None
    applications: int
    problematic: int
    not_problematic: int
    unknown: int
    share: Share = Field(description="Deel (0-1) dat problematisch is, als interval.")
    failed: Failed
    technical_debt: DebtRatio


class TechnicalDebt(Told):
    """Problematische legacy en technische schuld; norm in procenten."""

    on: date
    norm: Amount
    organisation: Reference | None
    total: LegacyRow
    rows: list[LegacyRow]


class FindingCount(Told):
    """Openstaande bevindingen, en hoeveel daarvan minstens en hoogstens negen maanden open staan."""

    key: UUID | None
    name: str | None
    open: int
    long_low: int
    long_high: int


class OpenFinding(Told):
    """Een openstaande bevinding; longOpen null = misschien negen maanden, de dag is niet precies genoeg bekend."""

    id: UUID
    name: str
    what: Annotated[str, codes("finding_kind")] | None
    identifier: str | None
    severity: Annotated[str, codes("severity")] | None
    opened_on: DateRange | None
    long_open: bool | None
    application: Reference | None
    service: Reference | None
    supplier: Reference | None
    product_version: Reference | None
    organisation: Reference | None
    financial_risk: str | None
    disruption: str | None


class OpenFindings(Told):
    """Wat openstaat, het langste eerst."""

    on: date
    months: int
    total: FindingCount
    rows: list[FindingCount]
    items: list[OpenFinding]
    next: str | None
