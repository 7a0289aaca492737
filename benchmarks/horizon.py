"""How fast the horizon answers with 1,000,000 applications (`benchmarks.landscape`), beside a bare count of the applications.

`python -m benchmarks.horizon` (ROWS=1000000).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from uuid import UUID

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.database import opened
from benchmarks.landscape import TODAY, fill
from benchmarks.measuring import alternately, ratios, spread
from cli.database import libpq_address
from registry.queries import findings, horizon, horizon_items, legacy
from registry.resolving.matching import Db

TIMES = 20
BARE = "SELECT count(*) FROM applications"


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
    with opened() as server, psycopg.connect(libpq_address(server.url)) as db:
        fill(db, rows)
        table = Table(title=f"{rows:,} applications; the middle (and middle half) of {TIMES}")
        for heading in ("question", "ms", f"x {BARE}"):
            table.add_column(heading, justify="right")
        for name, work in shapes(db).items():
            work()
            taken = alternately({"bare": lambda: db.execute(BARE).fetchone(), name: work}, TIMES)
            table.add_row(name, spread(taken[name]).text(1, times=1000), ratios(taken[name], taken["bare"]).text())
        Console(width=120).print(table)


if __name__ == "__main__":
    main()
