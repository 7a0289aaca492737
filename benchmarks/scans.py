"""How fast deadlines follow the register: a scan of 1,000,000 components of applications, and one after 1 % of them changed.

`python -m benchmarks.scans` (COMPONENTS=1000000). The landscape is made by the database itself. Memory is what this process holds;
the figures are of one run on one machine, which may be shared and noisy.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.database import opened
from benchmarks.measuring import timed
from cli.database import libpq_address
from registry.alerting.scanning import scan
from registry.horizon.refreshing import refresh
from registry.resolving.matching import Db

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
PER_APPLICATION = 2.5
_ID = "md5('{0}' || {1})::uuid"


def fill(db: Db, components: int) -> None:
    """Applications that run on two or three versions each, of 2,000 products with ten cycles; contracts, services and costs."""
    applications = int(components / PER_APPLICATION)
    db.execute("SELECT set_config('landschap.at', '2026-11-01T00:00:00+00:00', true)")
    for sql in _FILL:
        db.execute(
            sql.format(applications=applications, contracts=applications // 10, known="'2026-11-01T00:00:00+00:00'")
        )
    db.commit()
    db.autocommit = True
    db.execute("VACUUM ANALYZE")
    db.autocommit = False


def _insert(table: str, columns: str, values: str, numbers: str) -> str:
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(1, {numbers}) i"


_FILL = (
    _insert("organisations", "id, known_from, name", f"{_ID.format('o', 'i')}, {{known}}, 'Organisatie ' || i", "200"),
    _insert("suppliers", "id, known_from, name", f"{_ID.format('s', 'i')}, {{known}}, 'Leverancier ' || i", "1000"),
    _insert(
        "products",
        "id, known_from, name, vendor_id, kind",
        f"{_ID.format('p', 'i')}, {{known}}, 'Product ' || i, {_ID.format('s', '(1 + i % 1000)')},"
        " (ARRAY['software', 'database', 'operating_system'])[1 + i % 3]",
        "2000",
    ),
    _insert(
        "product_versions",
        "id, known_from, product_id, name",
        f"{_ID.format('v', 'i')}, {{known}}, {_ID.format('p', '(1 + i % 2000)')}, (i / 2000)::text",
        "20000",
    ),
    _insert(
        "lifecycle_dates",
        "id, known_from, product_version_id, event, happens, stated",
        f"{_ID.format('l', 'i')}, {{known}}, {_ID.format('v', 'i')}, 'end_of_security_support',"
        " CASE WHEN i % 7 > 0 THEN daterange(DATE '2024-01-01' + (i * 37) % 2200, DATE '2024-01-02' + (i * 37) % 2200) END,"
        " CASE WHEN i % 7 = 0 THEN 'false' END",
        "20000",
    ),
    _insert(
        "contracts",
        "id, known_from, name, organisation_id, supplier_id, ends",
        f"{_ID.format('c', 'i')}, {{known}}, 'C-' || i, {_ID.format('o', '(1 + i % 200)')}, {_ID.format('s', '(1 + i % 1000)')},"
        " daterange(DATE '2025-01-01' + i % 2000, DATE '2025-01-02' + i % 2000)",
        "{contracts}",
    ),
    _insert(
        "cloud_services",
        "id, known_from, name, supplier_id, client_id, deployment, ends",
        f"{_ID.format('d', 'i')}, {{known}}, 'Dienst ' || i, {_ID.format('s', '(1 + i % 1000)')},"
        f" {_ID.format('o', '(1 + i % 200)')}, 'public', CASE WHEN i % 50 = 0 THEN daterange('2028-01-01', '2028-01-02') END",
        "5000",
    ),
    _insert(
        "applications",
        "id, known_from, name, owner_id, kind, criticality, lifecycle_state, planned_end, supplier_ids",
        f"{_ID.format('a', 'i')}, {{known}}, 'Applicatie ' || i, {_ID.format('o', '(1 + i % 200)')},"
        " (ARRAY['package', 'custom', 'saas'])[1 + i % 3], (ARRAY['low', 'medium', 'high', 'critical'])[1 + i % 4],"
        " 'in_production', CASE WHEN i % 5 = 0 THEN daterange(DATE '2026-06-01' + i % 1500, DATE '2026-06-02' + i % 1500) END,"
        f" ARRAY[{_ID.format('s', '(1 + i % 1000)')}]",
        "{applications}",
    ),
    f"""
    INSERT INTO application_product_versions (application_id, product_version_id)
    SELECT {_ID.format("a", "i")}, {_ID.format("v", "(1 + (i * 13 + n * 7919) % 20000)")}
    FROM generate_series(1, {{applications}}) i, generate_series(1, 3) n WHERE n < 3 OR i % 2 = 0
    """,
    f"""
    INSERT INTO application_contracts (application_id, contract_id)
    SELECT {_ID.format("a", "i")}, {_ID.format("c", "(1 + i % {contracts})")} FROM generate_series(1, {{applications}}) i
    """,
    _insert(
        "dependencies",
        "id, known_from, application_id, on_service_id",
        f"{_ID.format('e', 'i')}, {{known}}, {_ID.format('a', '(i * 8)')}, {_ID.format('d', '(1 + i % 5000)')}",
        "({applications} / 8)",
    ),
    _insert("budget_nodes", "id, known_from, name", f"{_ID.format('b', 'i')}, {{known}}, 'Artikel ' || i", "100"),
    _insert(
        "costs",
        "id, known_from, application_id, budget_node_id",
        f"{_ID.format('k', 'i')}, {{known}}, {_ID.format('a', '(i * 4)')}, {_ID.format('b', '(1 + i % 100)')}",
        "({applications} / 4)",
    ),
)

CHANGE = f"""
    WITH changed AS (
        UPDATE lifecycle_dates d SET happens = daterange(lower(happens) + 200, upper(happens) + 200)
        FROM generate_series(1, 200) i WHERE d.id = {_ID.format("l", "(i * 100 + 1)")} RETURNING d.id
    )
    INSERT INTO events (type, at, subject_kind, subject_id)
    SELECT 'lifecycle-date.changed', now(), 'lifecycle_date', id FROM changed
