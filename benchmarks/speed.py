"""How fast and how big: whole imports against a bare COPY of the same rows and against reading the file alone.

`make benchmark-speed` (ROWS=100000,1000000). Ratios are of one run on one machine; the machine may be shared and noisy.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import psutil
import psycopg
import xlsxwriter
from rich.console import Console
from rich.table import Table

from cli.database import libpq_address, migrate
from cli.embedded import embedded_database
from importers.context import ColumnFound, Context
from importers.pipeline import receive_upload, stage_import
from importers.tabular import read_tabular
from registry.actors import Actor, Deed
from registry.applying import apply_import, undo_import
from registry.judging import judge
from registry.queries.concentration import Question, concentration
from registry.receiving import NOBODY, Delivery
from registry.reference import load_reference, organisation_match
from registry.staging import source_id

HEADINGS = [
    "Applicatie-ID", "Naam", "Omschrijving", "Afdeling", "Soort applicatie", "Bedrijfskritisch", "Beschikbaarheid",
    "Integriteit", "Vertrouwelijkheid", "TBB", "Rubricering", "Persoonsgegevens", "Primair proces", "Aantal gebruikers",
    "Levensfase", "In productie sinds", "Geplande einddatum", "Webadres", "Leverancier", "Hostingpartij", "Portfolio-oordeel",
    "BBN", "Product", "Versie", "Opmerking van de beheerder",
]  # fmt: skip


def rows(count: int) -> Iterator[list[str]]:
    """Invented applications: a thousand suppliers, skewed, as real landscapes are."""
    chance = random.Random(7)
    suppliers = [f"Leverancier {i} B.V." for i in range(1000)]
    weights = [1 / (i + 1) for i in range(1000)]
    chosen = chance.choices(suppliers, weights, k=count)
    pick = chance.choice
    for i in range(count):
        supplier = chosen[i]
        yield [
            f"APP-{i:07}", f"Systeem {i} voor {pick(('zorg', 'inkoop', 'toezicht', 'subsidies'))}",
            f"Ondersteunt het werk van team {i % 977} bij de uitvoering van taak {i}", f"Afdeling {i % 40}",
            pick(("Standaardpakket", "Maatwerk", "SaaS")), pick(("Laag", "Midden", "Hoog")), pick(("Laag", "Midden", "Hoog")),
            pick(("Laag", "Midden", "Hoog")), pick(("Laag", "Midden", "Hoog")), pick(("TBB 4", "TBB 3", "")),
            "Ongerubriceerd", pick(("ja", "nee", "onbekend")), pick(("ja", "nee")), str(chance.randrange(5, 5000)),
            pick(("In productie", "Uit te faseren", "Gepland")), f"{1 + i % 28:02}-0{1 + i % 9}-20{10 + i % 15}",
            pick(("Q3 2027", "2028", "31-12-2029", "n.v.t.")), f"https://systeem-{i}.voorbeeld.nl", supplier,
            suppliers[len(supplier) % 3], pick(("Tolereren", "Investeren", "")), pick(("BBN1", "BBN2")),
            pick(("Oracle Database", "PostgreSQL", "Windows Server")), pick(("19c", "2019", "16")), "",
        ]  # fmt: skip


def write_csv(path: Path, count: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows(count))


def write_xlsx(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Applicaties")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(rows(count), 1):
            sheet.write_row(number, 0, row)


class Peak:
    """The largest resident memory (MB, without shared pages) of this process and of the database's processes."""

    def __init__(self) -> None:
        self.ours, self.theirs, self.stop = 0.0, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.stop.wait(0.2):
            for process in psutil.process_iter(["name", "memory_info"]):
                if process.info["name"] == "postgres" and process.info["memory_info"]:
                    memory = process.info["memory_info"]
                    self.theirs = max(self.theirs, (memory.rss - memory.shared) / 1e6)
            self.ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"  {seconds:.2f} s", file=sys.stderr, flush=True)
    return seconds


