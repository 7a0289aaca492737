"""Cloud services and the dependencies on them: the nth-party graph (DORA register of information, RT.05.02)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from registry.models.base import ARRAY, Base, Numeric, Range, Record, Text, code, field, reference


class CloudService(Record, Base):
    """A service offering. Countries are lists of ISO 3166-1 alpha-2 codes."""

    __tablename__ = "cloud_services"

    name: Mapped[str] = field("Naam", "Name", required=True)
    description: Mapped[str | None] = field("Omschrijving", "Description")
    supplier_id: Mapped[UUID | None] = reference("supplier", "Leverancier", "Supplier")
    client_id: Mapped[UUID | None] = reference("organisation", "Afnemer", "Client")
    service_model: Mapped[str | None] = code("service_model", "Dienstmodel", "Service model")
    deployment: Mapped[str | None] = code("deployment", "Cloudtype", "Deployment")
    materiality: Mapped[str | None] = code("materiality", "Materieel gebruik", "Materiality")
    materiality_basis: Mapped[str | None] = code("materiality_basis", "Grond van materialiteit", "Materiality basis")
    risk_assessment: Mapped[str | None] = code("risk_assessment", "Risicoafweging", "Risk assessment")
    storage_countries: Mapped[list[str] | None] = field("Landen van opslag", "Storage countries", ARRAY(Text))
    processing_countries: Mapped[list[str] | None] = field("Landen van verwerking", "Processing countries", ARRAY(Text))
    support_access_countries: Mapped[list[str] | None] = field(
        "Landen met toegang voor ondersteuning", "Support access countries", ARRAY(Text)
    )
    encryption_at_rest: Mapped[bool | None] = field("Versleuteld bij opslag", "Encryption at rest")
    encryption_in_transit: Mapped[bool | None] = field("Versleuteld bij transport", "Encryption in transit")
    encryption_in_use: Mapped[bool | None] = field("Versleuteld bij verwerking", "Encryption in use")
    key_custody: Mapped[str | None] = code("key_custody", "Sleutelbeheer", "Key custody")
    website: Mapped[str | None] = field("Webadres", "Web address")
    since: Mapped[Range[Any] | None] = field("Sinds", "Since")
    ends: Mapped[Range[Any] | None] = field("Dienst stopt op", "Service ends on")
    exit_days: Mapped[int | None] = field("Overstaptijd (dagen)", "Time to leave (days)")


class Dependency(Record, Base):
    """An application or a service leans on a service. A cycle is allowed: it is a fact about suppliers."""

    __tablename__ = "dependencies"
    __table_args__ = (CheckConstraint("num_nonnulls(application_id, service_id) = 1", name="one_side"),)

    application_id: Mapped[UUID | None] = reference("application", "Applicatie", "Application")
    service_id: Mapped[UUID | None] = reference("cloud_service", "Dienst", "Service")
    on_service_id: Mapped[UUID] = reference("cloud_service", "Leunt op", "Depends on", required=True)
    layer: Mapped[str | None] = code("layer", "Laag", "Layer")
    role: Mapped[str | None] = field("Rol", "Role")
    criticality: Mapped[str | None] = code("dependency_criticality", "Belang", "Criticality")
    data_access: Mapped[str | None] = code("data_access", "Toegang tot gegevens", "Data access")
    substitutability: Mapped[str | None] = code("substitutability", "Vervangbaarheid", "Substitutability")
    valid: Mapped[Range[Any] | None] = field("Geldig", "Valid")
    confidence: Mapped[Decimal | None] = field("Zekerheid (0-1)", "Confidence (0-1)", Numeric(4, 3))
    status: Mapped[str | None] = code("dependency_status", "Status", "Status")


class ChainStatement(Record, Base):
    """How complete the chain of sub-suppliers of a service is said to be, to which depth, and who accepted that."""

    __tablename__ = "chain_statements"

    service_id: Mapped[UUID] = reference("cloud_service", "Dienst", "Service", required=True)
    completeness: Mapped[str | None] = code("chain_completeness", "Volledigheid", "Completeness")
    depth: Mapped[int | None] = field("Diepte", "Depth")
    as_of: Mapped[Range[Any] | None] = field("Peildatum", "As of")
    accepted_by: Mapped[str | None] = field("Geaccepteerd door", "Accepted by")
