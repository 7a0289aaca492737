"""What every table shares: naming, column makers, and the columns of a published record."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, DateTime, ForeignKey, MetaData, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import Boolean, Integer, SmallInteger, TypeEngine, Uuid

from registry.codes import CODE_LISTS

__all__ = ["ARRAY", "DATERANGE", "BigInteger", "Date", "Numeric", "Range", "SmallInteger", "Text", "Uuid"]

PLURALS = {
    "organisation": "organisations",
    "supplier": "suppliers",
    "product": "products",
    "product_version": "product_versions",
    "application": "applications",
    "cloud_service": "cloud_services",
    "contract": "contracts",
    "budget_node": "budget_nodes",
    "policy_goal": "policy_goals",
}


class Base(DeclarativeBase):
    """Base of all tables; constraint names follow one convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        datetime: DateTime(timezone=True),
        str: Text(),
        bool: Boolean(),
        int: Integer(),
        UUID: Uuid(),
        Range[Any]: DATERANGE(),
    }


def field(nl: str, en: str, type_: TypeEngine[Any] | None = None, *, required: bool = False) -> MappedColumn[Any]:
    """A column that sources make claims about; `nl` and `en` are its labels on screens, in templates and in the API."""
    info = {"nl": nl, "en": en}
    if type_ is None:
        return mapped_column(nullable=not required, info=info)
    return mapped_column(type_, nullable=not required, info=info)


def code(code_list: str, nl: str, en: str) -> MappedColumn[Any]:
    """A field whose values come from the code list of that name (`registry/data/code_lists.yaml`)."""
    return mapped_column(Text, nullable=True, info={"nl": nl, "en": en, "codes": code_list})


def reference(kind: str, nl: str, en: str, *, required: bool = False) -> MappedColumn[Any]:
    """A field that points to another record of `kind`; the column's name ends in `_id`.

    The foreign key waits for the end of the transaction: a batch publishes records in any order.
    """
    key = ForeignKey(f"{PLURALS[kind]}.id", deferrable=True, initially="DEFERRED")
    return mapped_column(key, nullable=not required, index=True, info={"nl": nl, "en": en, "kind": kind})


class Record:
    """Columns of every published record: its identity, and since when the register knows this version of it.

    A version that is replaced or removed moves to `<table>_history` by trigger, with `known_until`.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    known_from: Mapped[datetime] = mapped_column(sort_order=-1)
    ended_on: Mapped[Range[Any] | None] = field("Vervallen op", "Ended on")


def add_code_checks(table: Table) -> None:
    """Hold each code column of a table to its list."""
    for column in table.columns:
        if "codes" in column.info:
            values = ", ".join(f"'{value}'" for value in CODE_LISTS[column.info["codes"]])
            table.append_constraint(CheckConstraint(f"{column.name} IN ({values})", name=column.name))