class Bench:
    def __init__(self, url: str, folder: Path) -> None:
        self.address, self.folder = libpq_address(url), folder
        self.db = psycopg.connect(self.address)
        load_reference(self.db, datetime.now(UTC))
        self.db.commit()
        self.number = 0

    def preview(self, path: Path, source: str, as_of: date = date(2026, 1, 1)) -> None:
        delivery = Delivery(organisation_match("bzk"), source, "inventory", "tabular", as_of, filename=path.name)
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            got = receive_upload(self.db, self.folder / "files", chunks, delivery, by="bench", at=datetime.now(UTC))
        self.db.commit()
        self.number = got.import_id
        if not got.repeated:
            stage_import(self.address, self.folder / "files", got.import_id)

    def apply(self) -> None:
        apply_import(self.db, self.number, by="bench", at=datetime.now(UTC))
        self.db.commit()

    def undo(self) -> None:
        undo_import(self.db, self.number, by="bench", at=datetime.now(UTC))
        self.db.commit()

    def read(self, path: Path) -> None:
        source = source_id(organisation_match("bzk"), "x")
        context = Context(source, str(organisation_match("bzk")), "BZK", date(2026, 1, 1), path.name)
        for item in read_tabular(path, context):
            assert isinstance(item, ColumnFound) or item is not None

    def copy(self, path: Path) -> None:
        columns = ", ".join(f"c{i} text" for i in range(len(HEADINGS)))
        self.db.execute(f"DROP TABLE IF EXISTS bare; CREATE TABLE bare ({columns})")
        with (
            path.open("rb") as file,
            self.db.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')") as copy,
        ):
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        self.db.commit()
        self.db.execute("DROP TABLE bare")
        self.db.commit()

    def decide(self) -> None:
        """A person says that two suppliers with many applications are one, and looks at the report."""
        rows = self.db.execute(
            "SELECT supplier_id FROM application_suppliers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2"
        ).fetchall()
        deed = Deed(Actor("bench", NOBODY), datetime.now(UTC), "meting")
        judge(self.db, "supplier", (rows[0][0], rows[1][0]), "same", deed)
        self.db.commit()
        concentration(self.db, Question(level="ultimateParent"), today=datetime.now(UTC).date())

    def median_concentration(self) -> float:
        question = Question(level="ultimateParent")
        today = datetime.now(UTC).date()
        concentration(self.db, question, today=today)
        return statistics.median(self._answered(question, today) for _ in range(15)) * 1000

    def _answered(self, question: Question, today: date) -> float:
        started = time.perf_counter()
        concentration(self.db, question, today=today)
        return time.perf_counter() - started


def measure(bench: Bench, count: int, console: Console) -> None:
    """The table for one size of csv."""
    path, again = bench.folder / f"{count}.csv", bench.folder / f"{count}-again.csv"
    write_csv(path, count)
    again.write_bytes(path.read_bytes() + b"\n")  # other bytes, the same rows
    table = Table(title=f"csv, {count:,} rows, {len(HEADINGS)} columns")
    for heading in ("step", "s", "rows/s", "x bare COPY", "x reading alone"):
        table.add_column(heading, justify="right")
    steps: list[tuple[str, float]] = []
    with Peak() as peak:
        copy, read = timed(lambda: bench.copy(path)), timed(lambda: bench.read(path))
        steps += [("bare COPY", copy), ("reading alone", read)]
        preview, apply = timed(lambda: bench.preview(path, "speed")), timed(bench.apply)
        steps += [("preview", preview), ("apply", apply), ("end to end", preview + apply)]
        console.print(f"concentration, median: {bench.median_concentration():.1f} ms")
        steps.append(("a decision on the two largest suppliers, seen in the report", timed(bench.decide)))
        first = bench.number
        same = timed(lambda: bench.preview(path, "speed"))
        resaved = timed(lambda: bench.preview(again, "speed", date(2026, 2, 1))) + timed(bench.apply)
        steps += [("the same file again", same), ("the same rows in another file", resaved)]
        bench.undo()
        bench.number = first
        steps.append(("undo", timed(bench.undo)))
    for name, seconds in steps:
        table.add_row(
            name, f"{seconds:.2f}", f"{count / seconds:,.0f}", f"{seconds / copy:.1f}", f"{seconds / read:.1f}"
        )
    console.print(table, f"peak memory: {peak.ours:.0f} MB ours, {peak.theirs:.0f} MB in a process of the database")


def measure_workbook(bench: Bench, console: Console) -> None:
    path = bench.folder / "workbook.xlsx"
    write_xlsx(path, 10_000)
    read = timed(lambda: bench.read(path))
    preview, apply = timed(lambda: bench.preview(path, "workbook")), timed(bench.apply)
    console.print(f"xlsx, 10,000 rows: preview {preview:.2f} s, apply {apply:.2f} s (reading alone {read:.2f} s)")


def main() -> None:
    console = Console(width=120)
    with tempfile.TemporaryDirectory(prefix="landschap-speed-") as folder:
        Path(folder).chmod(0o711)
        with embedded_database(Path(folder)) as url:
            migrate(url)
            bench = Bench(url, Path(folder))
            measure_workbook(bench, console)
            for size in sorted({int(size) for size in os.environ.get("ROWS", "100000,1000000").split(",")}):
                measure(bench, size, console)


if __name__ == "__main__":
    main()
