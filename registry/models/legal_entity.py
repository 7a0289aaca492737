"""Legal entities that are known to exist (GLEIF) but are no suppliers: candidates for whoever is asked who is meant."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base, BigInteger


class LegalEntityFile(Base):
    """A list of legal entities that was loaded, and until when it was the one that counts."""

    __tablename__ = "legal_entity_files"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sha256: Mapped[str]
    filename: Mapped[str]
    rules: Mapped[str]
    rows: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[str]
    replaced_at: Mapped[datetime | None]


class LegalEntity(Base):
    """A legal entity by its LEI, with its name as it is compared (`registry.company_names`).

    `never` says why it is no supplier (a code of gleif.yaml), None where it can be one. `file_id`: the list that first said so.
    """

    __tablename__ = "legal_entities"
    __table_args__ = (CheckConstraint("(never IS NULL) = is_supplier_like", name="never"),)

    lei: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    core: Mapped[str]
    key: Mapped[str]
    form: Mapped[str | None]
    country: Mapped[str | None]
    category: Mapped[str]
    is_supplier_like: Mapped[bool]
    never: Mapped[str | None]
    file_id: Mapped[int] = mapped_column(ForeignKey("legal_entity_files.id"))
    loaded_at: Mapped[datetime]


Index("ix_legal_entities_core", LegalEntity.core, postgresql_where=LegalEntity.is_supplier_like)
