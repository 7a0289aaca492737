"""A landscape made by SQL: applications, what they hang on, and what a scan derives of them.

Ends are on the days of a few thousand releases and contracts, skewed as real landscapes are; 300 organisations, 2,000 products,
500 suppliers, 200 budget nodes. It comes out the same each time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from registry.resolving.matching import Db

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
FILL = """
CREATE OR REPLACE FUNCTION pg_temp.made(what text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(what || i)::uuid;
SELECT setseed(0.5);
SET session_replication_role = replica;
-- VACUUM marks rows as visible to all only once their commit, and those of 31 neighbours, is flushed; plans depend on that.
SET synchronous_commit = on;
INSERT INTO organisations (id, known_from, name, kind)
  SELECT pg_temp.made('o', i), now(), 'Organisatie ' || i, CASE WHEN i <= 15 THEN 'ministry' END FROM generate_series(1, 300) i;
INSERT INTO organisation_relations (id, known_from, organisation_id, related_id, relation)
  SELECT pg_temp.made('r', i), now(), pg_temp.made('o', i), pg_temp.made('o', 1 + i % 15), 'responsible_ministry'
  FROM generate_series(16, 300) i;
INSERT INTO suppliers (id, known_from, name)
  SELECT pg_temp.made('s', i), now(), 'Leverancier ' || i || ' B.V.' FROM generate_series(1, 500) i;
INSERT INTO products (id, known_from, name) SELECT pg_temp.made('p', i), now(), 'Product ' || i FROM generate_series(1, 2000) i;
INSERT INTO budget_nodes (id, known_from, name, year, budget_code)
  SELECT pg_temp.made('b', i), now(), 'Artikel ' || i, 2027, '2027.' || i FROM generate_series(1, 200) i;
INSERT INTO policy_goals (id, known_from, name, budget_node_id)
  SELECT pg_temp.made('g', i), now(), 'Doel ' || i, pg_temp.made('b', 1 + i % 200) FROM generate_series(1, 400) i;
INSERT INTO applications (id, known_from, name, owner_id, lifecycle_state, criticality, maintainable, adaptable, securable,
                          technical_debt, weight, supplier_ids)
  SELECT pg_temp.made('a', i), now(), 'Systeem ' || i || ' voor taak ' || i % 977,
         pg_temp.made('o', (1 + 299 * power(random(), 2))::int),
         CASE WHEN i % 10 = 0 THEN NULL ELSE 'in_production' END, (ARRAY['low', 'medium', 'high', NULL])[1 + i % 4],
         CASE WHEN i % 5 = 0 THEN i % 3 <> 0 END, CASE WHEN i % 5 = 0 THEN true END, CASE WHEN i % 5 = 0 THEN i % 7 <> 0 END,
         CASE WHEN i % 6 = 0 THEN i % 60 END, CASE WHEN i % 4 = 0 THEN 100 + i % 900 END,
         ARRAY[pg_temp.made('s', 1 + (499 * power(random(), 3))::int)]
  FROM generate_series(1, %(rows)s) i;
INSERT INTO application_suppliers (application_id, supplier_id, role) SELECT id, supplier_ids[1], 'vendor' FROM applications;
INSERT INTO application_supports (id, known_from, application_id, policy_goal_id)
  SELECT pg_temp.made('u', i), now(), pg_temp.made('a', i), pg_temp.made('g', 1 + i % 400) FROM generate_series(1, %(rows)s, 5) i;
INSERT INTO application_ends (application_id, owner_id, phase, ends_from, ends_until, decide_by, deadline_id, kind,
                              product_id, supplier_id, criticality)
  SELECT a.id, a.owner_id, CASE WHEN a.lifecycle_state IS NULL THEN 'unknown' ELSE 'current' END, d.day, d.day, d.day - 270,
         CASE WHEN d.day IS NOT NULL THEN a.id END, CASE WHEN d.day IS NOT NULL THEN 'security_support_ends' END,
         CASE WHEN d.day IS NOT NULL THEN pg_temp.made('p', 1 + d.release / 3) END,
         CASE WHEN d.day IS NOT NULL THEN pg_temp.made('s', 1 + d.release / 12) END, a.criticality
  FROM (SELECT *, (5999 * power(random(), 3))::int AS release, random() AS chance FROM applications) a
  CROSS JOIN LATERAL (SELECT a.release, CASE WHEN a.chance < 0.8 THEN date '2024-06-01' + (a.release * 7919 %% 3000) END AS day) d;
INSERT INTO deadlines (id, kind, subject_kind, subject_id, application_id, owner_id, due, decide_by, lead_days, first_seen_on,
                       seen_on)
  SELECT deadline_id, kind, 'application', application_id, application_id, owner_id, daterange(ends_from, ends_from + 1), decide_by,
         270, ends_from, ends_from FROM application_ends WHERE deadline_id IS NOT NULL;
INSERT INTO horizon_days (measure, dimension, key, phase, day, applications)
  SELECT m.measure, d.dimension, d.key, e.phase, m.day, count(*)
  FROM (SELECT e.*, g.budget_node_id FROM application_ends e
        LEFT JOIN application_supports s ON s.application_id = e.application_id
        LEFT JOIN policy_goals g ON g.id = s.policy_goal_id) e
  CROSS JOIN LATERAL (VALUES ('end', e.ends_from), ('decide', e.decide_by)) AS m(measure, day)
  CROSS JOIN LATERAL (VALUES ('all', NULL::uuid), ('owner', e.owner_id), ('product', e.product_id),
                             ('supplier', e.supplier_id), ('budget', e.budget_node_id)) AS d(dimension, key)
  GROUP BY 1, 2, 3, 4, 5;
DELETE FROM landscape_summary;
INSERT INTO landscape_summary (overall, owner_id, phase, supplier_ids, applications)
  SELECT false, owner_id, application_phase(lifecycle_state, ended_on), supplier_ids, count(*) FROM applications GROUP BY 2, 3, 4;
INSERT INTO landscape_summary (overall, owner_id, phase, supplier_ids, applications)
  SELECT true, NULL, phase, supplier_ids, sum(applications) FROM landscape_summary GROUP BY 3, 4;
SET session_replication_role = origin;
"""


def fill(db: Db, rows: int) -> None:
    for statement in FILL.split(";\n"):
        if statement.strip():
            db.execute(statement.replace("%(rows)s", str(rows)).replace("%%", "%"))
    db.commit()
    db.autocommit = True
    db.execute("VACUUM ANALYZE")
    db.autocommit = False
