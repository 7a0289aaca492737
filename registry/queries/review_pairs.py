"""Pairs of suppliers to decide on: what rules ask or cannot follow, what shares a name, where persons disagree."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from registry.comparing import RULES_VERSION
from registry.queries.presenting import Row, fetch
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db

# `part`: an entity under another of the same name; a spelling without a legal form is not asked to be that one.
BEARING = """
    bearing AS (
        SELECT n.spelling_id, m.record_id, bool_or(n.curated) AS curated, bool_and(n.use = 'part') AND EXISTS (
            SELECT FROM supplier_names w WHERE w.core_id = n.core_id AND w.curated AND w.use NOT IN ('part', 'identifier')
        ) AS part
        FROM supplier_names n JOIN matches m ON m.id = n.match_id
        WHERE m.record_id IS NOT NULL AND n.use <> 'identifier' GROUP BY n.spelling_id, n.core_id, m.record_id
    ), curated AS (SELECT DISTINCT record_id AS id FROM bearing WHERE curated)
"""
# What stands of what persons said of two matches, as records now.
JUDGED = f"""
    judged AS (
        SELECT least(a.record_id, b.record_id) AS one, greatest(a.record_id, b.record_id) AS other,
               bool_or(s.verdict = 'same') AS joined
        FROM ({STANDING}) s JOIN matches a ON a.id = s.one_id JOIN matches b ON b.id = s.other_id
        WHERE s.kind = 'supplier' AND a.record_id <> b.record_id GROUP BY 1, 2
    )
"""
RULED = """
    ruled AS (
        SELECT least(a.record_id, b.record_id) AS one, greatest(a.record_id, b.record_id) AS other,
               max(j.score) AS score, (array_agg(j.left_id ORDER BY j.score DESC, j.left_id, j.right_id))[1] AS left_spelling,
               (array_agg(j.right_id ORDER BY j.score DESC, j.left_id, j.right_id))[1] AS right_spelling
        FROM rule_judgements j
        JOIN bearing a ON a.spelling_id = j.left_id JOIN bearing b ON b.spelling_id = j.right_id
        JOIN supplier_spellings x ON x.id = j.left_id JOIN supplier_spellings y ON y.id = j.right_id
        WHERE j.kind = 'supplier' AND j.rules = %(rules)s AND j.verdict <> 'group' AND a.record_id <> b.record_id
          AND NOT (a.part AND y.form IS NULL) AND NOT (b.part AND x.form IS NULL)
        GROUP BY 1, 2
    )
"""
# Records that share the name without its legal form: each beside the one known longest.
NAMED = """
    named AS (
        SELECT DISTINCT least(eldest, record_id) AS one, greatest(eldest, record_id) AS other FROM (
            SELECT m.record_id, first_value(m.record_id) OVER (PARTITION BY m.identity ORDER BY m.known_from, m.id) AS eldest
            FROM matches m WHERE m.kind = 'supplier' AND m.record_id IS NOT NULL AND m.identity IS NOT NULL
        ) shared WHERE eldest <> record_id
    )
"""
PAIRS = f"""
    WITH {BEARING}, {JUDGED}, {RULED}, {NAMED}, pairs AS (
        SELECT p.one, p.other, r.score, r.left_spelling, r.right_spelling,
               EXISTS (SELECT FROM named n WHERE n.one = p.one AND n.other = p.other) AS same_name,
               EXISTS (SELECT FROM judged j WHERE j.one = p.one AND j.other = p.other AND j.joined) AS disputed
        FROM (
            SELECT one, other FROM ruled UNION SELECT one, other FROM named
            UNION SELECT one, other FROM judged WHERE joined
        ) p LEFT JOIN ruled r ON r.one = p.one AND r.other = p.other
        WHERE NOT EXISTS (SELECT FROM judged j WHERE j.one = p.one AND j.other = p.other AND NOT j.joined)
    ), kept AS (
        SELECT p.*, a.id IS NOT NULL AS one_curated, b.id IS NOT NULL AS other_curated
        FROM pairs p LEFT JOIN curated a ON a.id = p.one LEFT JOIN curated b ON b.id = p.other
        WHERE p.disputed OR NOT (a.id IS NOT NULL AND b.id IS NOT NULL) AND NOT EXISTS (
            SELECT FROM supplier_affiliations f JOIN matches c ON c.id = f.match_id JOIN matches g ON g.id = f.parent_id
            WHERE c.record_id IN (p.one, p.other) AND g.record_id IN (p.one, p.other))
    )
