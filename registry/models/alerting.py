"""What is due and when, what was raised about it, and the outbox of everything that happened.

Deadlines and ends are derived from the register and can be made again; events, alerts and decisions are only ever added.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base, BigInteger, Date, Range, SmallInteger


class Event(Base):
    """One thing that happened, in the order in which it was committed; published as a CloudEvent.

    `organisation_id`, `product_id`, `supplier_id` and `rung` are what subscriptions choose by; `data` holds what cannot be
    read from the subject any more.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject_id_position", "subject_id", "position"),)

    position: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    id: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"), unique=True)
    type: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None]
    supplier_id: Mapped[UUID | None]
    rung: Mapped[int | None] = mapped_column(SmallInteger)
    role: Mapped[str | None]
    import_id: Mapped[int | None] = mapped_column(BigInteger)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")


class Deadline(Base):
    """A day on which something about a record must be decided, done or ended; the id is the hash of kind, subject and basis.

    `due` is empty where the day is not known. `decide_by` is the last safe moment to decide. `seen_on` is the day on which
    this `due` was first seen; `version` counts its changes. Ids point to published records without foreign keys: a deadline
    outlives its subject, withdrawn.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("ix_deadlines_due", text("lower(due)"), postgresql_where=text("withdrawn_on IS NULL")),
        Index(
            "ix_deadlines_kind",
            "kind",
            postgresql_where=text("kind <> 'security_support_ends' AND kind <> 'planned_end'"),
        ),
        Index("ix_deadlines_decide_by", "decide_by", postgresql_where=text("withdrawn_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    application_id: Mapped[UUID | None] = mapped_column(index=True)
    component_kind: Mapped[str | None]
    component_id: Mapped[UUID | None] = mapped_column(index=True)
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    product_id: Mapped[UUID | None]
    supplier_id: Mapped[UUID | None]
    criticality: Mapped[str | None]
    due: Mapped[Range[Any] | None]
    decide_by: Mapped[date | None] = mapped_column(Date)
    lead_days: Mapped[int] = mapped_column(server_default="0")
    notice_days: Mapped[int] = mapped_column(server_default="0")
    essential: Mapped[bool] = mapped_column(server_default="true")
    path: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    version: Mapped[int] = mapped_column(server_default="1")
    first_seen_on: Mapped[date] = mapped_column(Date)
    seen_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)


class ApplicationEnd(Base):
    """The effective end of an application: the earliest day that governs it, and by what.

    `ends_from` is the worst case and `ends_until` the best, equal where it is known to the day; both are empty where nothing
    is known. `unknown_parts` counts essential components without a known day: then the end is this day or earlier.
    """

    __tablename__ = "application_ends"
    __table_args__ = (
        Index("ix_application_ends_owner_ends", "owner_id", "ends_from"),
        # They hold what a timeline counts: it need not look at the rows themselves.
        Index(
            "ix_application_ends_ends",
            "ends_from",
            "application_id",
            postgresql_include=["phase", "kind", "decide_by"],
        ),
        Index("ix_application_ends_decide", "decide_by", "application_id", postgresql_include=["phase", "kind"]),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID | None]
    phase: Mapped[str]
    ends_from: Mapped[date | None] = mapped_column(Date)
    ends_until: Mapped[date | None] = mapped_column(Date)
    decide_by: Mapped[date | None] = mapped_column(Date)
    deadline_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str | None]
    component_kind: Mapped[str | None]
    component_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None] = mapped_column(index=True)
    supplier_id: Mapped[UUID | None] = mapped_column(index=True)
    criticality: Mapped[str | None]
    unknown_parts: Mapped[int] = mapped_column(SmallInteger, server_default="0")


class HorizonDay(Base):
    """How many applications reach their end (or last safe moment to decide) on a day, by dimension: the horizon reads this.

    `measure` is end or decide; `dimension` all, owner, product, supplier or budget, and `key` its record; `day` is empty for
    what is not known.
    """

    __tablename__ = "horizon_days"
    __table_args__ = (
        UniqueConstraint(
            "measure", "dimension", "key", "phase", "day", name="uq_horizon_days", postgresql_nulls_not_distinct=True
        ),
        # Holds all that a report reads: it need not look at the rows themselves.
        Index(
            "ix_horizon_days_counts",
            "measure",
            "dimension",
            "key",
            "day",
            postgresql_include=["applications"],
            postgresql_where=text("phase <> 'past'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    measure: Mapped[str]
    dimension: Mapped[str]
    key: Mapped[UUID | None]
    phase: Mapped[str]
    day: Mapped[date | None] = mapped_column(Date)
    applications: Mapped[int] = mapped_column(BigInteger)


class Alert(Base):
    """A rung of the ladder of a deadline that was reached, once for each day that the deadline had, moment and role.

    `state` is raised, or superseded by a more urgent rung when the deadline first came to light, or snoozed; `event_position`
    is the event that told it. `due_on` is the day on which the rung was reached.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("moment IN ('end', 'decide')", name="moment"),
        CheckConstraint("state IN ('raised', 'superseded', 'snoozed')", name="state"),
        UniqueConstraint("deadline_id", "moment", "target", "rung", "role", name="uq_alerts_rung"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    deadline_id: Mapped[UUID]
    moment: Mapped[str]
    target: Mapped[date] = mapped_column(Date)
    rung: Mapped[int] = mapped_column(SmallInteger)
    role: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    raised_at: Mapped[datetime]
    state: Mapped[str]
    event_position: Mapped[int | None] = mapped_column(BigInteger)


class DeadlineDecision(Base):
    """What a person decided about a deadline: acknowledged, snoozed until a day, assigned, or taken up again; only ever added."""

    __tablename__ = "deadline_decisions"
    __table_args__ = (
        CheckConstraint("action IN ('acknowledge', 'snooze', 'assign', 'reopen')", name="action"),
        Index("ix_deadline_decisions_deadline_id_id", "deadline_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    deadline_id: Mapped[UUID]
    action: Mapped[str]
    until: Mapped[date | None] = mapped_column(Date)
    assignee: Mapped[str | None]
    reason: Mapped[str | None]
    decided_by: Mapped[str]
    organisation_id: Mapped[UUID]
    decided_at: Mapped[datetime]


class Scan(Base):
    """One look at what is due: for which day, from which event on, and what came of it; the heartbeat of the alerts."""

    __tablename__ = "scans"
    __table_args__ = (CheckConstraint("state IN ('done', 'failed')", name="state"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    on_date: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    state: Mapped[str]
    complete: Mapped[bool] = mapped_column(server_default="false")
    event_position: Mapped[int] = mapped_column(BigInteger, server_default="0")
    changed: Mapped[int] = mapped_column(BigInteger, server_default="0")
    raised: Mapped[int] = mapped_column(BigInteger, server_default="0")
    failure: Mapped[str | None]
