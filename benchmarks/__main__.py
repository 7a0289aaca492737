"""How fast importing and answering are, in two tables: `make benchmark` (ROWS=10000 RUNS=5 APPLICATIONS=100000 ANSWERS=100).

Ratios are of one run on one machine, which may be shared and noisy: read them before the seconds (docs/benchmarks.md).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import psycopg
from rich.console import Console

from benchmarks import answering, importing
from benchmarks.database import opened
from benchmarks.landscape import fill
from cli.database import libpq_address
from registry.reference import load_reference


def main() -> None:
    rows, runs, applications, answers = (
        int(os.environ.get(name, default))
        for name, default in (("ROWS", 10_000), ("RUNS", 5), ("APPLICATIONS", 100_000), ("ANSWERS", 100))
    )
    console = Console(width=140)
    with opened() as server:
        url = server.copied("landscape")
        with psycopg.connect(libpq_address(url)) as db:
            fill(db, applications)
        with psycopg.connect(libpq_address(server.url)) as db:
            load_reference(db, datetime.now(UTC))
        importing.measure(server, console, rows=rows, runs=runs)
        answering.measure(url, server.folder, console, applications=applications, times=answers)


if __name__ == "__main__":
    main()
