"""Products that inventories name join the one product of the catalogue that the name means.

What a name means follows from the catalogue and the name alone: no other name, and no order, has a part in it. The rulings
are written down, once for each pair and version of the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from registry.policy import RANKS
from registry.product_index import Catalogue, known_product
from registry.product_matching import find_product
from registry.product_names import RULES_VERSION, read_product, tables
from registry.resolving.blocks import hash_of
from registry.resolving.clusters import cluster
from registry.resolving.matching import Db
from registry.resolving.mentions import Evidence, Mention, Name

SOURCES = ("hand", "reference", "register", "steward")
"""The types of source whose products and release cycles are the catalogue; what only inventories mention is not."""


class Stated(NamedTuple):
    """What the claim of one match says of a product; `vendor` as that source names it."""

    match: UUID
    name: str
    key: str
    source_type: str
    aliases: tuple[str, ...]
    vendor: str | None
    kind: str | None
    cpe: str | None
    purl: str | None


class Ruled(NamedTuple):
    """What the rules say of a name and the name of a product of the catalogue, as their keys."""

    name: str
    anchor: str
    verdict: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Rulings:
    """What the rules say of all names; `readings` is what a name says without versions, editions and noise."""

    ruled: tuple[Ruled, ...] = ()
    readings: Mapping[Name, str] = field(default_factory=dict)

    @property
    def sure(self) -> frozenset[tuple[Name, Name]]:
        """Pairs of a name and the name that it surely means."""
        return frozenset(((one.name, ""), (one.anchor, "")) for one in self.ruled if one.verdict == "same")


def rule_products(db: Db, mentions: Iterable[Mention], evidence: Evidence, at: datetime) -> Rulings:
    """Rule on the names of all products that count, and write down what was not written before."""
    stated = load_stated(db)
    rulings = rule_names(stated, mentions, evidence)
    _write(db, rulings.ruled, at)
    return rulings


def rule_names(stated: Iterable[Stated], mentions: Iterable[Mention], evidence: Evidence) -> Rulings:
    """What each name that the catalogue does not bear means in it. Pure."""
    everyone, everything = list(stated), list(mentions)
    curated = {one.match: one for one in everyone if one.source_type in SOURCES}
    same, different = (
        frozenset(pair for pair in pairs if curated.keys() >= set(pair))
        for pairs in (evidence.same, evidence.different)
    )
    anchors, catalogue = build_catalogue(
        frozenset(curated.values()), frozenset(m for m in everything if m.id in curated), Evidence(same, different)
    )
    borne = {name for mention in everything if mention.id in curated for name in (mention.name, *mention.aliases)}
    texts = {(one.name, one.key) for one in everyone if one.match not in curated and (one.key, "") not in borne}
    ruled, readings = set[Ruled](), dict[Name, str]()
    for text, key in sorted(texts) if catalogue.products else ():
        read = read_product(text)
        found = find_product(read, catalogue)
        if found.outcome == "new":
            continue
        sure = found.outcome == "sure" and len(found.products) == 1 and not found.weak
        codes = tuple(code for code, _ in found.reasons)
        for product in found.products[:MOST_ASKED]:
            ruled.add(Ruled(key, anchors[product], "same" if sure else "ask", found.score, codes))
        said = [word for word in read.core.split() if word not in tables().vendors]
        readings[key, ""] = " ".join(said) or key
    return Rulings(tuple(sorted(ruled)), readings)


MOST_ASKED = 5
"""Products that one name is asked about, where it may mean several."""


@lru_cache(maxsize=2)
def build_catalogue(
    curated: frozenset[Stated], mentions: frozenset[Mention], evidence: Evidence
) -> tuple[Mapping[str, str], Catalogue]:
    """The catalogue that sources of reference state together, and the key of the name of each of its products.

    The same until one of those changes.
    """
    groups: dict[UUID, list[Stated]] = defaultdict(list)
    stated = {one.match: one for one in curated}
    for match, leader in cluster(mentions, evidence).items():
        groups[leader].append(stated[match])
    known, anchors = [], {}
    for leader, members in groups.items():
        members.sort(key=lambda one: (RANKS[one.source_type], one.name, one.match))
        names = dict.fromkeys([*(one.name for one in members), *(alias for one in members for alias in one.aliases)])
        first = members[0]
        anchors[str(leader)] = first.key
        known.append(known_product(
            str(leader), tuple(names), next((one.vendor for one in members if one.vendor), None),
            next((one.kind for one in members if one.kind), None), [hint for one in members for hint in (one.cpe, one.purl)],
        ))  # fmt: skip
    return anchors, Catalogue(known)


def load_stated(db: Db) -> list[Stated]:
    """What is stated of the products that count, one for each match."""
    return [
        Stated(match, name, key, source_type, tuple(aliases or ()), *rest)
        for match, name, key, source_type, aliases, *rest in db.execute(STATED).fetchall()
    ]


STATED = """
    SELECT m.id, c.name, c.name_key, s.type, c.aliases, v.name, c.kind, c.cpe, c.purl
    FROM matches m JOIN product_claims c ON c.id = m.claim_id JOIN sources s ON s.id = m.source_id
    LEFT JOIN matches w ON w.id = c.vendor LEFT JOIN supplier_claims v ON v.id = w.claim_id
    WHERE m.kind = 'product' AND m.record_id IS NOT NULL AND m.target_id IS NULL AND c.name_key IS NOT NULL
"""


def _write(db: Db, ruled: Iterable[Ruled], at: datetime) -> None:
    """Append what was not written before. The sides are hashes of the two keys."""
    rows = dict[tuple[int, int], Ruled]()
    for one in ruled:
        left, right = sorted((hash_of(one.name), hash_of(one.anchor)))
        if left != right:
            rows.setdefault((left, right), one)
    if not rows:
        return
    db.execute(
        """
        INSERT INTO rule_judgements (kind, left_id, right_id, rules, verdict, score, reasons, decided_at)
        SELECT 'product', w.left_id, w.right_id, %s, w.verdict, w.score, string_to_array(w.reasons, ' '), %s
        FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::float8[], %s::text[])
             AS w(left_id, right_id, verdict, score, reasons)
        ON CONFLICT DO NOTHING
        """,
        (
            RULES_VERSION, at, [left for left, _ in rows], [right for _, right in rows],
            [one.verdict for one in rows.values()], [one.score for one in rows.values()],
            [" ".join(one.reasons) for one in rows.values()],
        ),
    )  # fmt: skip


def note_restated(db: Db) -> None:
    """`restated`: the products of which the catalogue was touched; their versions are looked at again."""
    db.execute(
        """
        INSERT INTO restated
        SELECT DISTINCT r.id FROM touched t JOIN matches m ON m.id = t.id JOIN sources s ON s.id = m.source_id,
               unnest(ARRAY[t.old_record, m.record_id]) AS r(id)
        WHERE s.type = ANY(%s) AND r.id IS NOT NULL
        """,
        (list(SOURCES),),
    )
