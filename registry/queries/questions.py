"""What only a person can decide: records that share what sure matches share, and that nobody judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from registry.kinds import Kind
from registry.queries.presenting import Row, fetch, kind_of
from registry.queries.product_questions import ProductAsk, ask_products
from registry.queries.review_pairs import select_pairs
from registry.queries.review_reasons import SAME_NAME, tell_spellings
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db


@dataclass(frozen=True)
class Side:
    """One of two records: its id and name, and the sources that mention it, each with its own key."""

    id: UUID
    name: str | None
    mentions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """Are these two the same? The reasons to think so or to doubt it, in Dutch and in English.

    `applications`: how many the right one hangs on, where that is counted.
    """

    kind: str
    left: Side
    right: Side
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...]
    applications: int = 0


@dataclass(frozen=True)
class Questions:
    """A page of questions; `next` is the place where the following page starts."""

    items: list[Question]
    next: UUID | None


def list_questions(
    db: Db, kind: str, *, import_id: int | None = None, after: UUID | None = None, limit: int = 50
) -> Questions:
    """Pairs to judge: each record beside the eldest one of its name; of one import those that it touches.

    Of suppliers and products also what the rules ask. `list_review` gives these in the order of what they move.
    """
    spec = kind_of(kind)
    if spec.name == "supplier":
        return _list_suppliers(db, spec, import_id, after, limit)
    groups = _groups(db, kind, import_id, after, limit)
    asks = ask_products(db, import_id) if spec.name == "product" else []
    keys = sorted({*groups, *(ask.right for ask in asks if after is None or ask.right > after)})[:limit]
    groups = [key for key in groups if key in keys]
    members = _members(db, spec, "m.identity", groups) if groups else []
    judged = _judged(db, [row["id"] for row in members])
    hanging = _hanging(db, spec, {row["record_id"] for row in members})
    found = list[Question]()
    for _, group in groupby(members, key=lambda row: row["identity"]):
        found += _pairs(spec, list(group), judged, hanging)
    found += _asked(db, spec, [ask for ask in asks if ask.right in keys])
    return Questions(found, keys[-1] if len(keys) == limit else None)


def _asked(db: Db, kind: Kind, asks: list[ProductAsk]) -> list[Question]:
    """What the rules ask of products, without the pairs that a person judged."""
    records: dict[UUID, list[Row]] = {}
    wanted = list({one for ask in asks for one in (ask.left, ask.right)})
    for row in _members(db, kind, "m.record_id", wanted) if wanted else []:
        records.setdefault(row["record_id"], []).append(row)
    judged = _judged(db, [row["id"] for ask in asks for row in records[ask.right]])
    found = []
    for ask in asks:
        sides = [records[ask.left], records[ask.right]]
        ids = [{one, *(row["id"] for row in side)} for one, side in zip((ask.left, ask.right), sides, strict=True)]
        if not any((a, b) in judged or (b, a) in judged for a in ids[0] for b in ids[1]):
            dutch, english = (tuple(reason[language] for reason in ask.reasons) for language in (0, 1))
            found.append(Question(kind.name, _side(sides[0]), _side(sides[1]), dutch, english, ask.applications))
    return found


OF_IMPORT = """
    (%(after)s::uuid IS NULL OR m.right_id > %(after)s) AND (%(import)s::bigint IS NULL OR EXISTS (
        SELECT FROM staged_rows s JOIN matches o ON o.id = s.match_id
        WHERE s.import_id = %(import)s AND s.kind = 'supplier' AND o.record_id IN (m.left_id, m.right_id)))
