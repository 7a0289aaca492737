"""Which suppliers a change can reach: those that share a name, number, ruling or judgement with it, and what shares with those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from registry.comparing import RULES_VERSION
from registry.resolving.matching import Db
from registry.resolving.mentions import Mention, Name


class Known(NamedTuple):
    """Since when the register knows a match, and the record that it belongs to now."""

    since: datetime
    record: UUID


def reach(db: Db) -> None:
    """`reached`: the touched matches, and round after round those that share something with the ones before."""
    db.execute("DROP TABLE IF EXISTS reached")
    db.execute("CREATE TEMP TABLE reached (id uuid PRIMARY KEY, round int NOT NULL) ON COMMIT DROP")
    db.execute(FIRST, {"rules": RULES_VERSION})
    db.execute("ANALYZE reached")
    current = 0
    while db.execute(NEXT, {"round": current, "rules": RULES_VERSION}).rowcount:
        current += 1
        db.execute("ANALYZE reached")


_RULED = """
    SELECT r.right_id AS id FROM {names} f JOIN rule_judgements r ON r.left_id = f.spelling_id
    WHERE r.kind = 'supplier' AND r.rules = %(rules)s AND r.verdict <> 'ask'
    UNION
    SELECT r.left_id FROM {names} f JOIN rule_judgements r ON r.right_id = f.spelling_id
    WHERE r.kind = 'supplier' AND r.rules = %(rules)s AND r.verdict <> 'ask'
"""
FIRST = f"""
    INSERT INTO reached
    SELECT id, 0 FROM touched
    UNION SELECT n.match_id, 0 FROM seeds d JOIN supplier_names n ON n.core_id = d.core_id
    UNION SELECT n.match_id, 0 FROM ({_RULED.format(names="seeds")}) r JOIN supplier_names n ON n.spelling_id = r.id
"""
NEXT = f"""
    WITH edge AS (SELECT id FROM reached WHERE round = %(round)s),
    names AS (SELECT DISTINCT n.spelling_id, n.core_id FROM edge JOIN supplier_names n ON n.match_id = edge.id)
    INSERT INTO reached
    SELECT found.id, %(round)s + 1 FROM (
        SELECT n.match_id FROM (SELECT DISTINCT core_id FROM names) c JOIN supplier_names n ON n.core_id = c.core_id
        UNION SELECT n.match_id FROM ({_RULED.format(names="names")}) r JOIN supplier_names n ON n.spelling_id = r.id
        UNION SELECT j.left_id FROM edge JOIN judgements j ON j.right_id = edge.id
        UNION SELECT j.right_id FROM edge JOIN judgements j ON j.left_id = edge.id
        UNION SELECT m.target_id FROM edge JOIN matches m USING (id) WHERE m.target_id IS NOT NULL
        UNION SELECT m.id FROM edge JOIN matches m ON m.target_id = edge.id
    ) found (id)
    WHERE NOT EXISTS (SELECT FROM reached o WHERE o.id = found.id)
"""


def load_reached(db: Db) -> tuple[list[Mention], dict[UUID, Known]]:
    """The reached matches as the clustering sees them, and what else of them counts; an edit by hand lends its names."""
    rows = db.execute(
        """
        SELECT o.id, o.record_id, o.known_from, o.source_id,
               CASE WHEN m.id = o.id THEN n.use ELSE 'lent' END, n.curated, coalesce(s.core, n.text), coalesce(s.form, ''),
               c.country_of_incorporation
        FROM reached JOIN matches m USING (id) JOIN matches o ON o.id = coalesce(m.target_id, m.id)
        JOIN supplier_claims c ON c.id = o.claim_id
        JOIN supplier_names n ON n.match_id = m.id LEFT JOIN supplier_spellings s ON s.id = n.spelling_id
        WHERE m.kind = 'supplier' AND o.record_id IS NOT NULL AND (o.target_id IS NULL OR o.target_id = o.id)
          AND (m.id = o.id OR n.curated AND n.use <> 'identifier')
        """
    ).fetchall()
    known = {row[0]: Known(row[2], row[1]) for row in rows}
    found: dict[UUID, dict[str, set[Name]]] = defaultdict(lambda: defaultdict(set))
    beside, curated = {row[0]: (row[3], row[8]) for row in rows}, set()
    for match, _, _, _, use, by_curated, core, form, _ in rows:
        found[match][use].add((core, form))
        if by_curated and use in OWN:
            curated.add(match)
    mentions = [
        _mention(match, names, beside[match], curated=match in curated)
        for match, names in found.items()
        if any(use in names for use in OWN)
    ]
    return mentions, {mention.id: known[mention.id] for mention in mentions}


OWN = ("legal", "part", "mention")
OTHER = ("alias", "former", "product", "taught", "lent")


def _mention(match: UUID, names: Mapping[str, set[Name]], beside: tuple[UUID, str | None], *, curated: bool) -> Mention:
    own = next(name for use in OWN for name in sorted(names.get(use, ())))
    others = frozenset().union(*(names.get(use, ()) for use in OTHER))
    identifiers = frozenset(number for number, _ in names.get("identifier", ()))
    return Mention(match, own, "", identifiers, others, curated, "part" in names, *beside)


def load_rules(db: Db) -> dict[str, frozenset[tuple[Name, Name]]]:
    """The rulings between spellings of reached matches, by verdict: same and group."""
    rows = db.execute(
        """
        WITH spelled AS (SELECT DISTINCT n.spelling_id AS id FROM reached JOIN supplier_names n ON n.match_id = reached.id)
        SELECT r.verdict, a.core, coalesce(a.form, ''), b.core, coalesce(b.form, '')
        FROM spelled JOIN rule_judgements r ON r.left_id = spelled.id
        JOIN supplier_spellings a ON a.id = r.left_id JOIN supplier_spellings b ON b.id = r.right_id
        WHERE r.kind = 'supplier' AND r.rules = %s AND r.verdict <> 'ask' AND r.right_id IN (SELECT id FROM spelled)
        """,
        (RULES_VERSION,),
    ).fetchall()
    found: dict[str, set[tuple[Name, Name]]] = {"same": set(), "group": set()}
    for verdict, left, left_form, right, right_form in rows:
        found[verdict].add(((left, left_form), (right, right_form)))
    return {verdict: frozenset(pairs) for verdict, pairs in found.items()}
