"""Applications: systems in use at an organisation, and what they hang on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import ARRAY, Base, Numeric, Range, Record, Text, Uuid, code, field, reference


class Application(Record, Base):
    """A system in use at an organisation. Dates are ranges: a year is a range of 365 days, so precision is never lost.

    `supplier_ids` repeats, sorted, the suppliers of all roles but reseller; the concentration summary groups on it.
    """

    __tablename__ = "applications"
    __table_args__ = (
        # What the report on legacy reads of those applications of which anything about it is stated.
        Index(
            "ix_applications_legacy",
            "owner_id",
            postgresql_include=[
                "maintainable", "adaptable", "securable", "technical_debt", "weight", "lifecycle_state", "ended_on",
            ],
            postgresql_where=text("num_nonnulls(maintainable, adaptable, securable, technical_debt, weight) > 0"),
        ),
    )  # fmt: skip

    name: Mapped[str] = field("Naam", "Name", required=True)
    aliases: Mapped[list[str] | None] = field("Andere namen", "Other names", ARRAY(Text))
    description: Mapped[str | None] = field("Omschrijving", "Description")
    owner_id: Mapped[UUID | None] = reference("organisation", "Eigenaar", "Owner")
    owner_role: Mapped[str | None] = code("organisation_role", "Rol van de organisatie", "Role of the organisation")
    department: Mapped[str | None] = field("Afdeling", "Department")
    kind: Mapped[str | None] = code("application_kind", "Soort applicatie", "Application kind")
    criticality: Mapped[str | None] = code("criticality", "Bedrijfskritisch", "Criticality")
    availability: Mapped[str | None] = code("biv", "Beschikbaarheid", "Availability")
    integrity: Mapped[str | None] = code("biv", "Integriteit", "Integrity")
    confidentiality: Mapped[str | None] = code("biv", "Vertrouwelijkheid", "Confidentiality")
    tbb: Mapped[str | None] = code("tbb", "TBB", "TBB")
    tbb_method: Mapped[str | None] = code("tbb_method", "TBB-methode", "TBB method")
    bbn: Mapped[str | None] = code("bbn", "BBN (vervallen)", "BBN (legacy)")
    classification: Mapped[str | None] = code("classification", "Rubricering", "Classification")
    personal_data: Mapped[bool | None] = field("Persoonsgegevens", "Personal data")
    primary_process: Mapped[bool | None] = field("Primair proces", "Primary process")
    user_count: Mapped[int | None] = field("Aantal gebruikers", "Number of users")
    lifecycle_state: Mapped[str | None] = code("lifecycle_state", "Levensfase", "Lifecycle state")
    planned_start: Mapped[Range[Any] | None] = field("Geplande ingebruikname", "Planned start")
    actual_start: Mapped[Range[Any] | None] = field("In productie sinds", "In production since")
    planned_end: Mapped[Range[Any] | None] = field("Geplande einddatum", "Planned end")
    actual_end: Mapped[Range[Any] | None] = field("Beëindigd op", "Ended")
    portfolio_verdict: Mapped[str | None] = code(
        "portfolio_verdict", "Portfolio-oordeel (TIME)", "Portfolio verdict (TIME)"
    )
    url: Mapped[str | None] = field("Webadres", "Web address")
    maintainable: Mapped[bool | None] = field("Redelijkerwijs te beheren", "Reasonably maintainable")
    adaptable: Mapped[bool | None] = field("Redelijkerwijs aan te passen", "Reasonably adaptable")
    securable: Mapped[bool | None] = field("Redelijkerwijs te beveiligen", "Reasonably securable")
    technical_debt: Mapped[Decimal | None] = field("Technische schuld (%)", "Technical debt (%)", Numeric(5, 2))
    weight: Mapped[Decimal | None] = field("Omvang (functiepunten)", "Size (function points)", Numeric(12, 2))
    migration_days: Mapped[int | None] = field("Vervangingstijd (dagen)", "Time to replace (days)")
    supplier_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")


def _application_key() -> Any:
    """The application that a link belongs to; held by set-based triggers instead of a foreign key per row."""
    return mapped_column(primary_key=True)


def _target_key(table: str) -> Any:
    """Foreign key to the record that a link points to."""
    return mapped_column(ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"), primary_key=True, index=True)


class ApplicationSupplier(Base):
    """A supplier of an application, in a role: vendor, reseller, hosting, maintenance or development."""

    __tablename__ = "application_suppliers"

    application_id: Mapped[UUID] = _application_key()
    supplier_id: Mapped[UUID] = _target_key("suppliers")
    role: Mapped[str] = mapped_column(primary_key=True)


class ApplicationProductVersion(Base):
    """A product version that an application runs on."""

    __tablename__ = "application_product_versions"

    application_id: Mapped[UUID] = _application_key()
    product_version_id: Mapped[UUID] = _target_key("product_versions")


class ApplicationProduct(Base):
    """A product that an application is made of or runs on, where the version may be unknown."""

    __tablename__ = "application_products"

    application_id: Mapped[UUID] = _application_key()
    product_id: Mapped[UUID] = _target_key("products")


class ApplicationContract(Base):
    """A contract under which an application is supplied."""

    __tablename__ = "application_contracts"

    application_id: Mapped[UUID] = _application_key()
    contract_id: Mapped[UUID] = _target_key("contracts")


class ApplicationUser(Base):
    """An organisation that uses an application it does not own."""

    __tablename__ = "application_users"

    application_id: Mapped[UUID] = _application_key()
    organisation_id: Mapped[UUID] = _target_key("organisations")


class ApplicationReplacement(Base):
    """An application that another one replaces."""

    __tablename__ = "application_replacements"

    application_id: Mapped[UUID] = _application_key()
    replaced_id: Mapped[UUID] = _target_key("applications")