"""


def _list_suppliers(db: Db, kind: Kind, import_id: int | None, after: UUID | None, limit: int) -> Questions:
    asked = {"import": import_id, "after": after, "limit": limit + 1}
    pairs = select_pairs(db, OF_IMPORT, "m.right_id, m.left_id", asked)
    more = len(pairs) > limit
    if more:  # the next page starts behind the last right side of this one, so that one goes there whole
        pairs = [pair for pair in pairs if pair["right_id"] != pairs[-1]["right_id"]] or pairs
    records = list({pair[side] for pair in pairs for side in ("left_id", "right_id")})
    members: dict[UUID, list[Row]] = {}
    for row in _members(db, kind, "m.record_id", records) if records else []:
        members.setdefault(row["record_id"], []).append(row)
    found = []
    for pair, (in_favour, against) in zip(pairs, tell_spellings(db, pairs), strict=True):
        left, right = members[pair["left_id"]], members[pair["right_id"]]
        told = _reasons(kind, left, right) if pair["same_name"] else _different(kind, left, right)
        reasons = [one for one in (*told[: pair["same_name"]], *in_favour, *against) if one != SAME_NAME]
        reasons += [one for one in told[pair["same_name"] :] if one not in reasons]
        dutch, english = (tuple(reason[language] for reason in reasons) for language in (0, 1))
        found.append(Question(kind.name, _side(left), _side(right), dutch, english))
    return Questions(found, pairs[-1]["right_id"] if more else None)


def _groups(db: Db, kind: str, import_id: int | None, after: UUID | None, limit: int) -> list[UUID]:
    """Identities that more than one record has, in order."""
    own = "SELECT o.identity FROM staged_rows s JOIN matches o ON o.id = s.match_id WHERE s.import_id = %(import)s"
    rows = fetch(
        db,
        f"""
        SELECT m.identity FROM matches m
        WHERE m.kind = %(kind)s AND m.record_id IS NOT NULL AND m.identity IS NOT NULL
          AND (%(after)s::uuid IS NULL OR m.identity > %(after)s)
          {f"AND m.identity IN ({own} AND s.kind = %(kind)s)" if import_id else ""}
        GROUP BY m.identity HAVING count(DISTINCT m.record_id) > 1
        ORDER BY m.identity LIMIT %(limit)s
        """,
        {"kind": kind, "import": import_id, "after": after, "limit": limit},
    )
    return [row["identity"] for row in rows]


def _members(db: Db, kind: Kind, by: str, groups: list[UUID]) -> list[Row]:
    """The matches of these identities, or of these records."""
    numbers = "".join(f", c.{scheme}" for scheme in kind.identifiers or ())
    return fetch(
        db,
        f"""
        SELECT m.id, m.identity, m.record_id, m.source_key, m.source_id, s.name AS source,
               {NAMED.get(kind.name, "r.name") if kind.has_name else "NULL"} AS name{numbers}
        FROM matches m JOIN sources s ON s.id = m.source_id JOIN {kind.plural} r ON r.id = m.record_id
        JOIN {kind.claims.name} c ON c.id = m.claim_id
        WHERE m.kind = %s AND {by} = ANY(%s)
        ORDER BY m.identity, m.known_from, m.id
        """,
        (kind.name, groups),
    )


NAMED = {
    "product_version": "concat_ws(' ', (SELECT p.name FROM products p WHERE p.id = r.product_id), r.name)",
    "cloud_service": "concat_ws(': ', (SELECT p.name FROM suppliers p WHERE p.id = r.supplier_id), r.name)",
}
"""The name of kinds that say little without that of whose they are."""
HANGING = {
    "product": "SELECT product_id AS id, count(*) AS applications FROM application_products WHERE product_id",
    "product_version": "SELECT product_version_id AS id, count(*) AS applications"
    " FROM application_product_versions WHERE product_version_id",
    "cloud_service": "SELECT on_service_id AS id, count(DISTINCT application_id) AS applications"
    " FROM dependencies WHERE on_service_id",
}
"""How many applications hang on records of a kind."""


def _hanging(db: Db, kind: Kind, records: Iterable[UUID]) -> dict[UUID, int]:
    if kind.name not in HANGING:
        return {}
    rows = fetch(db, f"{HANGING[kind.name]} = ANY(%s) GROUP BY 1", (list(records),))
    return {row["id"]: row["applications"] for row in rows}


def _judged(db: Db, members: list[UUID]) -> set[tuple[UUID, UUID]]:
    """Pairs of matches on which a decision counts."""
    rows = fetch(
        db,
        f"SELECT left_id, right_id FROM ({STANDING}) s"
        " WHERE (right_id = ANY(%s) OR left_id = ANY(%s)) AND NOT disputed",
        (members, members),
    )
    return {(row["left_id"], row["right_id"]) for row in rows}


def _pairs(kind: Kind, group: list[Row], judged: set[tuple[UUID, UUID]], hanging: Mapping[UUID, int]) -> list[Question]:
    by_record: dict[UUID, list[Row]] = {}
    for row in group:
        by_record.setdefault(row["record_id"], []).append(row)
    eldest, *others = by_record
    found = []
    for other in others:
        left, right = by_record[eldest], by_record[other]
        ids = [({eldest} | {row["id"] for row in left}), ({other} | {row["id"] for row in right})]
        if not any((a, b) in judged or (b, a) in judged for a in ids[0] for b in ids[1]):
            dutch, english = (tuple(reason[language] for reason in _reasons(kind, left, right)) for language in (0, 1))
            found.append(Question(kind.name, _side(left), _side(right), dutch, english, hanging.get(other, 0)))
    return found


def _side(rows: list[Row]) -> Side:
    return Side(rows[0]["record_id"], rows[0]["name"], tuple((row["source"], row["source_key"]) for row in rows))


def _reasons(kind: Kind, left: list[Row], right: list[Row]) -> list[tuple[str, str]]:
    found = [_shared(kind), *_different(kind, left, right)]
    if len(found) == 1:
        found.append(
            (
                "Een andere bron noemt onder deze naam meer dan één gegeven.",
                "Another source lists more than one record under this name.",
            )
        )
    return found


def _different(kind: Kind, left: list[Row], right: list[Row]) -> list[tuple[str, str]]:
    """What speaks against: numbers that differ, and sources that tell the two apart."""
    found = []
    for scheme in kind.identifiers or ():
        numbers = [next((row[scheme] for row in side if row[scheme]), None) for side in (left, right)]
        if all(numbers) and numbers[0] != numbers[1]:
            label = kind.columns[scheme].info
            found.append(
                (
                    f"{label['nl']} verschilt: {numbers[0]} en {numbers[1]}.",
                    f"{label['en']} differs: {numbers[0]} and {numbers[1]}.",
                )
            )
    for one in left:
        for other in right:
            if one["source_id"] == other["source_id"]:
                keys = f"{one['source_key']!r}", f"{other['source_key']!r}"
                found.append(
                    (
                        f"Bron {one['source']} noemt ze apart, als {keys[0]} en {keys[1]}.",
                        f"Source {one['source']} lists them apart, as {keys[0]} and {keys[1]}.",
                    )
                )
    return found


def _shared(kind: Kind) -> tuple[str, str]:
    """What the two have in common."""
    labels = []
    for part in kind.identity or ("name_key",):
        field = "name" if part == "name_key" else part.removesuffix("_id")
        labels.append(kind.columns[field].info)
    dutch, english = (", ".join(label[language].lower() for label in labels) for language in ("nl", "en"))
    return f"Gelijk: {dutch}.", f"The same: {english}."
