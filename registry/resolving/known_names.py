"""Names of suppliers: by which names and numbers each match that counts is known, kept beside the claims that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from registry.company_names import normalise
from registry.policy import CURATED
from registry.resolving.blocks import blocks_of, hash_of, spelling_of
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db

SCHEMES = ("kvk", "lei", "oin")
_OTHERS = ("alias", "former", "product")


def refresh_names(db: Db) -> None:
    """Write the names of the touched matches anew. `seeds`: the cores and spellings of the names that they had and have."""
    db.execute("DROP TABLE IF EXISTS seeds, fresh_names, new_spellings")
    db.execute(
        "CREATE TEMP TABLE seeds ON COMMIT DROP AS"
        " SELECT DISTINCT n.core_id, n.spelling_id FROM touched t JOIN supplier_names n ON n.match_id = t.id"
    )
    db.execute("CREATE TEMP TABLE fresh_names (LIKE supplier_names) ON COMMIT DROP")
    rows = {(row[0], row[1], row[2]): row for row in _stated(db)}
    with db.cursor().copy("COPY fresh_names (match_id, use, spelling_id, core_id, curated, text) FROM STDIN") as copy:
        for row in rows.values():
            copy.write_row(row)
    db.execute("ANALYZE fresh_names")
    db.execute(
        "DELETE FROM supplier_names n USING touched t WHERE n.match_id = t.id AND NOT EXISTS (SELECT FROM fresh_names f"
        " WHERE f.match_id = n.match_id AND f.use = n.use AND f.spelling_id = n.spelling_id)"
    )
    db.execute(
        "INSERT INTO supplier_names SELECT * FROM fresh_names ON CONFLICT (match_id, use, spelling_id)"
        " DO UPDATE SET curated = excluded.curated, text = excluded.text"
        " WHERE (supplier_names.curated, supplier_names.text) IS DISTINCT FROM (excluded.curated, excluded.text)"
    )
    db.execute("INSERT INTO seeds SELECT DISTINCT core_id, spelling_id FROM fresh_names")
    db.execute("ANALYZE seeds")
    _add_spellings(db)


def _stated(db: Db) -> Iterator[tuple[Any, ...]]:
    """The names of the touched matches, one row for each use and spelling."""
    rows = db.execute(
        f"""
        SELECT DISTINCT m.id, c.name, c.aliases, c.former_names, c.product_names, s.type, m.source_key,
               {", ".join(f"c.{scheme}" for scheme in SCHEMES)}
        FROM touched t JOIN matches m ON m.id = t.id JOIN supplier_claims c ON c.id = m.claim_id
        JOIN sources s ON s.id = m.source_id
        WHERE m.record_id IS NOT NULL OR m.target_id IS NOT NULL  -- a new edit by hand gets its record after its names
        """
    ).fetchall()
    for match, name, aliases, former, products, source_type, source_key, *numbers in rows:
        curated = source_type in CURATED
        part = "part" if "|" in source_key else "legal"
        if name:
            yield _row(match, part if curated else "mention", name, curated=curated)
        for use, names in zip(_OTHERS, (aliases, former, products) if curated else (), strict=curated):
            yield from _rows(match, use, names or ())
        for scheme, number in zip(SCHEMES, numbers, strict=True):
            if number:
                text = f"{scheme}:{number}"
                yield match, "identifier", hash_of(text), hash_of(text), curated, text
    taught = db.execute(
        f"""
        SELECT j.left_id, array_agg(j.right_name) FROM ({STANDING}) j JOIN matches m ON m.id = j.left_id
        WHERE j.kind = 'supplier' AND j.left_id IN (SELECT id FROM touched) AND j.verdict = 'same' AND NOT j.disputed
          AND j.right_name IS NOT NULL AND m.record_id IS NOT NULL GROUP BY j.left_id
        """
    ).fetchall()
    for match, names in taught:
        yield from _rows(match, "taught", names)


def _rows(match: object, use: str, names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of several names; spellings that are compared alike are one."""
    kept = {spelling_of(name).id: name for name in sorted(set(names), reverse=True)}
    for name in kept.values():
        yield _row(match, use, name, curated=True)


def _row(match: object, use: str, name: str, *, curated: bool) -> tuple[Any, ...]:
    spelling = spelling_of(name)
    return match, use, spelling.id, spelling.core_id, curated, name


def _add_spellings(db: Db) -> None:
    """Spellings never seen before, and their blocks. `new_spellings`: their ids."""
    texts = db.execute(
        "SELECT min(f.text) FROM fresh_names f WHERE f.use <> 'identifier'"
        " AND NOT EXISTS (SELECT FROM supplier_spellings s WHERE s.id = f.spelling_id) GROUP BY f.spelling_id"
    ).fetchall()
    db.execute("CREATE TEMP TABLE new_spellings (id bigint NOT NULL) ON COMMIT DROP")
    if not texts:
        return
    spellings = {spelling.id: (spelling, text) for (text,) in texts for spelling in [spelling_of(text)]}
    with db.cursor().copy("COPY supplier_spellings (id, core, form, rules) FROM STDIN") as copy:
        for spelling, _ in spellings.values():
            copy.write_row((spelling.id, spelling.core, spelling.form, ""))
    with db.cursor().copy("COPY supplier_blocks (block, spelling_id, weight) FROM STDIN") as copy:
        for spelling, text in spellings.values():
            for block, weight in blocks_of(normalise(text)).items():
                copy.write_row((block, spelling.id, weight))
    with db.cursor().copy("COPY new_spellings FROM STDIN") as copy:
        for number in spellings:
            copy.write_row((number,))
    if len(spellings) > 1000:
        db.execute("ANALYZE supplier_names, supplier_spellings, supplier_blocks, new_spellings")
