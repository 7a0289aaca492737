"""What is derived to tell when things end: the support of each release cycle, and up to where the register was looked at."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import ARRAY, Base, BigInteger, Date, SmallInteger, Uuid


class VersionSupport(Base):
    """When support of a product version ends: `support_from` in the worst case, `support_until` in the best.

    Both are empty where no day is known; the best case alone where nobody knows how late it may be. `day_known` is false
    where it has ended and nobody says when: the day is then the one before the register learned of it. `extended_*` is
    support that is paid for. `cycles` are the release cycles that an ambiguous version may be; `left_open`: or others.
    """

    __tablename__ = "version_supports"

    product_version_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(index=True)
    vendor_id: Mapped[UUID | None]
    kind: Mapped[str | None]
    name: Mapped[str]
    event: Mapped[str | None]
    support_from: Mapped[date | None] = mapped_column(Date)
    support_until: Mapped[date | None] = mapped_column(Date)
    day_known: Mapped[bool] = mapped_column(Boolean)
    extended_from: Mapped[date | None] = mapped_column(Date)
    extended_until: Mapped[date | None] = mapped_column(Date)
    cycles: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    left_open: Mapped[bool] = mapped_column(Boolean, server_default="false")


class HorizonRefresh(Base):
    """The last refresh of what is derived: for which day, up to which event, by which rules and which catalogue. One row."""

    __tablename__ = "horizon_refreshes"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    on_date: Mapped[date] = mapped_column(Date)
    rules: Mapped[str]
    catalogue: Mapped[str]
