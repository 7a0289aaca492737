"""Named kinds: load their matches, cluster them, and write what changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from registry.kinds import Kind
from registry.names import key_for
from registry.policy import CURATED
from registry.resolving.clusters import Mention, cluster
from registry.resolving.grouping import follow_targets
from registry.resolving.matching import Db


def form_clusters(db: Db, kind: Kind) -> None:
    """Give every match of a named kind the record of its cluster; touch those that move.

    All matches of the kind are read: a name that becomes known can mean something for any of them.
    """
    mentions, known = _load_mentions(db, kind)
    leaders = cluster(mentions)
    eldest: dict[UUID, tuple[datetime, UUID]] = {}
    for match, leader in leaders.items():
        age = (known[match][0], match)
        eldest[leader] = min(eldest.get(leader, age), age)
    moves = [(m, eldest[leader][1]) for m, leader in leaders.items() if known[m][1] != eldest[leader][1]]
    if moves:
        _move(db, moves)
    follow_targets(db, kind)


def _load_mentions(db: Db, kind: Kind) -> tuple[list[Mention], dict[UUID, tuple[datetime, UUID]]]:
    """All matches of a kind as the clustering sees them, and since when each is known, with its present record."""
    identifiers = ", ".join(f"c.{scheme}" for scheme in kind.identifiers or ())
    abbreviation = "c.abbreviation" if "abbreviation" in kind.columns else "NULL"
    rows = db.execute(
        f"""
        SELECT m.id, m.record_id, m.known_from, c.name_key, coalesce(c.scope, ''), s.type, c.aliases, {abbreviation},
               {identifiers}
        FROM matches m JOIN {kind.claims.name} c ON c.id = m.claim_id JOIN sources s ON s.id = m.source_id
        WHERE m.kind = %s AND m.record_id IS NOT NULL AND m.target_id IS NULL AND c.name_key IS NOT NULL
        """,
        (kind.name,),
    ).fetchall()
    mentions, known = list[Mention](), dict[UUID, tuple[datetime, UUID]]()
    for match, record, known_from, name, scope, source_type, aliases, short, *numbers in rows:
        known[match] = (known_from, record)
        curated = source_type in CURATED
        others = frozenset(key_for(kind.name, alias) for alias in [*(aliases or ()), *([short] if short else ())])
        held = frozenset(
            f"{scheme}:{number}" for scheme, number in zip(kind.identifiers or (), numbers, strict=True) if number
        )
        mentions.append(Mention(match, name, scope, held, others if curated else frozenset(), curated))
    return mentions, known


def _move(db: Db, moves: list[tuple[UUID, UUID]]) -> None:
    """Point matches to their new records, in sets."""
    matches, records = [m for m, _ in moves], [r for _, r in moves]
    db.execute(
        """
        INSERT INTO touched
        SELECT m.id, m.record_id, false, m.identity FROM matches m
        WHERE m.id = ANY(%s) AND NOT EXISTS (SELECT FROM touched t WHERE t.id = m.id)
        """,
        (matches,),
    )
    db.execute(
        "UPDATE matches m SET record_id = w.record FROM unnest(%s::uuid[], %s::uuid[]) AS w(id, record) WHERE m.id = w.id",
        (matches, records),
    )
