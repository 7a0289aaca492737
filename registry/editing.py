"""Editing by hand: what a person creates, changes, ends or judges, as claims of the organisation that the person acts for.

An edit is an import of importer and source type "hand", applied at once; undoing it is `undo_import` of its number. The
claim about a record repeats what the organisation stated by hand before, so the newest hand claim is always whole. A field
that is emptied by hand is empty, whatever the inventories say (`empties` in the precedence policy).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from registry.actors import Deed
from registry.applying import apply_import, lock_register
from registry.attribution import check_attribution
from registry.calendar_days import today_in_nl
from registry.edited_together import check_together
from registry.edited_values import Texts, canonical, read_values
from registry.errors import FieldProblem, InvalidFields, PreconditionFailed
from registry.judging import judge
from registry.kinds import Kind
from registry.phases import check_transition
from registry.queries.names_of_others import check_names
from registry.queries.presenting import fetch, kind_of
from registry.queries.records import etag, get_record
from registry.receiving import Delivery, receive
from registry.resolving.matching import Db
from registry.staging import Batch, match_id, source_id, stage

__all__ = ["change_record", "create_record", "end_record", "judge", "save_mapping"]

HAND = "hand"


@dataclass(frozen=True)
class _Stated:
    """What an organisation states by hand of a record: the key and target of its match, and the texts by field."""

    key: str
    target: UUID | None
    texts: Texts


def create_record(db: Db, kind: str, values: Mapping[str, Any], deed: Deed) -> UUID:
    """State a new record by JSON keys (`keys_of`); return its id: of a known record, where the name or number says so.

    Raises `InvalidFields` with all that is wrong.
    """
    lock_register(db)
    spec = kind_of(kind)
    texts = read_values(db, spec, values)
    if problems := check_together(spec, texts) + _names_of_others(db, spec, values, None, deed):
        raise InvalidFields(problems)
    match = _state(db, spec, _Stated(str(uuid4()), None, texts), deed)
    if _stands_beside(db, match):
        sentence = "Uw organisatie heeft dit al eerder ingevoerd.", "Your organisation entered this before."
        raise InvalidFields([FieldProblem("name" if spec.has_name else "id", *sentence)])
    return _record_of(db, match)


def change_record(
    db: Db, kind: str, record: UUID, patch: Mapping[str, Any], deed: Deed, if_match: frozenset[str] | None = None
) -> UUID:
    """State the patched fields of a record (a merge patch: null empties a field); return its present id.

    Raises `NotFound`, `InvalidFields`, and `PreconditionFailed` when the record's `etag` is not in `if_match`.
    """
    lock_register(db)
    spec, known = kind_of(kind), get_record(db, kind, record)
    if if_match is not None and etag(known) not in if_match:
        raise PreconditionFailed
    texts = read_values(db, spec, patch)
    published = _published(db, spec, known["id"])
    problems = check_together(spec, published | texts) + _forbidden_step(spec, published, texts)
    if problems := problems + _names_of_others(db, spec, patch, known["id"], deed):
        raise InvalidFields(problems)
    before = _stated_before(db, spec, known["id"], deed.actor.organisation)
    after = _Stated(before.key, before.target, before.texts | texts)
    if after == before:
        return UUID(str(known["id"]))
    return _record_of(db, _state(db, spec, after, deed))


def end_record(db: Db, kind: str, record: UUID, on: date, deed: Deed) -> UUID:
    """State that a record ended on a day; the reason is the deed's."""
    return change_record(db, kind, record, {"endedOn": on.isoformat()}, deed)


def _forbidden_step(kind: Kind, published: Mapping[str, object], texts: Texts) -> list[FieldProblem]:
    """A phase that an application cannot go to from the one that it is in."""
    if kind.name != "application" or "lifecycle_state" not in texts:
        return []
    before = published["lifecycle_state"]
    wrong = check_transition(str(before) if before else None, texts["lifecycle_state"])
    return [FieldProblem("lifecycleState", wrong.nl, wrong.en)] if wrong else []


