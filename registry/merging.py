"""Judged rows become the published record: the records in the temporary table `dirty` are computed anew from their claims.

A record with one claim (nearly all) is copied from it. Where several sources speak, each field takes the first known value
by rank of the source (for that field, where the policy gives one), then reference date, then the id of the source; a field
that a source stated empty hides what the same source said before. A field that a person emptied by hand (a source type that
`empties`) is empty, whatever sources after it say. Records that nothing applied states any more are removed; history is
kept by trigger.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import ARRAY

from registry.kinds import Kind
from registry.policy import CURATED_RANK, EMPTYING, FIELD_RANKS
from registry.resolving.judging import IS_JOINED, joined_sql
from registry.resolving.matching import Db
from registry.resolving.pointing import add_pointing

SUPPLYING = ("vendor", "hosting", "maintenance", "development")
"""Roles that make an application hang on a supplier; a reseller can be replaced by another."""

INTERVALS = (("annual_value_min", "annual_value_max"), ("amount_min", "amount_max"))
"""Fields that are the ends of one interval."""


def publish(db: Db, kind: Kind, at: datetime) -> dict[str, int]:
    """Publish the dirty records of a kind as known from `at`; return how many were added, changed and removed."""
    add_pointing(db, kind)
    _collect_members(db, kind)
    _compute_fresh(db, kind)
    removed = db.execute(
        f"DELETE FROM {kind.plural} t USING existing e WHERE t.id = e.id AND NOT EXISTS (SELECT FROM fresh f WHERE f.id = t.id)"
    ).rowcount
    changed = _update(db, kind, at)
    added = _insert_new(db, kind, at)
    if kind.links:
        _publish_links(db, kind)
    return {"add": added, "change": changed, "remove": removed}


def _collect_members(db: Db, kind: Kind) -> None:
    """`members`: the matches of each dirty record; `singles`: records with one claim; `existing`: published before."""
    db.execute("ANALYZE dirty")  # an edit by hand has one row in it, and must not read all matches
    db.execute("DROP TABLE IF EXISTS members, singles, existing, stated, fresh, supplier_sets, judged_same")
    db.execute(
        """
        CREATE TEMP TABLE members ON COMMIT DROP AS
        SELECT d.id AS record_id, m.id AS match_id, m.claim_id, m.layered, m.source_id
        FROM dirty d JOIN matches m ON m.id = d.id AND m.record_id = d.id
        UNION ALL
        SELECT d.id, m.id, m.claim_id, m.layered, m.source_id
        FROM dirty d JOIN matches m ON m.record_id = d.id AND m.record_id <> m.id
        """
    )
    db.execute(
        """
        CREATE TEMP TABLE singles ON COMMIT DROP AS
        SELECT record_id AS id, (array_agg(claim_id))[1] AS claim_id
        FROM members GROUP BY record_id HAVING count(*) = 1 AND NOT bool_or(layered)
        """
    )
    db.execute(
        f"CREATE TEMP TABLE existing ON COMMIT DROP AS SELECT t.id FROM dirty d JOIN {kind.plural} t ON t.id = d.id"
    )
    db.execute("ANALYZE members, singles, existing")


def _value_columns(kind: Kind) -> list[str]:
    return [column.name for column in kind.columns.values()]


def _claim_values(kind: Kind) -> tuple[str, str]:
    """Select list of a claim `c` as published columns (references resolved) and raw links, and its joins."""
    selected = [f"r_{f}.record_id AS {f}_id" if f in kind.references else f"c.{f}" for f in kind.columns]
    selected += [f"c.{link.field}" for link in kind.links]
    joins = [f"LEFT JOIN matches r_{f} ON r_{f}.id = c.{f}" for f in kind.references]
    return ", ".join(selected), " ".join(joins)


def _required(kind: Kind, alias: str) -> str:
    """Condition that a row can be published: its required columns are known."""
    needed = [f"{alias}.{c.name} IS NOT NULL" for c in kind.columns.values() if not c.nullable]
    if kind.name == "dependency":
        needed.append(f"num_nonnulls({alias}.application_id, {alias}.service_id) = 1")
    return " AND ".join(needed) or "true"


def _compute_fresh(db: Db, kind: Kind) -> None:
    """`fresh`: the new values of records that were published before or have several claims."""
    values, joins = _claim_values(kind)
    names = [*_value_columns(kind), *(link.field for link in kind.links)]
    db.execute(f"CREATE TEMP TABLE judged_same ON COMMIT DROP AS {joined_sql(kind)}")
    db.execute("CREATE INDEX ON judged_same (record_id)")
    db.execute(f"CREATE TEMP TABLE stated ON COMMIT DROP AS {_stated_sql(kind)}")
    db.execute("CREATE INDEX ON stated (id)")
    db.execute("ANALYZE stated")
    db.execute(
        f"""
        CREATE TEMP TABLE fresh ON COMMIT DROP AS
        SELECT * FROM (
            SELECT s.id, {values}
            FROM singles s JOIN existing e ON e.id = s.id JOIN {kind.claims.name} c ON c.id = s.claim_id {joins}
            UNION ALL
            SELECT id, {", ".join(names)} FROM ({_merged_sql(kind, values, joins)}) merged
        ) v WHERE {_required(kind, "v")}
        """
    )
    for least, most in INTERVALS:
        if least in names:  # ends that different sources state may contradict each other: then neither is known
            db.execute(f"UPDATE fresh SET {least} = NULL, {most} = NULL WHERE {least} > {most}")
    db.execute("ANALYZE fresh")


def _merged_sql(kind: Kind, values: str, joins: str) -> str:
    """Records with several claims: per field the first known value that no claim before it hides."""
    fields = {column.name: field for field, column in kind.columns.items()} | {ln.field: ln.field for ln in kind.links}
    arrays = {c.name: c.type.item_type for c in kind.columns.values() if isinstance(c.type, ARRAY)}
    merged = []
    for column, field in fields.items():
        seen = f"FILTER (WHERE o.{column} IS NOT NULL AND NOT '{field}' = ANY(o.hidden))"
        order = _order(kind, field)
        if column in arrays or (field == column and column not in kind.columns):
            type_ = "text" if column in arrays else "uuid"
            merged.append(
                f"(SELECT array_agg(e::{type_}) FROM jsonb_array_elements_text("
                f"(jsonb_agg(to_jsonb(o.{column}) ORDER BY {order}) {seen}) -> 0) e) AS {column}"
            )
        else:
            merged.append(f"(array_agg(o.{column} ORDER BY {order}) {seen})[1] AS {column}")
    return f"""
        SELECT o.id, {", ".join(merged)}
        FROM (
            SELECT v.*, coalesce((
                SELECT array_agg(DISTINCT h) FROM stated n, unnest(n.fields) h
                WHERE n.id = v.id AND n.place < v.place AND (n.match_id = v.match_id OR n.empties)
            ), '{{}}') AS hidden
            FROM (SELECT w.id, w.match_id, w.place, w.rank, w.source_type, w.joined, {values}
                  FROM stated w JOIN {kind.claims.name} c ON c.id = w.claim_id {joins}) v
        ) o GROUP BY o.id
    """


def _order(kind: Kind, field: str) -> str:
    """The order of precedence of what is stated of a field."""
    ranks = FIELD_RANKS.get(kind.name, {}).get(field, {})
    cases = " ".join(f"WHEN '{name}' THEN {rank}" for name, rank in sorted(ranks.items()))
    rank = f"CASE o.source_type {cases} ELSE o.rank END" if cases else "o.rank"
    if (
        field == "name"
    ):  # of what persons joined, the one that stays keeps its name, unless a curated source names the other
        return f"o.joined AND {rank} > {CURATED_RANK}, {rank}, o.place"
    return f"{rank}, o.place" if cases else "o.place"


def _stated_sql(kind: Kind) -> str:
    """The claims that count for records with several, in order of precedence."""
    return f"""
        SELECT mb.record_id AS id, mb.match_id, x.claim_id, f.fields, src.rank, src.type AS source_type,
               {IS_JOINED.format("mb", "match_id", "fc")} AS joined,
               src.type IN ({", ".join(f"'{name}'" for name in sorted(EMPTYING))}) AS empties, row_number() OVER (
            PARTITION BY mb.record_id
            ORDER BY src.rank, x.as_of DESC, mb.source_id, mb.match_id, x.received_at DESC, x.import_id DESC
        ) AS place
        FROM members mb
        JOIN sources src ON src.id = mb.source_id
        CROSS JOIN LATERAL (
            SELECT s.claim_id, i.as_of, i.received_at, i.id AS import_id
            FROM staged_rows s JOIN imports i ON i.id = s.import_id AND i.state = 'applied'
            WHERE s.match_id = mb.match_id AND (mb.layered OR s.claim_id = mb.claim_id)
            ORDER BY i.as_of DESC, i.received_at DESC, i.id DESC
            LIMIT CASE WHEN mb.layered THEN NULL ELSE 1 END
        ) x
        JOIN {kind.claims.name} fc ON fc.id = x.claim_id
        JOIN field_sets f ON f.id = fc.field_set_id
        WHERE NOT EXISTS (SELECT FROM singles s WHERE s.id = mb.record_id)
    """


def _update(db: Db, kind: Kind, at: datetime) -> int:
    columns = _value_columns(kind)
    sets = ", ".join(f"{name} = f.{name}" for name in columns)
    old, new = (", ".join(f"{alias}.{name}" for name in columns) for alias in "tf")
    extra_set = extra_old = extra_new = extra_from = ""
    if kind.name == "application":
        _make_supplier_sets(db, kind)
        extra_set, extra_old, extra_new = ", supplier_ids = z.ids", ", t.supplier_ids", ", z.ids"
        extra_from = f" JOIN supplier_sets z ON z.raw = {_raw_suppliers('f')}"
    return db.execute(
        f"""
        UPDATE {kind.plural} t SET known_from = %s, {sets}{extra_set}
        FROM fresh f{extra_from}
        WHERE t.id = f.id AND ROW({old}{extra_old}) IS DISTINCT FROM ROW({new}{extra_new})
        """,
        (at,),
    ).rowcount


def _raw_suppliers(alias: str) -> str:
    return " || ".join(f"coalesce({alias}.{role}, '{{}}')" for role in SUPPLYING)


def _make_supplier_sets(db: Db, kind: Kind) -> None:
    """`supplier_sets`: for each combination of mentioned suppliers the sorted ids of the suppliers meant."""
    db.execute(
        f"""
        CREATE TEMP TABLE supplier_sets ON COMMIT DROP AS
        SELECT raw, ARRAY(
            SELECT DISTINCT r.record_id FROM unnest(raw) v JOIN matches r ON r.id = v
            WHERE r.record_id IS NOT NULL ORDER BY 1
        ) AS ids
        FROM (
            SELECT DISTINCT {_raw_suppliers("c")} AS raw FROM singles s JOIN {kind.claims.name} c ON c.id = s.claim_id
            UNION SELECT {_raw_suppliers("f")} FROM fresh f
        ) combinations
        """
    )
    db.execute("ANALYZE supplier_sets")


def _insert_new(db: Db, kind: Kind, at: datetime) -> int:
    """Insert records that were not published before: from their one claim, or from `fresh`."""
    columns = _value_columns(kind)
    values, joins = _claim_values(kind)
    extra = ", supplier_ids" if kind.name == "application" else ""
    sets = f"JOIN supplier_sets z ON z.raw = {_raw_suppliers('v')}" if extra else ""
    ids = ", z.ids" if extra else ""
    return db.execute(
        f"""
        INSERT INTO {kind.plural} (id, known_from, {", ".join(columns)}{extra})
        SELECT v.id, %(at)s, {", ".join(f"v.{name}" for name in columns)}{ids}
        FROM (
            SELECT s.id, {values} FROM singles s JOIN {kind.claims.name} c ON c.id = s.claim_id {joins}
            WHERE NOT EXISTS (SELECT FROM existing e WHERE e.id = s.id)
            UNION ALL
            SELECT f.* FROM fresh f WHERE NOT EXISTS (SELECT FROM existing e WHERE e.id = f.id)
        ) v {sets}
        WHERE {_required(kind, "v")}
        """,
        {"at": at},
    ).rowcount


def _links_sql(kind: Kind) -> str:
    """One number for all links of each record that was published before."""
    tables = {link.table: (link.column, "l.role" if link.role else "''") for link in kind.links}
    found = " UNION ALL ".join(
        f"SELECT l.application_id, concat_ws('|', '{table}', l.{column}, {role}) AS link FROM {table} l"
        " JOIN existing e ON e.id = l.application_id"
        for table, (column, role) in tables.items()
    )
    return f"SELECT application_id AS id, sum(hashtextextended(link, 0)) AS links FROM ({found}) f GROUP BY 1"


def _publish_links(db: Db, kind: Kind) -> None:
    """Replace the links; `relinked` are the records that were published before and have others now."""
    db.execute("DROP TABLE IF EXISTS links_before, relinked")
    db.execute(f"CREATE TEMP TABLE links_before ON COMMIT DROP AS {_links_sql(kind)}")
    _replace_links(db, kind)
    db.execute(
        f"""
        CREATE TEMP TABLE relinked ON COMMIT DROP AS
        SELECT id FROM links_before b FULL JOIN ({_links_sql(kind)}) n USING (id) WHERE b.links IS DISTINCT FROM n.links
        """
    )


def _replace_links(db: Db, kind: Kind) -> None:
    for table in dict.fromkeys(link.table for link in kind.links):
        db.execute(f"DELETE FROM {table} l USING existing e WHERE l.application_id = e.id")
    for link in kind.links:
        role = (", role", f", '{link.role}'") if link.role else ("", "")
        db.execute(
            f"""
            INSERT INTO {link.table} (application_id, {link.column}{role[0]})
            SELECT DISTINCT v.id, r.record_id{role[1]}
            FROM (
                SELECT s.id, c.{link.field} AS targets FROM singles s JOIN {kind.claims.name} c ON c.id = s.claim_id
                WHERE NOT EXISTS (SELECT FROM existing e WHERE e.id = s.id) AND c.{link.field} IS NOT NULL
                UNION ALL
                SELECT f.id, f.{link.field} FROM fresh f WHERE f.{link.field} IS NOT NULL
            ) v
            JOIN {kind.plural} p ON p.id = v.id, unnest(v.targets) AS t(id) JOIN matches r ON r.id = t.id
            WHERE r.record_id IS NOT NULL
            """
        )
