"""When support of each release cycle ends, for all at once: `version_supports` is what `support.py` says of what is stated.

Which of several statements counts: one by hand goes first; then a date before a boolean or "tba"; then the rank of the
source, and the later day for which it speaks. Only the few events that several sources state are looked up by source.

What has ended on a day that nobody states, had ended on the day before the register learned of it.
"""

from __future__ import annotations

from registry.calendar_days import AMSTERDAM
from registry.horizon.cycles import find_candidates
from registry.horizon.days import first_day, last_day
from registry.horizon.rules import Rules
from registry.horizon.support import ENDED, EXTENDED
from registry.policy import FIELD_RANKS, RANKS
from registry.resolving.matching import Db

_COLUMNS = (
    "product_id", "vendor_id", "kind", "name", "event", "support_from", "support_until", "day_known", "extended_from",
    "extended_until", "cycles", "left_open",
)  # fmt: skip


def refresh_supports(db: Db, rules: Rules) -> None:
    """Work out the support of all versions; those that changed come into `versions_changed`."""
    db.execute("DROP TABLE IF EXISTS counting, stated_supports, candidates, kept_candidates, fresh_supports")
    db.execute(f"CREATE TEMP TABLE counting ON COMMIT DROP AS {_counting_sql(rules)}")
    db.execute(f"CREATE TEMP TABLE stated_supports ON COMMIT DROP AS {_stated_sql(rules)}")
    db.execute("ALTER TABLE stated_supports ADD PRIMARY KEY (version)")
    db.execute("ANALYZE stated_supports")
    find_candidates(db)
    db.execute(f"CREATE TEMP TABLE fresh_supports ON COMMIT DROP AS {_SUPPORTS}")
    db.execute("ALTER TABLE fresh_supports ADD PRIMARY KEY (product_version_id)")
    db.execute("ANALYZE fresh_supports")
    old, new = (", ".join(f"{alias}.{name}" for name in _COLUMNS) for alias in "sf")
    db.execute(
        f"""
        INSERT INTO versions_changed
        SELECT coalesce(f.product_version_id, s.product_version_id)
        FROM fresh_supports f FULL JOIN version_supports s USING (product_version_id)
        WHERE ROW({old}) IS DISTINCT FROM ROW({new})
        """
    )
    db.execute("DELETE FROM version_supports s USING versions_changed c WHERE s.product_version_id = c.id")
    db.execute(
        f"""
        INSERT INTO version_supports (product_version_id, {", ".join(_COLUMNS)})
        SELECT f.product_version_id, {new} FROM fresh_supports f JOIN versions_changed c ON c.id = f.product_version_id
        """
    )
    db.execute("ANALYZE version_supports")


def _stated_sql(rules: Rules) -> str:
    """One row for each version of which anything is stated about its support: the first event that has an end governs."""
    chosen = " ".join(
        f"WHEN bool_or(event = '{event}' AND (first IS NOT NULL OR ended)) THEN '{event}'"
        for event in rules.support_events
    )
    return f"""
        SELECT c.version, g.event,
               max(coalesce(c.first, c.known_on)) FILTER (WHERE c.event = g.event) AS support_from,
               max(CASE WHEN c.first IS NULL THEN c.known_on ELSE c.last END) FILTER (WHERE c.event = g.event) AS support_until,
               bool_or(c.first IS NULL AND c.event = g.event) IS NOT TRUE AS day_known,
               max(c.first) FILTER (WHERE c.event = '{EXTENDED}') AS extended_from,
               max(c.last) FILTER (WHERE c.event = '{EXTENDED}') AS extended_until
        FROM counting c JOIN (SELECT version, CASE {chosen} END AS event FROM counting GROUP BY version) g USING (version)
        GROUP BY c.version, g.event
    """


