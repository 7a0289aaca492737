"""Where knowledge comes from: files, sources, imports, their rows and problems; what rows mean; who judged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import ARRAY, Base, BigInteger, Date, SmallInteger, Text, Uuid

STATES = "received, reading, previewed, applying, applied, undoing, undone, cancelled, failed"


class StoredFile(Base):
    """A file as it was received; its bytes lie under LANDSCHAP_HOME/files by their SHA-256."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]


class Source(Base):
    """One stream of statements of one organisation: an inventory, a register, a person's hand.

    `rank` comes from the precedence policy (lower goes first); `organisation_id` is the match of the organisation that states.
    """

    __tablename__ = "sources"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    type: Mapped[str]
    rank: Mapped[int] = mapped_column(SmallInteger)


class Import(Base):
    """One delivery by a source: a file, or an edit by hand. `as_of` is the date for which it speaks.

    `mapping` is the mapping file that came with it, as read (`importers/mapping.py`); empty where none came.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(s.strip()) for s in STATES.split(','))})", name="state"),
        CheckConstraint("completeness IN ('complete', 'partial')", name="completeness"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_files.sha256"), index=True)
    filename: Mapped[str | None]
    importer: Mapped[str]
    completeness: Mapped[str]
    as_of: Mapped[date] = mapped_column(Date)
    state: Mapped[str]
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    previewed_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    end_missing: Mapped[bool] = mapped_column(server_default="false")
    reason: Mapped[str | None]
    failure: Mapped[str | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")


class ImportProgress(Base):
    """How far a long step is; written outside the step's own transaction."""

    __tablename__ = "import_progress"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    phase: Mapped[str]
    rows_done: Mapped[int] = mapped_column(BigInteger)
    rows_total: Mapped[int | None] = mapped_column(BigInteger)
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ImportColumn(Base):
    """A column of an imported table and what it was taken to mean. `certainty` is 0-1; `basis` says why."""

    __tablename__ = "import_columns"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    sheet: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    sheet_name: Mapped[str | None]
    heading: Mapped[str]
    field: Mapped[str | None]
    certainty: Mapped[float]
    basis: Mapped[str]
    samples: Mapped[list[str]] = mapped_column(ARRAY(Text))


class SavedMapping(Base):
    """What a heading means for one source, as a person decided. `field` is null for "keep, do not read"."""

    __tablename__ = "saved_mappings"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    heading: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str | None]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class Problem(Base):
    """Something about a cell, row or file that a person should know. The sentence is made from `code` and `parameters`."""

    __tablename__ = "problems"
    __table_args__ = (CheckConstraint("severity IN ('error', 'warning', 'note')", name="severity"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
    severity: Mapped[str]
    code: Mapped[str]
    sheet: Mapped[int | None] = mapped_column(SmallInteger)
    row_number: Mapped[int | None]
    position: Mapped[int | None] = mapped_column(SmallInteger)
    value: Mapped[str | None]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")


class FieldSet(Base):
    """The set of fields that a claim states; a stated field may be empty, and empties what the same source said before."""

    __tablename__ = "field_sets"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))


Index("uq_field_sets_kind_fields", FieldSet.kind, FieldSet.fields, unique=True)


class StagedRow(Base):
    """A row of an import: what it claims, about which key of the source, from which sheet and row.

    Once its import is applied it is the evidence that the source stated the claim. `action` is what the row would do
    (the plan): add, change, unchanged, join (a record that another source brought), decide (add, but perhaps a record that
    is known: a person decides), or end (no longer listed). `position` is the column (from 0) where one cell of the row
    mentions what the claim is about.
    """

    __tablename__ = "staged_rows"

    match_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str]
    claim_id: Mapped[UUID]
    row_number: Mapped[int | None]
    sheet: Mapped[int | None] = mapped_column(SmallInteger)
    action: Mapped[str]
    position: Mapped[int | None] = mapped_column(SmallInteger)


Index("ix_staged_rows_import", StagedRow.import_id, StagedRow.kind, StagedRow.row_number)


class Match(Base):
    """What a source's own key means: the published record it belongs to, and the claim that counts now for that source.

    `identity` is what sure matches share (kind by kind, `registry/resolving`); `target_id` is the match that the source
    itself points to (an edit by hand, a row with a register id). `record_id` is null while nothing applied states the key.
    `layered` tells that older claims of the same source still carry fields that the newest does not state.
    """

    __tablename__ = "matches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source_id: Mapped[UUID] = mapped_column(index=True)
    source_key: Mapped[str]
    target_id: Mapped[UUID | None]
    identity: Mapped[UUID | None]
    claim_id: Mapped[UUID | None]
    record_id: Mapped[UUID | None]
    layered: Mapped[bool] = mapped_column(server_default="false")
    known_from: Mapped[datetime]
    changed_at: Mapped[datetime]


Index("ix_matches_kind_identity", Match.kind, Match.identity)
Index("ix_matches_joined", Match.record_id, postgresql_where=Match.record_id != Match.id)
Index("ix_matches_target_id", Match.target_id, postgresql_where=Match.target_id.is_not(None))


class Judgement(Base):
    """A decision of a person that two matches mean the same thing, or not; append-only.

    Of each person the newest on a pair counts; where persons disagree, none does. `verdict` withdrawn takes back the judgement
    `undoes_id`, or all on the pair where that is empty. `about_id` is the record that the right match was part of: what was
    decided on one record stands or falls as a whole. The names are those of the matches when it was decided: of suppliers that
    are the same, whoever bears the right name later is meant too.
    """

    __tablename__ = "judgements"
    __table_args__ = (CheckConstraint("verdict IN ('same', 'different', 'withdrawn')", name="verdict"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str]
    left_id: Mapped[UUID] = mapped_column(index=True)
    right_id: Mapped[UUID] = mapped_column(index=True)
    verdict: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    reason: Mapped[str | None]
    left_name: Mapped[str | None]
    right_name: Mapped[str | None]
    about_id: Mapped[UUID | None]
    undoes_id: Mapped[int | None] = mapped_column(BigInteger)


class Change(Base):
    """What one step did to the register, counted per kind and action; the versions themselves lie in `<table>_history`."""

    __tablename__ = "changes"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    records: Mapped[int] = mapped_column(BigInteger)


class LandscapeSummary(Base):
    """How many applications an organisation has with one set of suppliers; kept current by trigger on `applications`.

    The owner null stands for none known; `overall` rows hold the same over all organisations. `phase` is past, current,
    future or unknown (SQL function `application_phase`).
    """

    __tablename__ = "landscape_summary"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    owner_id: Mapped[UUID | None]
    overall: Mapped[bool]
    phase: Mapped[str]
    supplier_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    applications: Mapped[int] = mapped_column(BigInteger)


Index(
    "uq_landscape_summary",
    LandscapeSummary.overall,
    LandscapeSummary.phase,
    LandscapeSummary.owner_id,
    LandscapeSummary.supplier_ids,
    unique=True,
    postgresql_nulls_not_distinct=True,
)

# The rows over all organisations are few among many; reports must not read past the others.
Index("ix_landscape_summary_overall", LandscapeSummary.id, postgresql_where=LandscapeSummary.overall)
Index("ix_landscape_summary_empty", LandscapeSummary.id, postgresql_where=LandscapeSummary.applications == 0)
