"""The staged rows of an import: what each would do, or did, to the register."""

from __future__ import annotations

from uuid import UUID

from registry.errors import InvalidInput
from registry.kinds import KINDS, Kind
from registry.queries.presenting import MOST_ROWS, Row, camel, fetch, kind_of, present_value
from registry.resolving.matching import Db, identity_sql


def list_rows(
    db: Db, import_id: int, kind: str, *, action: str | None = None, after: str | None = None, limit: int = 50
) -> list[Row]:
    """Staged rows of a kind with what they do; `after` is the `place` of the last row seen.

    Each has `sheet`, `row`, `sourceKey`, `name`, `action`, `record` (the present or future `{id, name}`, or None) and
    `changes`: `{field, old, new}` where the row states something else than what the source stated before.
    """
    spec = kind_of(kind)
    names = "c.name, r.name AS record_name" if spec.has_name else "NULL AS name, NULL AS record_name"
    rows = fetch(
        db,
        f"""
        SELECT s.match_id, s.claim_id, s.sheet, s.row_number, s.action, c.source_key, {names}, c.target_id, i.state,
               coalesce(m.record_id, t.record_id) AS record_id,
               CASE WHEN i.state = 'applied' THEN b.claim_id ELSE m.claim_id END AS current_id, f.fields
        FROM staged_rows s
        JOIN imports i ON i.id = s.import_id
        JOIN {spec.claims.name} c ON c.id = s.claim_id JOIN field_sets f ON f.id = c.field_set_id
        LEFT JOIN matches m ON m.id = s.match_id LEFT JOIN matches t ON t.id = c.target_id
        LEFT JOIN {spec.plural} r ON r.id = coalesce(m.record_id, t.record_id)
        LEFT JOIN LATERAL (
            SELECT o.claim_id FROM staged_rows o JOIN imports e ON e.id = o.import_id AND e.state = 'applied'
            WHERE i.state = 'applied' AND o.match_id = s.match_id
              AND (e.as_of, e.received_at, e.id) < (i.as_of, i.received_at, i.id)
            ORDER BY e.as_of DESC, e.received_at DESC, e.id DESC LIMIT 1
        ) b ON true
        WHERE s.import_id = %(import_id)s AND s.kind = %(kind)s AND (%(action)s::text IS NULL OR s.action = %(action)s)
          AND {_beyond(after)}
        ORDER BY s.row_number, s.match_id LIMIT %(limit)s
        """,
        {"import_id": import_id, "kind": kind, "action": action, "limit": min(limit, MOST_ROWS)},
    )
    changes = _changes(db, spec, [row for row in rows if row["action"] in {"change", "end"}])
    changes |= _changes_of_known(db, spec, [row for row in rows if row["target_id"] and row["state"] != "applied"])
    joined = _joined(db, spec, [row["match_id"] for row in rows if row["action"] in {"join", "decide"}], import_id)
    return [_present_row(row, changes, joined) for row in rows]


def _beyond(after: str | None) -> str:
    """The condition that a row comes after a place; rows that a complete file no longer lists have no number, and come last."""
    if after is None:
        return "true"
    number, _, match = after.partition("_")
    try:
        row, last = int(number) if number else None, UUID(match)
    except ValueError as error:
        raise InvalidInput("Dit is geen plaats in deze lijst.", "This is not a place in this list.") from error
    if row is None:
        return f"(s.row_number IS NULL AND s.match_id > '{last}')"
    return f"((s.row_number, s.match_id) > ({row}, '{last}') OR s.row_number IS NULL)"


def _present_row(row: Row, changes: dict[UUID, list[Row]], joined: dict[UUID, Row]) -> Row:
    own = {"id": row["record_id"], "name": row["record_name"]} if row["record_id"] else None
    shown = {camel(name): row[name] for name in ("match_id", "sheet", "source_key", "name", "action")}
    shown["name"] = row["name"] or row["record_name"]
    return shown | {
        "row": row["row_number"],
        "place": f"{row['row_number'] or ''}_{row['match_id']}",
        "record": own or joined.get(row["match_id"]),
        "changes": changes.get(row["match_id"], []),
    }


def _changes(db: Db, kind: Kind, rows: list[Row]) -> dict[UUID, list[Row]]:
    """Fields that a staged claim states differently from the claim before it: `{field, old, new}` by match."""
    ids = [one for row in rows for one in (row["claim_id"], row["current_id"]) if one]
    if not ids:
        return {}
    claims = {row["id"]: row for row in fetch(db, f"SELECT * FROM {kind.claims.name} WHERE id = ANY(%s)", (ids,))}
    names = _names(db, kind, list(claims.values()))
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        new, old = claims[row["claim_id"]], claims.get(row["current_id"], {})
        fields = [field for field in kind.fields if field in row["fields"] and new[field] != old.get(field)]
        found[row["match_id"]] = [
            {"field": _key(kind, f), "old": _shown(old.get(f), names), "new": _shown(new[f], names)} for f in fields
        ]
    return found


