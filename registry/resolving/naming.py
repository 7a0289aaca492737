"""Named kinds: load the matches that a change can reach, cluster them, and write what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from registry.kinds import Kind
from registry.names import key_for
from registry.policy import CURATED
from registry.resolving.affiliating import affiliate
from registry.resolving.clusters import cluster
from registry.resolving.grouping import follow_targets
from registry.resolving.judging import STANDING, load_judged
from registry.resolving.known_names import refresh_names
from registry.resolving.matching import Db
from registry.resolving.mentions import Evidence, Mention
from registry.resolving.products import SOURCES, note_restated, rule_products
from registry.resolving.reaching import Known, load_reached, load_rules, reach
from registry.resolving.ruling import rule, touch_overtaken


def form_clusters(db: Db, kind: Kind, at: datetime) -> None:
    """Give every match of a named kind that the change reaches the record of its cluster; touch those that move.

    Of suppliers, of which there are many, only those are read that share a name, number, ruling or judgement with what was
    touched, however indirectly; nothing else can have changed. Of other kinds all are read.
    """
    if kind.name == "supplier":
        touch_overtaken(db)
        refresh_names(db)
        rule(db, at)
        reach(db)
        mentions, known = load_reached(db)
        rules = load_rules(db)
    else:
        mentions, known = _load_mentions(db, kind)
        rules = {}
    judged = load_judged(db, kind.name, known if kind.name == "supplier" else None)
    evidence = Evidence(judged.same, judged.different | judged.disputed, frozenset(rules.get("same", ())))
    if kind.name == "product":
        rulings = rule_products(db, mentions, evidence, at)
        evidence = replace(evidence, rules=rulings.sure, readings=rulings.readings)
    leaders = cluster(mentions, evidence)
    eldest = _eldest(leaders, known, {right for _, right in judged.same})
    moves = [(m, eldest[leader]) for m, leader in leaders.items() if known[m].record != eldest[leader]]
    if moves:
        _move(db, moves)
    if kind.name == "supplier":
        affiliate(
            db, mentions, leaders, replace(evidence, different=judged.different), rules["group"] | rules["same"], at
        )
    if kind.name == "product":
        note_restated(db)
    follow_targets(db, kind)


def _eldest(leaders: dict[UUID, UUID], known: dict[UUID, Known], following: Iterable[UUID]) -> dict[UUID, UUID]:
    """By leader the match that gives the cluster its id: the eldest, and rather one that no person made join another."""
    later = frozenset(following)
    eldest: dict[UUID, tuple[bool, datetime, UUID]] = {}
    for match, leader in leaders.items():
        age = (match in later, known[match].since, match)
        eldest[leader] = min(eldest.get(leader, age), age)
    return {leader: age[2] for leader, age in eldest.items()}


def _load_mentions(db: Db, kind: Kind) -> tuple[list[Mention], dict[UUID, Known]]:
    """All matches of a kind as the clustering sees them, and since when each is known, with its present record."""
    identifiers = ", ".join(f"c.{scheme}" for scheme in kind.identifiers or ())
    abbreviation = "c.abbreviation" if "abbreviation" in kind.columns else "NULL"
    rows = db.execute(
        f"""
        SELECT m.id, m.record_id, m.known_from, m.source_id, c.name_key, coalesce(c.scope, ''), s.type, c.aliases,
               {abbreviation}, t.names, {identifiers}
        FROM matches m JOIN {kind.claims.name} c ON c.id = m.claim_id JOIN sources s ON s.id = m.source_id
        LEFT JOIN ({TAUGHT}) t ON t.left_id = m.id
        WHERE m.kind = %(kind)s AND m.record_id IS NOT NULL AND m.target_id IS NULL AND c.name_key IS NOT NULL
        """,
        {"kind": kind.name},
    ).fetchall()
    mentions, known = list[Mention](), dict[UUID, Known]()
    for match, record, since, source, name, scope, source_type, aliases, short, taught, *numbers in rows:
        known[match] = Known(since, record)
        curated = source_type in (SOURCES if kind.name == "product" else CURATED)
        others = [*(aliases or ()), *([short] if short else ())] if curated else []
        keys = frozenset((key_for(kind.name, alias), "") for alias in [*others, *(taught or ())])
        held = frozenset(
            f"{scheme}:{number}" for scheme, number in zip(kind.identifiers or (), numbers, strict=True) if number
        )
        mentions.append(Mention(match, (name, ""), scope, held, keys, curated, source=source))
    return mentions, known


TAUGHT = f"""
    SELECT left_id, array_agg(right_name) AS names FROM ({STANDING}) j
    WHERE kind = %(kind)s AND verdict = 'same' AND NOT disputed AND right_name IS NOT NULL GROUP BY left_id
"""
"""The names that persons taught for a match."""


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
