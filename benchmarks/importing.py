"""What importing takes, step by step, beside a bare COPY of the same rows in between the steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from psycopg import sql
from rich.console import Console
from rich.table import Table

from benchmarks.database import Server
from benchmarks.inventories import HEADINGS, write_csv, write_xlsx
from benchmarks.measuring import Peak, ratios, say, spread, timed
from benchmarks.register import Register, inventory
from importers.context import Context
from importers.tabular import read_tabular
from registry.actors import Actor, Deed
from registry.judging import judge
from registry.queries.concentration import Question, concentration
from registry.receiving import NOBODY
from registry.reference import organisation_match
from registry.resolving.matching import Db
from registry.staging import source_id

BARE = "bare COPY of the same rows"


def copy(db: Db, path: Path) -> None:
    """The same rows into a table without an index, as fast as the database takes them."""
    columns = sql.SQL(", ").join(sql.SQL("c{} text").format(sql.Literal(i)) for i in range(len(HEADINGS)))
    db.execute(sql.SQL("CREATE TABLE bare ({})").format(columns))
    statement = "COPY bare FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
    with path.open("rb") as file, db.cursor().copy(statement) as copying:
        while chunk := file.read(1 << 20):
            copying.write(chunk)
    db.commit()


def drop_copy(db: Db) -> None:
    """Make room for the next one."""
    db.execute("DROP TABLE bare")
    db.commit()


def read(path: Path) -> None:
    """Read and understand a file, and keep nothing."""
    organisation = organisation_match("bzk")
    context = Context(source_id(organisation, "benchmark"), str(organisation), "BZK", date(2026, 1, 1), path.name)
    for _ in read_tabular(path, context):
        pass


def decide(db: Db) -> None:
    """A person says that two suppliers with many applications are one, and looks at the report."""
    largest = "SELECT supplier_id FROM application_suppliers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2"
    (one,), (other,) = db.execute(largest).fetchall()
    deed = Deed(Actor("bench", NOBODY), datetime.now(UTC), "meting")
    judge(db, "supplier", (one, other), "same", deed)
    db.commit()
    concentration(db, Question(level="ultimateParent"), today=datetime.now(UTC).date())


@dataclass
class Run:
    """One run through the steps in a register of its own: seconds by step, and of the COPY before each."""

    register: Register
    path: Path
    number: int = 0

    def __post_init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.bare: dict[str, float] = {}

    def step(self, name: str, work: Callable[[], object]) -> None:
        """Measure a bare COPY, and then the step."""
        self.bare[name] = timed(lambda: copy(self.register.db, self.path))
        drop_copy(self.register.db)
        self.seconds[name] = timed(work)

    def sum(self, name: str, *parts: str) -> None:
        """Several steps as one."""
        self.seconds[name] = sum(self.seconds[part] for part in parts)
        self.bare[name] = sum(self.bare[part] for part in parts) / len(parts)

    def preview(self, path: Path, as_of: date = date(2026, 1, 1)) -> None:
        self.number = self.register.preview(path, inventory(path, as_of))

    def apply(self) -> None:
        self.register.apply(self.number)


def import_table(run: Run, again: Path) -> None:
    """All steps with a csv; `again` has the same rows in other bytes."""
    register = run.register
    run.step("reading alone", lambda: read(run.path))
    run.step("preview", lambda: run.preview(run.path))
    run.step("apply", run.apply)
    run.sum("end to end", "preview", "apply")
    first = run.number
    run.step("a decision on two suppliers, seen in the report", lambda: decide(register.db))
    run.step("the same file again", lambda: run.preview(run.path))
    run.step("preview of the same rows in another file", lambda: run.preview(again, date(2026, 2, 1)))
    run.step("apply of the same rows in another file", run.apply)
    register.undo(run.number)
    run.step("undo", lambda: register.undo(first))


def import_workbook(run: Run, workbook: Path) -> None:
    """The same rows as xlsx."""
    run.step("xlsx: reading alone", lambda: read(workbook))
    run.step("xlsx: preview", lambda: run.preview(workbook))
    run.step("xlsx: apply", run.apply)
    run.sum("xlsx: end to end", "xlsx: preview", "xlsx: apply")


def measure(server: Server, console: Console, *, rows: int, runs: int) -> None:
    """Print the table; each run starts from the same register, with reference data only."""
    path, again, workbook = (server.folder / name for name in ("rows.csv", "again.csv", "rows.xlsx"))
    write_csv(path, rows)
    again.write_bytes(path.read_bytes() + b"\n")
    write_xlsx(workbook, rows)
    read(path)  # what is loaded once for a process is no part of a run
    seconds, bare = defaultdict(list), defaultdict(list)
    with Peak(server.postmaster) as peak:
        for number in range(runs):
            for steps, file in ((import_table, again), (import_workbook, workbook)):
                with Register(server.copied("run"), server.folder / "files") as register:
                    run = Run(register, path)
                    steps(run, file)
                for name, taken in run.seconds.items():
                    seconds[name].append(taken)
                    bare[name].append(run.bare[name])
            say(f"import {number + 1} of {runs}")
    table = Table(title=f"importing: {rows:,} rows, {len(HEADINGS)} columns; the middle (and range) of {runs} runs")
    for heading in ("step", "s", "rows/s", "x bare COPY"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    copies = spread([figure for figures in bare.values() for figure in figures])
    table.add_row(BARE, copies.text(3), f"{rows / copies.middle:,.0f}", "1")
    for name, figures in seconds.items():
        found = spread(figures)
        table.add_row(name, found.text(), f"{rows / found.middle:,.0f}", ratios(figures, bare[name]).text(1))
    console.print(table, f"peak memory: {peak.ours:.0f} MB ours, {peak.theirs:.0f} MB in a process of the database")