def _changes_of_known(db: Db, kind: Kind, rows: list[Row]) -> dict[UUID, list[Row]]:
    """The same for rows that name the record that they are about: against what is published of it."""
    ids = [row["record_id"] for row in rows if row["record_id"]]
    if not ids:
        return {}
    published = {row["id"]: row for row in fetch(db, f"SELECT * FROM {kind.plural} WHERE id = ANY(%s)", (ids,))}
    links = _links(db, kind, ids)
    query = f"SELECT * FROM {kind.claims.name} WHERE id = ANY(%s)"
    claims = {row["id"]: row for row in fetch(db, query, ([row["claim_id"] for row in rows],))}
    names = _names(db, kind, list(claims.values())) | _published_names(db, kind, list(published.values()))
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        known, new = published.get(row["record_id"]), claims[row["claim_id"]]
        if known is None:
            continue
        old = {field: known[column.name] for field, column in kind.columns.items()}
        shown = {field: _shown(value, names) for field, value in old.items()}
        shown |= {link.field: links.get((row["record_id"], link.field)) for link in kind.links}
        fields = [
            field for field in kind.fields if field in row["fields"] and (field not in old or new[field] != old[field])
        ]
        found[row["match_id"]] = [
            {"field": _key(kind, field), "old": shown[field], "new": _shown(new[field], names)} for field in fields
        ]
    return found


def _published_names(db: Db, kind: Kind, records: list[Row]) -> dict[UUID, str]:
    """Names of the records that published records refer to."""
    found: dict[UUID, str] = {}
    for field, target in kind.references.items():
        ids = [row[f"{field}_id"] for row in records if row[f"{field}_id"]]
        if ids and KINDS[target].has_name:
            query = f"SELECT id, name FROM {KINDS[target].plural} WHERE id = ANY(%s)"
            found |= {row["id"]: row["name"] for row in fetch(db, query, (ids,))}
    return found


def _links(db: Db, kind: Kind, ids: list[UUID]) -> dict[tuple[UUID, str], list[Row]]:
    """What published records are linked to, by record and field."""
    found: dict[tuple[UUID, str], list[Row]] = {}
    for link in kind.links:
        role = "AND l.role = %(role)s" if link.role else ""
        for row in fetch(
            db,
            f"SELECT l.{kind.name}_id AS owner, r.id, r.name FROM {link.table} l"
            f" JOIN {KINDS[link.target].plural} r ON r.id = l.{link.column}"
            f" WHERE l.{kind.name}_id = ANY(%(ids)s) {role} ORDER BY folded(r.name), r.id",
            {"ids": ids, "role": link.role},
        ):
            found.setdefault((row["owner"], link.field), []).append({"id": row["id"], "name": row["name"]})
    return found


def _key(kind: Kind, field: str) -> str:
    return camel(kind.columns[field].name if field in kind.columns else field)


def _names(db: Db, kind: Kind, claims: list[Row]) -> dict[UUID, str]:
    """Names of all that the claims point to, published or only stated; two statements per kind pointed to at most."""
    targets = kind.references | {link.field: link.target for link in kind.links}
    found: dict[UUID, str] = {}
    for target in dict.fromkeys(targets.values()):
        values = [claim[field] for claim in claims for field, to in targets.items() if to == target and claim[field]]
        ids = list({one for value in values for one in (value if isinstance(value, list) else [value])})
        if ids:
            query = f"SELECT c.match_id, c.name FROM {KINDS[target].claims.name} c WHERE c.match_id = ANY(%s)"
            found |= {row["match_id"]: row["name"] for row in fetch(db, query, (ids,))}
    return found


def _shown(value: object, names: dict[UUID, str]) -> object:
    if isinstance(value, UUID):
        return {"id": value, "name": names.get(value)}
    if isinstance(value, list) and value and isinstance(value[0], UUID):
        return [{"id": one, "name": names.get(one)} for one in value]
    return present_value(value)


def _joined(db: Db, kind: Kind, matches: list[UUID], import_id: int) -> dict[UUID, Row]:
    """The known record that each new row joins (or may mean), found by what sure matches share."""
    if not matches:
        return {}
    identity, joins = identity_sql(kind)
    name = "r.name" if kind.has_name else "NULL"
    rows = fetch(
        db,
        f"""
        SELECT DISTINCT ON (w.match_id) w.match_id, r.id, {name} AS name
        FROM (
            SELECT s.match_id, {identity} AS identity
            FROM staged_rows s JOIN {kind.claims.name} c ON c.id = s.claim_id {joins}
            WHERE s.import_id = %(import_id)s AND s.kind = %(kind)s AND s.match_id = ANY(%(matches)s)
        ) w
        JOIN matches m ON m.kind = %(kind)s AND m.identity = w.identity AND m.id <> w.match_id
        JOIN {kind.plural} r ON r.id = m.record_id
        ORDER BY w.match_id, m.known_from, m.id
        """,
        {"import_id": import_id, "kind": kind.name, "matches": matches},
    )
    return {row["match_id"]: {"id": row["id"], "name": row["name"]} for row in rows}