"""
"""One version in a hundred gets another date: so do one component in a hundred."""


def look(db: Db, today: date = TODAY) -> None:
    """The whole scan: what is due, and what is raised about it."""
    found = scan(db, today=today, at=datetime.now(UTC))
    print(f"  {found.changed} deadlines moved, {found.raised} alerts, complete: {found.complete}", file=sys.stderr)
    db.commit()


def look_at_all(db: Db) -> None:
    """The scan of the day after, with all deadlines derived anew, as when a rule changed."""
    db.execute("DELETE FROM horizon_refreshes")
    look(db, TOMORROW)


def only_refresh(db: Db, today: date = TODAY) -> None:
    """What the scan begins with, taken back."""
    found = refresh(db, today=today, at=datetime.now(UTC))
    print(f"  {found.changed} deadlines moved, complete: {found.complete}", file=sys.stderr)
    db.rollback()


def main() -> None:
    components = int(os.environ.get("COMPONENTS", "1000000"))
    console = Console(width=100)
    with opened() as server, psycopg.connect(libpq_address(server.url)) as db:
        console.print(f"filling: {timed(lambda: fill(db, components)):.1f} s")
        measure(db, components, console)


def measure(db: Db, components: int, console: Console) -> None:
    """The table: the refresh alone (taken back), and the scan; beside the clock what the database's process worked."""
    backend = psutil.Process(db.info.backend_pid)
    table = Table(title=f"{components:,} components")
    for heading in ("step", "s", "s of one processor"):
        table.add_column(heading, justify="right")

    def add(name: str, work: Callable[[], object]) -> None:
        before, seconds = sum(backend.cpu_times()[:2]), timed(work)
        table.add_row(name, f"{seconds:.1f}", f"{sum(backend.cpu_times()[:2]) - before:.1f}")
        print(f"  {name}: {seconds:.1f} s", file=sys.stderr)

    add("refresh of everything, from nothing", lambda: only_refresh(db))
    add("the first scan ever", lambda: look(db))
    add("scan of everything, a day later", lambda: look_at_all(db))
    add("scan, nothing changed", lambda: look(db, TOMORROW))
    for _ in range(2):
        db.execute(CHANGE)
        db.commit()
        add("refresh after 1 % changed", lambda: only_refresh(db, TOMORROW))
        add("scan after 1 % changed", lambda: look(db, TOMORROW))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(table, f"memory of this process: {memory:.0f} MiB")


if __name__ == "__main__":
    main()