"""

HANGING = """
    , hanging AS (
        SELECT l.supplier_id AS id, count(DISTINCT l.application_id) AS applications FROM application_suppliers l
        WHERE l.supplier_id IN (SELECT one FROM kept UNION SELECT other FROM kept) GROUP BY 1
    ), spent AS (
        SELECT s.id, sum(k.annual_value_min) AS low, sum(coalesce(k.annual_value_max, k.annual_value_min)) AS high,
               count(*) FILTER (WHERE num_nonnulls(k.annual_value_min, k.annual_value_max) < 2) AS open,
               count(DISTINCT coalesce(k.currency, 'EUR')) AS currencies
        FROM contracts k CROSS JOIN LATERAL (SELECT k.supplier_id UNION SELECT k.vendor_id) s (id)
        WHERE k.ended_on IS NULL AND s.id IN (SELECT one FROM kept UNION SELECT other FROM kept) GROUP BY 1
    ), sided AS (
        SELECT k.*, coalesce(h.applications, 0) AS one_applications, coalesce(g.applications, 0) AS other_applications,
               (one_curated, coalesce(h.applications, 0), other) > (other_curated, coalesce(g.applications, 0), one) AS keeps
        FROM kept k LEFT JOIN hanging h ON h.id = k.one LEFT JOIN hanging g ON g.id = k.other
    ), moving AS (
        SELECT CASE WHEN keeps THEN one ELSE other END AS left_id, CASE WHEN keeps THEN other ELSE one END AS right_id,
               CASE WHEN keeps THEN other_applications ELSE one_applications END AS applications,
               score, left_spelling, right_spelling, same_name, disputed
        FROM sided
    )
    SELECT m.*, s.low, s.high, coalesce(s.open, 0) AS open, coalesce(s.currencies, 0) AS currencies,
           l.name AS left_name, r.name AS right_name
    FROM moving m JOIN suppliers l ON l.id = m.left_id JOIN suppliers r ON r.id = m.right_id LEFT JOIN spent s ON s.id = m.right_id
"""
"""Of two, what a curated source knows stays, else what more hangs on: the other joins it, and that is what a decision moves."""


def select_pairs(db: Db, condition: str, order: str, asked: dict[str, Any]) -> list[Row]:
    """The pairs that a condition on `m` (moving), `l` and `r` (suppliers) allows, in an order."""
    query = f"{PAIRS} {HANGING} WHERE {condition} ORDER BY {order} LIMIT %(limit)s"
    return fetch(db, query, asked | {"rules": RULES_VERSION})


NEIGHBOURS = f"""
    WITH {BEARING}, wanted AS (SELECT unnest(%(ids)s::uuid[]) AS id)
    SELECT DISTINCT ON (w.id, o.record_id) w.id, o.record_id AS neighbour, s.name, j.score
    FROM wanted w JOIN bearing a ON a.record_id = w.id
    JOIN LATERAL (
        SELECT right_id AS other, score FROM rule_judgements
        WHERE kind = 'supplier' AND rules = %(rules)s AND left_id = a.spelling_id
        UNION ALL SELECT left_id, score FROM rule_judgements
        WHERE kind = 'supplier' AND rules = %(rules)s AND right_id = a.spelling_id
    ) j ON true
    JOIN bearing o ON o.spelling_id = j.other JOIN suppliers s ON s.id = o.record_id
    WHERE o.record_id <> w.id ORDER BY w.id, o.record_id, j.score DESC
"""


def select_neighbours(db: Db, records: list[UUID]) -> list[Row]:
    """The other suppliers that the rules found like these."""
    return fetch(db, NEIGHBOURS, {"ids": records, "rules": RULES_VERSION})
