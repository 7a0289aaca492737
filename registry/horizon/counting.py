"""How many applications end, or must be decided upon, on each day: `horizon_days`, kept in step with `application_ends`.

An application counts once for each budget node that its costs or its policy goals name, and once under none where nobody
names one; in the other dimensions it counts once.
"""

from __future__ import annotations

from registry.resolving.matching import Db

NODES = """
    SELECT DISTINCT application_id, node FROM (
        SELECT c.application_id, c.budget_node_id AS node FROM costs c
        WHERE c.application_id IS NOT NULL AND c.budget_node_id IS NOT NULL AND c.ended_on IS NULL
        UNION ALL
        SELECT s.application_id, g.budget_node_id FROM application_supports s JOIN policy_goals g ON g.id = s.policy_goal_id
        WHERE g.budget_node_id IS NOT NULL AND s.ended_on IS NULL
    ) n
"""
"""The budget nodes of applications."""
_COLUMNS = "measure, dimension, key, phase, day, applications"
_ON = {"end": "ends_from", "decide": "decide_by"}
_KEYS = {"all": "NULL::uuid", "owner": "owner_id", "product": "product_id", "supplier": "supplier_id"}


def count_all(db: Db) -> None:
    """Count everything anew, and write only what differs: who reads the counts meanwhile waits for nothing."""
    ends = "SELECT 1 AS sign, * FROM application_ends e"
    _count_anew(db, {ends: tuple(_KEYS), _by_node(ends): ("budget",)}, "true")


def count_moved(db: Db, *, budgets: bool) -> None:
    """Take what stood in `ends_moved` from the counts and add what stands there now; with `budgets` those are counted anew."""
    _add(db, _counts("SELECT * FROM ends_moved", tuple(_KEYS)))
    if budgets:
        _count_anew(
            db, {_by_node("SELECT 1 AS sign, * FROM application_ends e"): ("budget",)}, "h.dimension = 'budget'"
        )
    else:
        _add(db, _counts(_by_node("SELECT * FROM ends_moved e"), ("budget",)))
    db.execute("DELETE FROM horizon_days WHERE applications = 0")


def _add(db: Db, counts: str) -> None:
    db.execute(
        f"""
        INSERT INTO horizon_days AS h ({_COLUMNS}) {counts}
        ON CONFLICT (measure, dimension, key, phase, day) DO UPDATE SET applications = h.applications + excluded.applications
        """
    )


def _count_anew(db: Db, found: dict[str, tuple[str, ...]], condition: str) -> None:
    """Let some of the counts be what follows from the ends."""
    counts = " UNION ALL ".join(
        f"(SELECT * FROM ({_counts(ends, dimensions)}) c)" for ends, dimensions in found.items()
    )
    db.execute("DROP TABLE IF EXISTS counted")
    db.execute(f"CREATE TEMP TABLE counted ON COMMIT DROP AS {counts}")
    db.execute("ANALYZE counted")
    old, new = (
        f"{alias}.measure, {alias}.dimension, {alias}.phase, {alias}.applications, coalesce({alias}.day, 'infinity'),"
        f" coalesce({alias}.key::text, '')"
        for alias in "hc"
    )
    same = f"({old}) = ({new})"
    db.execute(f"DELETE FROM horizon_days h WHERE {condition} AND NOT EXISTS (SELECT FROM counted c WHERE {same})")
    db.execute(f"INSERT INTO horizon_days AS h ({_COLUMNS}) SELECT * FROM counted c ON CONFLICT DO NOTHING")
    db.execute("ANALYZE horizon_days")


def _by_node(ends: str) -> str:
    """The same ends, once for each budget node of the application."""
    return (
        f"SELECT e.sign, e.ends_from, e.decide_by, e.phase, n.node FROM ({ends}) e"
        f" LEFT JOIN ({NODES}) n ON n.application_id = e.application_id"
    )


def _counts(ends: str, dimensions: tuple[str, ...]) -> str:
    """The counts of some ends, by measure and dimension."""
    keys = _KEYS | {"budget": "node"}
    counts = " UNION ALL ".join(
        f"SELECT '{measure}' AS measure, '{dimension}' AS dimension, {keys[dimension]} AS key, phase, {day} AS day,"
        f" sum(sign)::bigint AS applications FROM found GROUP BY 3, 4, 5"
        for measure, day in _ON.items()
        for dimension in dimensions
    )
    return f"WITH found AS MATERIALIZED ({ends}) SELECT * FROM ({counts}) c WHERE applications <> 0"
