"""What was assessed, found and bought about applications, services and suppliers: the dates of law and policy hang on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from registry.models.base import Base, Range, Record, code, field, reference


class Assessment(Record, Base):
    """Something that was assessed, tested, reviewed or reported (BIO2, cloud policy 2026), and until when that holds.

    Without `valid_until` it holds for the term of its kind (`registry/data/lifecycle.yaml`).
    """

    __tablename__ = "assessments"

    what: Mapped[str | None] = code("assessment_kind", "Soort toets", "Assessment kind")
    application_id: Mapped[UUID | None] = reference("application", "Applicatie", "Application")
    service_id: Mapped[UUID | None] = reference("cloud_service", "Dienst", "Service")
    supplier_id: Mapped[UUID | None] = reference("supplier", "Leverancier", "Supplier")
    organisation_id: Mapped[UUID | None] = reference("organisation", "Organisatie", "Organisation")
    done_on: Mapped[Range[Any] | None] = field("Gedaan op", "Done on")
    valid_until: Mapped[Range[Any] | None] = field("Geldig tot", "Valid until")
    outcome: Mapped[str | None] = field("Uitkomst", "Outcome")
    done_by: Mapped[str | None] = field("Gedaan door", "Done by")
    document: Mapped[str | None] = field("Verwijzing", "Document")


class Finding(Record, Base):
    """A shortcoming or a vulnerability that stands open from a day until it is closed (Algemene Rekenkamer, BIO2 8.08.01)."""

    __tablename__ = "findings"

    name: Mapped[str] = field("Bevinding", "Finding", required=True)
    what: Mapped[str | None] = code("finding_kind", "Soort bevinding", "Finding kind")
    identifier: Mapped[str | None] = field("Kenmerk (CVE)", "Identifier (CVE)")
    application_id: Mapped[UUID | None] = reference("application", "Applicatie", "Application")
    service_id: Mapped[UUID | None] = reference("cloud_service", "Dienst", "Service")
    supplier_id: Mapped[UUID | None] = reference("supplier", "Leverancier", "Supplier")
    product_version_id: Mapped[UUID | None] = reference("product_version", "Productversie", "Product version")
    organisation_id: Mapped[UUID | None] = reference("organisation", "Organisatie", "Organisation")
    severity: Mapped[str | None] = code("severity", "Ernst", "Severity")
    opened_on: Mapped[Range[Any] | None] = field("Open sinds", "Open since")
    closed_on: Mapped[Range[Any] | None] = field("Gesloten op", "Closed on")
    financial_risk: Mapped[str | None] = field("Financieel risico", "Financial risk")
    disruption: Mapped[str | None] = field("Verstoring van de bedrijfsvoering", "Disruption of operations")


class SupportPurchase(Record, Base):
    """Paid extended support that an organisation bought: only then does it count, for all it runs or for one application."""

    __tablename__ = "support_purchases"

    organisation_id: Mapped[UUID | None] = reference("organisation", "Organisatie", "Organisation")
    product_id: Mapped[UUID | None] = reference("product", "Product", "Product")
    product_version_id: Mapped[UUID | None] = reference("product_version", "Productversie", "Product version")
    application_id: Mapped[UUID | None] = reference("application", "Applicatie", "Application")
    contract_id: Mapped[UUID | None] = reference("contract", "Contract", "Contract")
    until: Mapped[Range[Any] | None] = field("Gekocht tot", "Bought until")


class ApplicationPhase(Record, Base):
    """A step in the life of an application: when it was planned and when it came (`lifecycle_state` of the domain)."""

    __tablename__ = "application_phases"

    application_id: Mapped[UUID] = reference("application", "Applicatie", "Application", required=True)
    state: Mapped[str | None] = code("lifecycle_state", "Levensfase", "Lifecycle state")
    planned: Mapped[Range[Any] | None] = field("Gepland", "Planned")
    actual: Mapped[Range[Any] | None] = field("Werkelijk", "Actual")
