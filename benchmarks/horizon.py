"""How fast the horizon answers with 1,000,000 applications: medians of 20, as ratios to a bare count of the applications.

`python -m benchmarks.horizon` (ROWS=1000000). What a scan derives is filled here by SQL: ends on the days of a few thousand
releases and contracts, skewed as real landscapes are; 300 organisations, 2,000 products, 500 suppliers, 200 budget nodes.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import psycopg
from rich.console import Console
from rich.table import Table

from cli.database import libpq_address, migrate
from cli.embedded import embedded_database
from registry.queries import findings, horizon, horizon_items, legacy
from registry.resolving.matching import Db

TODAY = date(2026, 11, 23)
FILL = """
CREATE OR REPLACE FUNCTION pg_temp.made(what text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(what || i)::uuid;
SET session_replication_role = replica;
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
                          technical_debt, weight)
  SELECT pg_temp.made('a', i), now(), 'Systeem ' || i || ' voor taak ' || i % 977,
         pg_temp.made('o', (1 + 299 * power(random(), 2))::int),
         CASE WHEN i % 10 = 0 THEN NULL ELSE 'in_production' END, (ARRAY['low', 'medium', 'high', NULL])[1 + i % 4],
         CASE WHEN i % 5 = 0 THEN i % 3 <> 0 END, CASE WHEN i % 5 = 0 THEN true END, CASE WHEN i % 5 = 0 THEN i % 7 <> 0 END,
         CASE WHEN i % 6 = 0 THEN i % 60 END, CASE WHEN i % 4 = 0 THEN 100 + i % 900 END
  FROM generate_series(1, %(rows)s) i;
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


def median(work: Callable[[], object], times: int = 20) -> float:
    """Milliseconds in the middle of so many answers, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def shapes(db: Db) -> dict[str, Callable[[], object]]:
    """Every form of the report, by name."""
    organisation = UUID(str(db.execute("SELECT id FROM organisations WHERE name = 'Organisatie 1'").fetchone()[0]))  # type: ignore[index]
    year = (date(2027, 1, 1), date(2027, 12, 31))

    def asked(measure: str, per: str | None, whose: UUID | None = None) -> Callable[[], object]:
        return lambda: horizon.horizon(db, horizon.Question(TODAY, measure, per, whose))

    def items(**given: object) -> Callable[[], object]:
        question = horizon_items.Question(*year, **given)  # type: ignore[arg-type]
        return lambda: horizon_items.list_items(db, question, today=TODAY)

    found = {f"{m}, per {p or '-'}": asked(m, p) for m in horizon.MEASURES for p in (None, *horizon.PER)}
    found |= {f"end, one ministry, per {p or '-'}": asked("end", p, organisation) for p in (None, *horizon.PER)}
    found |= {
        "items of a year, ends": items(measure="end"),
        "items of a year, decide": items(measure="decide"),
        "items of a year, either": items(),
        "items of a year, one ministry": items(organisation=organisation),
        "items of a year, text": items(search="taak 97"),
        "timeline of a year": lambda: horizon_items.count_days(
            db, horizon_items.Question(*year), step="month", today=TODAY
        ),
        "legacy, everybody": lambda: legacy.technical_debt(db, legacy.Question(TODAY)),
        "legacy, per ministry": lambda: legacy.technical_debt(db, legacy.Question(TODAY, per="ministry")),
        "findings": lambda: findings.open_findings(db, findings.FindingsQuestion(TODAY)),
    }
    return found


def main() -> None:
    rows = int(os.environ.get("ROWS", "1000000"))
    console = Console(width=110)
    with tempfile.TemporaryDirectory(prefix="landschap-horizon-") as folder:
        Path(folder).chmod(0o711)
        with embedded_database(Path(folder)) as url:
            migrate(url)
            with psycopg.connect(libpq_address(url)) as db:
                fill(db, rows)
                kept = db.execute("SELECT count(*) FROM horizon_days").fetchone()
                bare = median(lambda: db.execute("SELECT count(*) FROM applications").fetchone())
                table = Table(title=f"{rows:,} applications, {kept[0] if kept else 0:,} rows of horizon_days")
                for heading in ("question", "ms (median of 20)", "x bare count"):
                    table.add_column(heading, justify="right")
                table.add_row("SELECT count(*) FROM applications", f"{bare:.1f}", "1.0")
                for name, work in shapes(db).items():
                    taken = median(work)
                    table.add_row(name, f"{taken:.1f}", f"{taken / bare:.2f}")
                console.print(table)


if __name__ == "__main__":
    main()
