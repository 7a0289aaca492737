"""Products, their release cycles, and what was stated about the lives of those cycles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from registry.models.base import ARRAY, Base, Range, Record, Text, code, field, reference


class Product(Record, Base):
    """What is sold or published under one name: a package, a database, an operating system, a cloud service."""

    __tablename__ = "products"

    name: Mapped[str] = field("Naam", "Name", required=True)
    aliases: Mapped[list[str] | None] = field("Andere namen", "Other names", ARRAY(Text))
    vendor_id: Mapped[UUID | None] = reference("supplier", "Fabrikant", "Vendor")
    kind: Mapped[str | None] = code("product_kind", "Soort product", "Product kind")
    cpe: Mapped[str | None] = field("CPE", "CPE")
    purl: Mapped[str | None] = field("Package-URL", "Package URL")
    description: Mapped[str | None] = field("Omschrijving", "Description")


class ProductVersion(Record, Base):
    """A release cycle of a product, as sources name it ("2016", "19c", "8.2")."""

    __tablename__ = "product_versions"

    product_id: Mapped[UUID] = reference("product", "Product", "Product", required=True)
    name: Mapped[str] = field("Versie", "Version", required=True)
    cpe: Mapped[str | None] = field("CPE", "CPE")
    purl: Mapped[str | None] = field("Package-URL", "Package URL")


class LifecycleDate(Record, Base):
    """One dated statement about a release cycle: what happens when, as the source put it."""

    __tablename__ = "lifecycle_dates"

    product_version_id: Mapped[UUID] = reference("product_version", "Productversie", "Product version", required=True)
    event: Mapped[str | None] = code("lifecycle_event", "Gebeurtenis", "Event")
    happens: Mapped[Range[Any] | None] = field("Wanneer", "When")
    stated: Mapped[str | None] = field("Zoals vermeld", "As stated")
    identifier: Mapped[str | None] = field("Kenmerk bij de bron", "Identifier at the source")
