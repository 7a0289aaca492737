"""Everything that was ever stated of the lives of release cycles, and which statement of each event counts.

Read from the published records, their history, and the claims and imports behind them: nothing is kept for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, groupby
from uuid import UUID

from registry.dates import bounds
from registry.edited_values import canonical
from registry.errors import InvalidInput, NotFound
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db
from registry.statements_of_life import EVENTS, Choice, Stated, choose, precision_word

VERSIONS_AT_ONCE = 500
_PLACES = {event: place for place, event in enumerate(EVENTS)}


class OtherProduct(InvalidInput):
    """Deze versie is er een van een ander product."""

    english = "This version is one of another product."


class NothingStated(NotFound):
    """Hierover is niets gezegd: van geen versie is iets over de levensloop bekend."""

    english = "Nothing was stated of this: of no version is anything known about its life."


@dataclass(frozen=True)
class Life:
    """A release cycle with its product and all that is stated of it; `counting` is by event."""

    product_id: UUID
    product: str
    product_kind: str | None
    vendor: str | None
    product_purl: str | None
    product_cpe: str | None
    version_id: UUID
    version: str
    purl: str | None
    cpe: str | None
    statements: tuple[Stated, ...]
    counting: dict[str, Choice]


def list_statements(db: Db, version: UUID, *, known_on: datetime | None = None) -> Life:
    """All that was ever stated of a release cycle, as the register knew it at a moment (None: now), by event and time.

    Raises `NotFound`.
    """
    row = db.execute("SELECT record_id FROM matches WHERE id = %s AND kind = 'product_version'", (version,)).fetchone()
    found = next(_lives(db, [row[0] if row and row[0] else version], known_on), None)
    if found is None:
        raise NotFound(f"product_version {version}")
    return found


def list_lives(db: Db, versions: Sequence[UUID]) -> list[Life]:
    """The lives of these release cycles as known now, in two statements; those that are not there are left out."""
    return list(_lives(db, versions, None)) if versions else []


def stream_lives(
    db: Db, *, product: UUID | None = None, version: UUID | None = None, known_on: datetime | None = None
) -> Iterator[Life]:
    """The release cycles of which something is stated: all, of one product, or one; by product and version.

    Raises `NotFound` for a product or version that is not there, `OtherProduct`, and `NothingStated` of the one asked for.
    """
    for kind, one in (("product", product), ("product_version", version)):
        published = "SELECT FROM matches WHERE id = %s AND kind = %s AND record_id IS NOT NULL"
        if one is not None and not fetch(db, published, (one, kind)):
            raise NotFound(f"{kind} {one}")
    ids = _versions(db, product, version)
    if version is not None and not ids:
        raise OtherProduct
    lives = _streamed(db, ids, known_on)
    if product is None and version is None:
        return lives
    first = next(lives, None)
    if first is None:
        raise NothingStated
    return chain([first], lives)


def _versions(db: Db, product: UUID | None, version: UUID | None) -> list[UUID]:
    record = "(SELECT record_id FROM matches WHERE id = %({0})s)"
    rows = fetch(
        db,
        f"""
        SELECT v.id FROM product_versions v JOIN products p ON p.id = v.product_id
        WHERE (%(product)s::uuid IS NULL OR v.product_id = {record.format("product")})
          AND (%(version)s::uuid IS NULL OR v.id = {record.format("version")})
        ORDER BY folded(p.name), p.id, folded(v.name), v.id
        """,
        {"product": product, "version": version},
    )
    return [row["id"] for row in rows]


def _streamed(db: Db, ids: Sequence[UUID], known_on: datetime | None) -> Iterator[Life]:
    for start in range(0, len(ids), VERSIONS_AT_ONCE):
        for life in _lives(db, ids[start : start + VERSIONS_AT_ONCE], known_on):
            if life.statements:
                yield life


def _lives(db: Db, versions: Sequence[UUID], known_on: datetime | None) -> Iterator[Life]:
    stated = _statements(db, versions, known_on)
    rows = fetch(
        db,
        """
        SELECT v.id, v.name, v.purl, v.cpe, p.id AS product_id, p.name AS product, p.kind AS product_kind, p.purl AS product_purl,
               p.cpe AS product_cpe, s.name AS vendor
        FROM product_versions v JOIN products p ON p.id = v.product_id LEFT JOIN suppliers s ON s.id = p.vendor_id
        WHERE v.id = ANY(%s)
        """,
        (list(versions),),
    )
    by_id = {row["id"]: row for row in rows}
    for version in versions:
        if version in by_id:
            row, statements = by_id[version], tuple(stated.get(version, ()))
            described = {name: row[name] for name in _DESCRIBED}
            yield Life(**described, version_id=version, version=row["name"], statements=statements,
                       counting=choose(statements))  # fmt: skip


_DESCRIBED = ("product_id", "product", "product_kind", "vendor", "product_purl", "product_cpe", "purl", "cpe")


def _statements(db: Db, versions: Sequence[UUID], known_on: datetime | None) -> dict[UUID, list[Stated]]:
    """By version; by event, and then in the order in which they came to be known."""
    found: dict[UUID, list[Stated]] = defaultdict(list)
    rows = fetch(db, STATED, {"versions": list(versions), "known_on": known_on})
    for (version, _), published in groupby(rows, key=lambda row: (row["version"], row["id"])):
        found[version] += _series(list(published))
    for statements in found.values():
        statements.sort(key=lambda one: (_PLACES[one.event], one.known_from, str(one.id)))
    return found


def _series(published: list[Row]) -> Iterator[Stated]:
    """The statements that the versions of one record tell of, oldest first: each a new value, or the end of one."""
    standing: Row | None = None
    first: Stated | None = None
    until: datetime | None = None
    told = False
    for row in published:
        if first is not None and until != row["known_from"]:
            yield replace(first, known_until=until, ended="taken_back")
            first = None
        if row["ended_on"] is not None:
            if first is not None or not told:
                yield _ended(first or _stated(row), standing, row, "withdrawn")
            first = None
        elif first is None:
            first = _stated(row)
        elif not _same(first, row):
            yield _ended(first, standing, row, "replaced")
            first = _stated(row)
        standing, until, told = row, row["known_until"], True
    if first is not None:
        yield replace(first, known_until=until, ended="taken_back" if until else None)


def _ended(stated: Stated, standing: Row | None, by: Row, how: str) -> Stated:
    """The statement with its end: by what came after it, or because its own import was undone just then."""
    undone = standing is not None and standing["undone_at"] == by["known_from"]
    reason = None if undone else by["reason"]
    return replace(stated, known_until=by["known_from"], ended="taken_back" if undone else how, ended_reason=reason)


def _same(stated: Stated, row: Row) -> bool:
    """Whether a version says what the statement before it says; only something else about the record changed."""
    return (stated.event, stated.stated, stated.happens) == (row["event"], row["stated"], _days(row))


def _days(row: Row) -> tuple[date | None, date | None] | None:
    text = canonical(row["happens"])
    return bounds(text) if text else None


def _stated(row: Row) -> Stated:
    named = row["organisation_id"] is not None
    by_hand = row["source_type"] == "hand"
    return Stated(
        id=row["id"],
        event=row["event"],
        stated=row["stated"],
        happens=_days(row),
        precision=precision_word(row["stated"], canonical(row["happens"])),
        identifier=row["identifier"],
        known_from=row["known_from"],
        known_until=None,
        ended=None,
        source=row["source"],
        source_type=row["source_type"],
        organisation={"id": row["organisation_id"], "name": row["organisation"]} if named else None,
        import_id=row["import_id"],
        filename=row["filename"],
        sheet=None if by_hand else row["sheet"],
        row=None if by_hand else row["row_number"],
        as_of=row["as_of"],
        stated_by=row["applied_by"],
        reason=row["reason"],
    )


# Of each version of each record about these release cycles the newest import that stated just that while it was published.
STATED = """
    WITH own AS (
        SELECT v AS id, v AS version FROM unnest(%(versions)s::uuid[]) v
        UNION ALL SELECT m.id, m.record_id FROM matches m
        WHERE m.record_id = ANY(%(versions)s) AND m.record_id <> m.id AND m.kind = 'product_version'
    ), published AS (
        SELECT o.version, t.id, t.event, t.happens, t.stated, t.identifier, t.ended_on, t.known_from,
               NULL::timestamptz AS known_until
        FROM own o JOIN lifecycle_dates t ON t.product_version_id = o.id
        UNION ALL
        SELECT o.version, h.id, h.event, h.happens, h.stated, h.identifier, h.ended_on, h.known_from, h.known_until
        FROM own o JOIN lifecycle_dates_history h ON h.product_version_id = o.id WHERE h.known_until > h.known_from
    )
    SELECT p.version, p.id, p.event, p.happens, p.stated, p.identifier, p.ended_on, p.known_from,
           CASE WHEN p.known_until <= coalesce(%(known_on)s::timestamptz, 'infinity') THEN p.known_until END AS known_until,
           x.*, org.id AS organisation_id, org.name AS organisation
    FROM published p
    LEFT JOIN LATERAL (
        SELECT i.id AS import_id, coalesce(i.mapping -> 'files' ->> s.sheet, i.filename) AS filename, s.sheet,
               s.row_number, i.as_of, i.applied_by, i.reason, i.undone_at, src.name AS source, src.type AS source_type,
               src.organisation_id AS stating
        FROM (SELECT m.id FROM matches m WHERE m.id = p.id
              UNION ALL SELECT m.id FROM matches m WHERE m.record_id = p.id AND m.record_id <> m.id) m
        JOIN staged_rows s ON s.match_id = m.id
        JOIN imports i ON i.id = s.import_id
        JOIN lifecycle_date_claims c ON c.id = s.claim_id
        JOIN sources src ON src.id = i.source_id
        WHERE i.applied_at < coalesce(p.known_until, 'infinity')
          AND i.applied_at <= coalesce(%(known_on)s::timestamptz, 'infinity')
        ORDER BY (c.stated, c.happens, c.ended_on) IS NOT DISTINCT FROM (p.stated, p.happens, p.ended_on) DESC,
                 i.undone_at IS NULL OR i.undone_at >= least(coalesce(p.known_until, 'infinity'),
                                                             coalesce(%(known_on)s::timestamptz, 'infinity')) DESC,
                 src.rank, i.as_of DESC, i.applied_at DESC, i.id DESC
        LIMIT 1
    ) x ON true
    LEFT JOIN matches om ON om.id = x.stating LEFT JOIN organisations org ON org.id = om.record_id
    WHERE p.event IS NOT NULL AND p.known_from <= coalesce(%(known_on)s::timestamptz, 'infinity')
    ORDER BY p.version, p.id, p.known_from
"""
