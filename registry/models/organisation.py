"""Organisations of central government: who they are, what they were called, and where they belong over time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from registry.models.base import ARRAY, Base, Range, Record, Text, code, field, reference


class Organisation(Record, Base):
    """A body of (central) government. Identifiers are not unique over time or across units (Register van Overheidsorganisaties)."""

    __tablename__ = "organisations"

    name: Mapped[str] = field("Naam", "Name", required=True)
    abbreviation: Mapped[str | None] = field("Afkorting", "Abbreviation")
    aliases: Mapped[list[str] | None] = field("Andere namen", "Other names", ARRAY(Text))
    kind: Mapped[str | None] = code("organisation_kind", "Soort organisatie", "Organisation kind")
    tooi: Mapped[str | None] = field("TOOI", "TOOI")
    oin: Mapped[str | None] = field("OIN", "OIN")
    kvk: Mapped[str | None] = field("KvK-nummer", "KvK number")
    roo: Mapped[str | None] = field("ROO-nummer", "ROO number")
    website: Mapped[str | None] = field("Website", "Website")
    founded: Mapped[Range[Any] | None] = field("Opgericht", "Founded")


class OrganisationName(Record, Base):
    """A name that an organisation bore for some time."""

    __tablename__ = "organisation_names"

    organisation_id: Mapped[UUID] = reference("organisation", "Organisatie", "Organisation", required=True)
    name: Mapped[str] = field("Naam", "Name", required=True)
    abbreviation: Mapped[str | None] = field("Afkorting", "Abbreviation")
    valid: Mapped[Range[Any] | None] = field("Geldig", "Valid")


class OrganisationRelation(Record, Base):
    """What binds two organisations for some time: part of, responsible ministry, succeeded by."""

    __tablename__ = "organisation_relations"

    organisation_id: Mapped[UUID] = reference("organisation", "Organisatie", "Organisation", required=True)
    related_id: Mapped[UUID] = reference("organisation", "Verwante organisatie", "Related organisation", required=True)
    relation: Mapped[str | None] = code("organisation_relation", "Relatie", "Relation")
    valid: Mapped[Range[Any] | None] = field("Geldig", "Valid")
