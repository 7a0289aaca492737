"""What the rules say of spellings: written down once for each pair and version of the rules, never changed.

A spelling that no curated source or person knows is compared with all that is known; names of curated sources are not compared
with each other, for those tell things apart themselves. What is ruled follows from the two names alone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from registry.company_names import CompanyName, normalise
from registry.comparing import RULES_VERSION, Comparison, compare
from registry.resolving.candidates import LEAST_WEIGHT, MOST_SHARED, candidates_sql, probe
from registry.resolving.matching import Db

MOST_RULED = 50
"""Spellings that one new spelling is compared with: those that share most with it."""


def rule(db: Db, at: datetime) -> None:
    """Rule on the new spellings among the touched names, and on those that lost the source that knew them."""
    asking = {row[0]: (row[1], row[2]) for row in db.execute(ASKING, {"rules": RULES_VERSION}).fetchall()}
    known = {row[0]: (row[1], row[2]) for row in db.execute(KNOWN).fetchall() if row[0] not in asking}
    for names, condition in ((asking, "true"), (known, RULED)):
        if not names:
            continue
        probe(db, ((number, name_of(*name)) for number, name in names.items()))
        numbers = {"shared": MOST_SHARED, "most": MOST_RULED, "least": LEAST_WEIGHT, "rules": RULES_VERSION}
        pairs = db.execute(
            f"SELECT DISTINCT least(probe, spelling_id), greatest(probe, spelling_id) FROM ({candidates_sql(condition)}) c",
            numbers,
        ).fetchall()
        _judge(db, pairs, at)
    if asking:
        db.execute("UPDATE supplier_spellings SET rules = %s WHERE id = ANY(%s)", (RULES_VERSION, list(asking)))


ASKING = """
    SELECT s.id, s.core, s.form FROM supplier_spellings s
    WHERE s.rules <> %(rules)s
      AND s.id IN (SELECT n.spelling_id FROM seeds d JOIN supplier_names n ON n.core_id = d.core_id WHERE n.use <> 'identifier'
                   GROUP BY n.spelling_id HAVING NOT bool_or(n.curated))
"""
KNOWN = "SELECT s.id, s.core, s.form FROM new_spellings JOIN supplier_spellings s USING (id)"
RULED = "EXISTS (SELECT FROM supplier_spellings r WHERE r.id = b.spelling_id AND r.rules = %(rules)s)"


def touch_overtaken(db: Db) -> None:
    """Touch the suppliers on whose spellings only an older version of the rules ruled: all of them are looked at again."""
    db.execute(
        """
        INSERT INTO touched
        SELECT DISTINCT m.id, m.record_id, false, m.identity
        FROM supplier_spellings s JOIN supplier_names n ON n.spelling_id = s.id JOIN matches m ON m.id = n.match_id
        WHERE s.rules <> '' AND s.rules <> %s AND NOT EXISTS (SELECT FROM touched t WHERE t.id = m.id)
        """,
        (RULES_VERSION,),
    )


def name_of(core: str, form: str | None) -> CompanyName:
    """The name that stands for all that are compared alike."""
    return normalise(f"{core} {form.replace('_', ' ')}" if form else core)


def verdict_of(found: Comparison) -> str | None:
    """The verdict on two spellings; None where they have nothing to do with each other."""
    if found.outcome == "sure":
        return "group" if found.same_group else "same"
    return "ask" if found.outcome == "ask" else None


def _judge(db: Db, pairs: list[tuple[int, int]], at: datetime) -> None:
    if not pairs:
        return
    ids = sorted({one for pair in pairs for one in pair})
    names = {
        row[0]: name_of(row[1], row[2])
        for row in db.execute("SELECT id, core, form FROM supplier_spellings WHERE id = ANY(%s)", (ids,))
    }
    rows = []
    for left, right in sorted(pairs):
        one, other = sorted((names[left], names[right]), key=lambda name: (name.core, name.form or ""))
        found = compare(one, other)
        if verdict := verdict_of(found):
            rows.append((left, right, verdict, found.score, list(found.codes)))
    db.execute("DROP TABLE IF EXISTS ruled")
    db.execute(
        "CREATE TEMP TABLE ruled (left_id bigint, right_id bigint, verdict text, score float8, reasons text[]) ON COMMIT DROP"
    )
    with db.cursor().copy("COPY ruled FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    db.execute(
        """
        INSERT INTO rule_judgements (kind, left_id, right_id, rules, verdict, score, reasons, decided_at)
        SELECT 'supplier', left_id, right_id, %s, verdict, score, reasons, %s FROM ruled ON CONFLICT DO NOTHING
        """,
        (RULES_VERSION, at),
    )


def find_doubtful(db: Db, matches: list[UUID]) -> list[UUID]:
    """Those of these suppliers that the rules ask about, or that could mean more than one other."""
    rows = db.execute(
        """
        SELECT DISTINCT m.id FROM matches m
        JOIN supplier_names n ON n.match_id = m.id AND n.use <> 'identifier'
        JOIN LATERAL (
            SELECT right_id AS id FROM rule_judgements
            WHERE kind = 'supplier' AND rules = %(rules)s AND verdict <> 'group' AND left_id = n.spelling_id
            UNION ALL SELECT left_id FROM rule_judgements
            WHERE kind = 'supplier' AND rules = %(rules)s AND verdict <> 'group' AND right_id = n.spelling_id
        ) r ON true
        JOIN supplier_names o ON o.spelling_id = r.id
        JOIN matches k ON k.id = o.match_id AND k.record_id <> m.record_id
        WHERE m.id = ANY(%(matches)s)
        """,
        {"rules": RULES_VERSION, "matches": matches},
    ).fetchall()
    return [row[0] for row in rows]
