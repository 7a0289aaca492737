"""Statements by hand about the life of a release cycle: made, corrected and withdrawn as edits by hand are."""

from __future__ import annotations

from uuid import UUID

from registry.actors import Deed
from registry.calendar_days import today_in_nl
from registry.editing import change_record, create_record, end_record
from registry.errors import FieldProblem, InvalidFields, NotFound
from registry.queries.lifecycle_statements import list_statements
from registry.queries.presenting import fetch
from registry.queries.records import get_record
from registry.resolving.matching import Db
from registry.staging import source_id
from registry.statements_of_life import EVENTS, read_statement


def state_date(db: Db, version: UUID, event: str, when: str, deed: Deed) -> UUID:
    """State when an event of a release cycle is: a date of any precision, "tba", "true" or "false"; the statement's id.

    What the organisation stated of it by hand before is replaced; the deed's reason says where this is from. Raises
    `NotFound` and `InvalidFields`.
    """
    present = get_record(db, "product_version", version)["id"]
    happens = _check(event, when)
    values = {"event": event, "happens": happens, "stated": when.strip()}
    before = _stated_before(db, present, event, deed.actor.organisation)
    if before is not None:
        return change_record(db, "lifecycle_date", before, values, deed)
    return create_record(db, "lifecycle_date", {"productVersionId": str(present), **values}, deed)


def _check(event: str, when: str) -> str | None:
    """The date in words that edits by hand understand; None where a statement has none."""
    problems = []
    if event not in EVENTS:
        allowed = ", ".join(EVENTS)
        problems.append(FieldProblem("event", f"Kies uit: {allowed}.", f"Choose from: {allowed}."))
    reading = read_statement(when)
    if reading.problem is not None:
        problems.append(
            FieldProblem(
                "when",
                'Geef een datum zoals "2027-07-01", "2027-07", "Q3 2027" of "2027", of tba, true of false.',
                'Give a date such as "2027-07-01", "2027-07", "Q3 2027" or "2027", or tba, true or false.',
            )
        )
    if problems:
        raise InvalidFields(problems)
    return when.strip() if reading.happens else None


def _stated_before(db: Db, version: UUID, event: str, organisation: UUID) -> UUID | None:
    """The statement that stands, that the organisation itself made by hand."""
    rows = fetch(
        db,
        "SELECT t.id FROM lifecycle_dates t JOIN matches m ON m.id = t.id"
        " WHERE t.product_version_id = %s AND t.event = %s AND t.ended_on IS NULL AND m.source_id = %s"
        " ORDER BY t.known_from DESC, t.id LIMIT 1",
        (version, event, source_id(organisation, "hand")),
    )
    return UUID(str(rows[0]["id"])) if rows else None


def withdraw_statement(db: Db, version: UUID, statement: UUID, deed: Deed) -> UUID:
    """Say that a statement about this release cycle does not hold, whoever made it; it stays in the series.

    Raises `NotFound`.
    """
    standing = {one.id for one in list_statements(db, version).statements if one.stands}
    if statement not in standing:
        raise NotFound(f"lifecycle_date {statement}")
    return end_record(db, "lifecycle_date", statement, today_in_nl(deed.at), deed)
