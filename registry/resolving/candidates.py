"""Candidates: known spellings that share blocks with a name, by one hash join for a whole batch.

`probes` (probe, block, weight) holds what is looked for. A block that more than `MOST_SHARED` spellings share tells nothing and
is left out, whoever asks; the blocks of whole names are never that large. Per probe the `MOST` that share most are kept, as
far as they share a third of what the best does.
"""

from __future__ import annotations

from collections.abc import Iterable

from registry.company_names import CompanyName
from registry.resolving.blocks import probes_of
from registry.resolving.matching import Db

MOST_SHARED = 200
LEAST_WEIGHT = 3
MOST = 8


def probe(db: Db, names: Iterable[tuple[int, CompanyName]]) -> None:
    """`probes`: the blocks of these names, by a number for each name."""
    db.execute("DROP TABLE IF EXISTS probes")
    db.execute(
        "CREATE TEMP TABLE probes (probe bigint NOT NULL, block bigint NOT NULL, weight smallint NOT NULL) ON COMMIT DROP"
    )
    with db.cursor().copy("COPY probes FROM STDIN") as copy:
        copy.write("".join(
            f"{number}\t{block}\t{weight}\n" for number, name in names for block, weight in probes_of(name).items()
        ))  # fmt: skip
    db.execute("ANALYZE probes")


CANDIDATES = """
    SELECT probe, spelling_id FROM (
        SELECT probe, spelling_id, weight, max(weight) OVER w AS most, row_number() OVER w AS place
        FROM (
            SELECT p.probe, b.spelling_id, sum(least(p.weight, b.weight)) AS weight
            FROM (
                SELECT s.block FROM supplier_blocks s JOIN (SELECT DISTINCT block FROM probes) d USING (block)
                GROUP BY s.block HAVING count(*) <= %(shared)s
            ) z
            JOIN probes p ON p.block = z.block JOIN supplier_blocks b ON b.block = z.block
            WHERE b.spelling_id <> p.probe AND {condition}
            GROUP BY p.probe, b.spelling_id HAVING sum(least(p.weight, b.weight)) >= %(least)s
        ) summed
        WINDOW w AS (PARTITION BY probe ORDER BY weight DESC, spelling_id)
    ) found
    WHERE place <= %(most)s AND weight * 3 >= most
    ORDER BY probe, place
"""


def candidates_sql(condition: str = "true") -> str:
    """The query of `probe` and `spelling_id`; a condition on `p` (probes) and `b` (supplier_blocks) narrows it."""
    return CANDIDATES.format(condition=condition)