def _counting_sql(rules: Rules) -> str:
    """For each version and event the statement that counts."""
    events = ", ".join(f"'{event}'" for event in (*rules.support_events, EXTENDED))
    ranks = RANKS | FIELD_RANKS.get("lifecycle_date", {}).get("happens", {})
    rank = "CASE o.type " + " ".join(f"WHEN '{name}' THEN {number}" for name, number in sorted(ranks.items())) + " END"
    return f"""
        SELECT DISTINCT ON (d.product_version_id, d.event) d.product_version_id AS version, d.event, x.first, x.last,
               x.first IS NULL AND lower(d.stated) = '{ENDED}' AS ended,
               least((d.known_from AT TIME ZONE '{AMSTERDAM.key}')::date, (SELECT today FROM refreshing)) - 1 AS known_on
        FROM lifecycle_dates d
        CROSS JOIN LATERAL (SELECT {first_day("d.happens", rules)} AS first, {last_day("d.happens", rules)} AS last) x
        LEFT JOIN LATERAL (
            SELECT bool_or(o.type = 'hand') AS by_hand, min({rank}) AS rank, max(i.as_of) AS as_of
            FROM (SELECT d.id AS match UNION SELECT m.id FROM matches m WHERE m.record_id = d.id AND m.record_id <> m.id) m
            JOIN staged_rows s ON s.match_id = m.match JOIN imports i ON i.id = s.import_id AND i.state = 'applied'
            JOIN sources o ON o.id = i.source_id
            WHERE EXISTS (SELECT FROM lifecycle_dates e WHERE e.product_version_id = d.product_version_id
                          AND e.event = d.event AND e.id <> d.id AND e.ended_on IS NULL)
        ) src ON true
        WHERE d.ended_on IS NULL AND d.event IN ({events})
        ORDER BY d.product_version_id, d.event, src.by_hand IS NOT TRUE, d.happens IS NULL, src.rank, src.as_of DESC NULLS LAST,
                 d.id
    """


# A version says itself when its support ends, or the cycles do that it may be: then the worst case is the first of their
# ends, and the best case the last, if all of them have one.
_SUPPORTS = """
    SELECT v.id AS product_version_id, v.product_id, p.vendor_id, p.kind, p.name || ' ' || v.name AS name,
           coalesce(own.event, may.event) AS event,
           CASE WHEN own.version IS NOT NULL THEN own.support_from ELSE may.first END AS support_from,
           CASE WHEN own.version IS NOT NULL THEN own.support_until ELSE may.last END AS support_until,
           coalesce(own.day_known, may.day_known, true) AS day_known,
           CASE WHEN own.version IS NOT NULL THEN own.extended_from ELSE may.extended_first END AS extended_from,
           CASE WHEN own.version IS NOT NULL THEN own.extended_until ELSE may.extended_last END AS extended_until,
           may.cycles, coalesce(may.left_open, false) AS left_open
    FROM product_versions v JOIN products p ON p.id = v.product_id
    LEFT JOIN stated_supports own ON own.version = v.id
    LEFT JOIN (
        SELECT c.version, array_agg(c.cycle ORDER BY c.cycle) AS cycles, bool_or(c.left_open) AS left_open,
               min(s.support_from) AS first,
               CASE WHEN count(s.support_until) = count(*) AND NOT bool_or(c.left_open) THEN max(s.support_until) END AS last,
               (array_agg(s.event ORDER BY s.support_from, s.day_known, s.event))[1] AS event,
               (array_agg(s.day_known ORDER BY s.support_from, s.day_known, s.event))[1] AS day_known,
               CASE WHEN count(s.extended_from) > 0
                    THEN min(greatest(s.support_from, s.extended_from)) END AS extended_first,
               CASE WHEN count(s.extended_from) > 0 AND count(s.support_until) = count(*) AND NOT bool_or(c.left_open)
                     AND NOT bool_or(s.extended_from IS NOT NULL AND s.extended_until IS NULL)
                    THEN max(greatest(s.support_until, s.extended_until)) END AS extended_last
        FROM candidates c LEFT JOIN stated_supports s ON s.version = c.cycle
        GROUP BY c.version
    ) may ON may.version = v.id AND own.version IS NULL
"""
