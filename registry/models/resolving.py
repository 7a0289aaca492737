"""What the register derives to know who is meant: names of suppliers, their blocks, rulings, and groups by name.

None of it is truth: all of it follows from the claims that count, the judgements of persons and the version of the rules.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import ARRAY, Base, BigInteger, SmallInteger, Text

USES = ("legal", "part", "alias", "former", "product", "taught", "mention", "identifier")


class SupplierName(Base):
    """A name, or a number, by which a supplier match that counts is known. `core_id` is the hash of the name without legal form.

    `use` legal is the full name in a curated source, and part that of an entity which the source lists under another; alias,
    former and product are its other names there; taught is an alias from a person's judgement; mention is a spelling in an
    inventory; identifier is a number such as `kvk:12345678`.
    """

    __tablename__ = "supplier_names"
    __table_args__ = (CheckConstraint(f"use IN ({', '.join(map(repr, USES))})", name="use"),)

    match_id: Mapped[UUID] = mapped_column(primary_key=True)
    use: Mapped[str] = mapped_column(primary_key=True)
    spelling_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    core_id: Mapped[int] = mapped_column(BigInteger, index=True)
    curated: Mapped[bool]
    text: Mapped[str]


class SupplierSpelling(Base):
    """A name as it is compared: its core and legal form; the id is the hash of both. `rules` is the version that ruled on it."""

    __tablename__ = "supplier_spellings"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    core: Mapped[str]
    form: Mapped[str | None]
    rules: Mapped[str] = mapped_column(Text, index=True)


class SupplierBlock(Base):
    """A hash that likely spellings of one name share; `weight` says how much it tells (registry/resolving/blocks.py)."""

    __tablename__ = "supplier_blocks"

    block: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    spelling_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    weight: Mapped[int] = mapped_column(SmallInteger)


class RuleJudgement(Base):
    """What the rules say of two spellings; append-only, one for each pair and version of the rules.

    `verdict` same: surely one entity; group: surely one group; ask: a person decides. `reasons` are codes of matching.yaml.
    """

    __tablename__ = "rule_judgements"
    __table_args__ = (
        CheckConstraint("verdict IN ('same', 'group', 'ask')", name="verdict"),
        CheckConstraint("left_id < right_id", name="sides"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    left_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    right_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    rules: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    score: Mapped[float] = mapped_column(Double)
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    decided_at: Mapped[datetime]


Index("ix_rule_judgements_right", RuleJudgement.right_id)


class SupplierAffiliation(Base):
    """A supplier that no curated source knows, and the supplier whose name it bears: counted with its group."""

    __tablename__ = "supplier_affiliations"

    match_id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    reason: Mapped[str]
    rules: Mapped[str]
    known_from: Mapped[datetime]