def _names_of_others(
    db: Db, kind: Kind, values: Mapping[str, Any], record: UUID | None, deed: Deed
) -> list[FieldProblem]:
    return check_names(db, values, record, today_in_nl(deed.at)) if kind.name == "supplier" else []


def _state(db: Db, kind: Kind, stated: _Stated, deed: Deed) -> UUID:
    """Bring a claim in as an import of one row, and apply it; return its match."""
    organisation, at = deed.actor.organisation, deed.at
    delivery = Delivery(organisation, HAND, HAND, HAND, today_in_nl(at))
    number = receive(db, delivery, by=deed.actor.name, at=at)
    source = source_id(organisation, HAND)
    fields = tuple(field for field in kind.fields if field in stated.texts)
    target = None if stated.target is None else str(stated.target)
    columns = [[stated.texts[field]] for field in fields]
    stage(db, number, source, [Batch(kind.name, fields, [stated.key], [1], columns, targets=[target])])
    db.execute(
        "UPDATE imports SET state = 'previewed', previewed_at = %s, reason = %s WHERE id = %s",
        (at, deed.reason, number),
    )
    apply_import(db, number, by=deed.actor.name, at=at)
    match = UUID(match_id(source, kind.name, stated.key))
    if kind.name == "application_support":
        check_attribution(db, _record_of(db, match))
    return match


def _record_of(db: Db, match: UUID) -> UUID:
    row = db.execute("SELECT record_id FROM matches WHERE id = %s", (match,)).fetchone()
    return UUID(str(row[0])) if row else match


def _stands_beside(db: Db, match: UUID) -> bool:
    """Whether the same source has another key that is, by name and owner, the same thing."""
    row = db.execute(
        "SELECT EXISTS (SELECT FROM matches m JOIN matches o ON o.kind = m.kind AND o.identity = m.identity"
        " AND o.source_id = m.source_id AND o.id <> m.id AND o.record_id <> m.record_id WHERE m.id = %s)",
        (match,),
    ).fetchone()
    return bool(row and row[0])


def _published(db: Db, kind: Kind, record: UUID) -> dict[str, object]:
    """The published values by claim field."""
    row = fetch(db, f"SELECT * FROM {kind.plural} WHERE id = %s", (record,))[0]
    return {field: row[column.name] for field, column in kind.columns.items()}


def _stated_before(db: Db, kind: Kind, record: UUID, organisation: UUID) -> _Stated:
    """What the organisation states of the record by hand; of several such matches the one that goes first."""
    rows = fetch(
        db,
        f"""
        SELECT m.source_key, m.target_id, f.fields, {", ".join(f'c.{field} AS "v_{field}"' for field in kind.fields)}
        FROM matches m
        JOIN {kind.claims.name} c ON c.id = m.claim_id
        JOIN field_sets f ON f.id = c.field_set_id
        WHERE m.source_id = %s AND m.record_id = %s AND m.kind = %s
        ORDER BY (SELECT max(i.as_of) FROM staged_rows s JOIN imports i ON i.id = s.import_id AND i.state = 'applied'
                  WHERE s.match_id = m.id AND s.claim_id = m.claim_id) DESC, m.id
        LIMIT 1
        """,
        (source_id(organisation, HAND), record, kind.name),
    )
    if not rows:
        return _Stated(str(record), record, {})
    row = rows[0]
    return _Stated(
        row["source_key"], row["target_id"], {field: canonical(row[f"v_{field}"]) for field in row["fields"]}
    )


def save_mapping(db: Db, source: UUID, mapping: Mapping[str, str | None], deed: Deed) -> None:
    """Remember what headings of a source mean: a target such as "application.name", or None for "keep, do not read"."""
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO saved_mappings (source_id, heading, field, decided_by, decided_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (source_id, heading) DO UPDATE"
            " SET field = excluded.field, decided_by = excluded.decided_by, decided_at = excluded.decided_at",
            [(source, heading, field, deed.actor.name, deed.at) for heading, field in mapping.items()],
        )
