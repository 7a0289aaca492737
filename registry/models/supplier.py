"""Suppliers: legal entities (companies and internal government providers) and who owns whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from registry.models.base import ARRAY, Base, Numeric, Range, Record, Text, code, field, reference


class Supplier(Record, Base):
    """A legal entity that supplies. Its origin is derived through the ownership chain, never typed in.

    Countries are ISO 3166-1 alpha-2. `product_names` are products and services whose name alone stands for the supplier.
    `origin_override` needs a reason and an author; it goes before the derived origin.
    """

    __tablename__ = "suppliers"

    name: Mapped[str] = field("Naam", "Name", required=True)
    aliases: Mapped[list[str] | None] = field("Andere namen", "Other names", ARRAY(Text))
    former_names: Mapped[list[str] | None] = field("Vroegere namen", "Former names", ARRAY(Text))
    product_names: Mapped[list[str] | None] = field("Namen van producten", "Names of products", ARRAY(Text))
    kind: Mapped[str | None] = code("supplier_kind", "Soort leverancier", "Supplier kind")
    legal_form: Mapped[str | None] = field("Rechtsvorm", "Legal form")
    kvk: Mapped[str | None] = field("KvK-nummer", "KvK number")
    lei: Mapped[str | None] = field("LEI", "LEI")
    oin: Mapped[str | None] = field("OIN", "OIN")
    website: Mapped[str | None] = field("Website", "Website")
    country_of_incorporation: Mapped[str | None] = field("Land van vestiging", "Country of incorporation")
    country_of_headquarters: Mapped[str | None] = field("Land van het hoofdkantoor", "Country of headquarters")
    founded: Mapped[Range[Any] | None] = field("Opgericht", "Founded")
    origin_override: Mapped[str | None] = field("Herkomst (vastgesteld)", "Origin (decided)")
    origin_override_reason: Mapped[str | None] = field("Reden van vastgestelde herkomst", "Reason of decided origin")
    confidence: Mapped[Decimal | None] = field("Zekerheid (0-1)", "Confidence (0-1)", Numeric(4, 3))
    evidence: Mapped[str | None] = field("Bron", "Source")
    parent_exception: Mapped[str | None] = code(
        "ownership_exception", "Waarom geen moeder bekend is", "Why no parent is known"
    )


class Ownership(Record, Base):
    """Who owns a supplier, on which basis, for which share (percent), and since and until when."""

    __tablename__ = "ownerships"

    supplier_id: Mapped[UUID] = reference("supplier", "Leverancier", "Supplier", required=True)
    parent_id: Mapped[UUID] = reference("supplier", "Moeder", "Parent", required=True)
    basis: Mapped[str | None] = code("ownership_basis", "Grondslag", "Basis")
    share: Mapped[Decimal | None] = field("Aandeel (%)", "Share (%)", Numeric(6, 3))
    valid: Mapped[Range[Any] | None] = field("Geldig", "Valid")
    confidence: Mapped[Decimal | None] = field("Zekerheid (0-1)", "Confidence (0-1)", Numeric(4, 3))
    evidence: Mapped[str | None] = field("Bron", "Source")
