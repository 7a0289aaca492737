"""Contracts and costs. Money is numeric, with its currency; an unknown amount is an interval, never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from registry.models.base import Base, Numeric, Range, Record, code, field, reference


class Contract(Record, Base):
    """An agreement of an organisation with a supplier. The annual value is an interval; an exact amount has equal ends."""

    __tablename__ = "contracts"
    __table_args__ = (CheckConstraint("annual_value_min <= annual_value_max", name="annual_value"),)

    name: Mapped[str] = field("Contractnummer", "Contract number", required=True)
    title: Mapped[str | None] = field("Omschrijving", "Title")
    organisation_id: Mapped[UUID | None] = reference("organisation", "Organisatie", "Organisation")
    supplier_id: Mapped[UUID | None] = reference("supplier", "Contractpartij", "Contract party")
    vendor_id: Mapped[UUID | None] = reference("supplier", "Fabrikant", "Vendor")
    framework_id: Mapped[UUID | None] = reference("contract", "Raamovereenkomst", "Framework contract")
    kind: Mapped[str | None] = code("contract_kind", "Soort contract", "Contract kind")
    state: Mapped[str | None] = code("contract_state", "Status", "State")
    starts: Mapped[Range[Any] | None] = field("Begindatum", "Start")
    ends: Mapped[Range[Any] | None] = field("Einddatum", "End")
    notice_days: Mapped[int | None] = field("Opzegtermijn (dagen)", "Notice (days)")
    renewal: Mapped[str | None] = code("contract_renewal", "Verlenging", "Renewal")
    exit_days: Mapped[int | None] = field("Overstaptijd (dagen)", "Time to leave (days)")
    annual_value_min: Mapped[Decimal | None] = field("Jaarwaarde (vanaf)", "Annual value (from)", Numeric(16, 2))
    annual_value_max: Mapped[Decimal | None] = field("Jaarwaarde (tot)", "Annual value (to)", Numeric(16, 2))
    currency: Mapped[str | None] = field("Valuta", "Currency")


class Cost(Record, Base):
    """What something cost or will cost in a year, in one bookkeeping system. Systems may never be added up."""

    __tablename__ = "costs"
    __table_args__ = (CheckConstraint("amount_min <= amount_max", name="amount"),)

    name: Mapped[str | None] = field("Omschrijving", "Name")
    organisation_id: Mapped[UUID | None] = reference("organisation", "Organisatie", "Organisation")
    application_id: Mapped[UUID | None] = reference("application", "Applicatie", "Application")
    contract_id: Mapped[UUID | None] = reference("contract", "Contract", "Contract")
    supplier_id: Mapped[UUID | None] = reference("supplier", "Leverancier", "Supplier")
    budget_node_id: Mapped[UUID | None] = reference("budget_node", "Begrotingspost", "Budget node")
    year: Mapped[int | None] = field("Jaar", "Year")
    bookkeeping_system: Mapped[str | None] = code("bookkeeping_system", "Boekhoudstelsel", "Bookkeeping system")
    item: Mapped[str | None] = code("cost_item", "Kostenpost", "Cost item")
    category: Mapped[str | None] = code("cost_category", "Categorie", "Category")
    version: Mapped[str | None] = code("cost_version", "Versie", "Version")
    amount_min: Mapped[Decimal | None] = field("Bedrag (vanaf)", "Amount (from)", Numeric(16, 2))
    amount_max: Mapped[Decimal | None] = field("Bedrag (tot)", "Amount (to)", Numeric(16, 2))
    currency: Mapped[str | None] = field("Valuta", "Currency")
