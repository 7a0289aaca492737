"""Run the register on the real data beside the project, in an embedded database of its own, and print what comes out.

`make benchmark-data`. Where the folder is absent it says so and stops. LANDSCHAP_DATA names another folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from rich.console import Console
from rich.table import Table

from cli.database import libpq_address, migrate
from cli.embedded import embedded_database
from importers.pipeline import receive_upload, stage_import
from registry.applying import apply_import, undo_import
from registry.fingerprint import fingerprint
from registry.receiving import NOBODY, Delivery, receive
from registry.reference import load_reference, organisation_match
from registry.staging import Batch, match_id, source_id, stage

DATA = Path(os.environ.get("LANDSCHAP_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))


@dataclass(frozen=True)
class Input:
    """A file, who sent it, and how many records of which kind must come out."""

    path: str
    sender: str
    as_of: date
    kind: str
    expected: int
    source: str = "inventory"


US = "inventories/us-agencies"
NL = "inventories/nl-ministerie-stichtingen"
FEDRAMP = "supply-chain/fedramp"
GSA = "General Services Administration"
INPUTS = (
    Input(f"{US}/commerce.xlsx", "Department of Commerce", date(2025, 12, 1), "application", 223),
    Input(f"{US}/state.csv", "Department of State", date(2025, 12, 1), "application", 60),
    Input(f"{US}/hud.xlsx", "Department of Housing and Urban Development", date(2025, 12, 1), "application", 11),
    Input(f"{US}/nsf.xlsx", "National Science Foundation", date(2025, 12, 1), "application", 17),
    Input(f"{US}/usda.csv", "Department of Agriculture", date(2025, 12, 1), "application", 89),
    Input(f"{NL}/stichtingen_BUZA_01062015.csv", "bz", date(2015, 6, 1), "supplier", 9, "Stichtingen"),
    Input(f"{NL}/stichtingen_BZK_05112012.csv", "bzk", date(2012, 11, 5), "supplier", 21, "Stichtingen"),
    Input(f"{NL}/stichtingen_FIN_03042014.csv", "fin", date(2014, 4, 3), "supplier", 6, "Stichtingen"),
    Input(f"{NL}/stichtingen_SZW_01012013.csv", "szw", date(2013, 1, 1), "supplier", 14, "Stichtingen"),
    Input(f"{NL}/stichtingen_VenJ_01012015.csv", "jenv", date(2015, 1, 1), "supplier", 18, "Stichtingen"),
    Input(
        "inventories/websiteregister/websiteregister-2016-08-25.csv", "az", date(2016, 8, 25), "application", 1048,
        "Websiteregister",
    ),
    Input(
        "inventories/algoritmeregister/algoritmes-2026-05-13.json.gz", "bzk", date(2026, 5, 13), "application", 1431,
        "Algoritmeregister",
    ),
    Input(f"{FEDRAMP}/products.csv", GSA, date(2026, 8, 1), "cloud_service", 436, "FedRAMP"),
    Input(f"{FEDRAMP}/leverage_edges.csv", GSA, date(2026, 8, 1), "dependency", 1030, "FedRAMP"),
)  # fmt: skip


class Bench:
    """A register and the folder of its kept files."""

    def __init__(self, url: str, files: Path) -> None:
        self.address, self.files = libpq_address(url), files
        self.db = psycopg.connect(self.address)

    def prepare(self) -> None:
        """Reference data, and the senders that it does not know."""
        load_reference(self.db, datetime.now(UTC))
        foreign = sorted({i.sender for i in INPUTS if i.sender[0].isupper()})
        delivery = Delivery(NOBODY, "benchmark", "reference", "reference", date(2020, 1, 1))
        number = receive(self.db, delivery, by="benchmark", at=datetime.now(UTC))
        rows = list(range(1, len(foreign) + 1))
        stage(
            self.db,
            number,
            source_id(NOBODY, "benchmark"),
            [Batch("organisation", ("name",), foreign, rows, [foreign])],
        )
        self.db.execute(
            "UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (datetime.now(UTC), number)
        )
        apply_import(self.db, number, by="benchmark", at=datetime.now(UTC))
        self.db.commit()

    def receive(self, given: Input) -> int:
        """Receive and preview a file; its number."""
        if given.sender[0].isupper():
            sender = UUID(match_id(source_id(NOBODY, "benchmark"), "organisation", given.sender))
        else:
            sender = organisation_match(given.sender)
        path = DATA / given.path
        delivery = Delivery(sender, given.source, "inventory", "automatic", given.as_of, filename=path.name)
        with path.open("rb") as file:
            received = receive_upload(
                self.db,
                self.files,
                iter(lambda: file.read(1 << 20), b""),
                delivery,
                by="benchmark",
                at=datetime.now(UTC),
            )
        self.db.commit()
        if not received.repeated:
            stage_import(self.address, self.files, received.import_id)
        return received.import_id

    def apply(self, number: int) -> None:
        apply_import(self.db, number, by="benchmark", at=datetime.now(UTC))
        self.db.commit()

    def undo(self, number: int) -> None:
        undo_import(self.db, number, by="benchmark", at=datetime.now(UTC))
        self.db.commit()

    def count(self, query: str, *parameters: object) -> int:
        row = self.db.execute(query, parameters).fetchone()
        return int(row[0]) if row else 0

    def hash(self) -> str:
        found = fingerprint(self.db)
        self.db.commit()
        return found


def each_alone(bench: Bench, table: Table) -> dict[Input, int]:
    """Bring every input, and compare what came out with what must."""
    numbers = {}
    for given in INPUTS:
        started = time.perf_counter()
        number = numbers[given] = bench.receive(given)
        previewed = time.perf_counter()
        staged = bench.count("SELECT count(*) FROM staged_rows WHERE import_id = %s AND kind = %s", number, given.kind)
        problems = bench.count("SELECT count(*) FROM problems WHERE import_id = %s", number)
        bench.apply(number)
        done = time.perf_counter()
        published = bench.count(
            "SELECT count(*) FROM staged_rows s JOIN matches m ON m.id = s.match_id AND m.record_id IS NOT NULL"
            " WHERE s.import_id = %s AND s.kind = %s", number, given.kind,
        )  # fmt: skip
        print(f"{given.path}: {staged} staged, {published} published", file=sys.stderr)
        verdict = "ok" if staged == published == given.expected else "WRONG"
        table.add_row(
            Path(given.path).name, given.kind, str(given.expected), str(staged), str(published), str(problems),
            f"{previewed - started:.2f}", f"{done - previewed:.2f}", verdict,
        )  # fmt: skip
    return numbers


def main() -> int:
    """Print the table; the number of lines that are wrong is the exit code."""
    console = Console(width=150)
    if not DATA.is_dir():
        console.print(f"Skipped: there is no folder with the real data at {DATA}.")
        return 0
    with tempfile.TemporaryDirectory(prefix="landschap-benchmark-") as folder:
        Path(folder).chmod(0o711)
        with embedded_database(Path(folder), durable=False) as url:
            return run(url, Path(folder) / "files", console)


def run(url: str, files: Path, console: Console) -> int:
    """All measurements on one register."""
    migrate(url)
    bench = Bench(url, files)
    bench.prepare()
    empty = bench.hash()
    table = Table(title="Real data")
    for heading in ("input", "kind", "expected", "staged", "published", "problems", "preview s", "apply s", ""):
        table.add_column(heading)
    numbers = each_alone(bench, table)
    checks = list(laws(bench, numbers, empty))
    for what, ok in checks:
        table.add_row(what, *[""] * 7, "ok" if ok else "WRONG")
    console.print(table)
    return sum("WRONG" in str(cell) for cell in table.columns[-1].cells)


def laws(bench: Bench, numbers: dict[Input, int], empty: str) -> list[tuple[str, bool]]:
    """The same again, any order, and undo of each."""
    everything = bench.hash()
    found = []
    websites = next(i for i in INPUTS if i.source == "Websiteregister")
    again = bench.receive(websites)
    found.append(
        ("websiteregister again: recognised, 0 changes", again == numbers[websites] and bench.hash() == everything)
    )
    for given in INPUTS:
        bench.undo(numbers[given])
        without = bench.hash()
        again = bench.receive(given)
        bench.apply(again)
        numbers[given] = again
        print(f"undone and back: {given.path}", file=sys.stderr)
        found.append((f"undo {Path(given.path).name} and back", without != everything and bench.hash() == everything))
    for seed, order in enumerate((INPUTS[::-1], INPUTS[7:] + INPUTS[:7], INPUTS[::2] + INPUTS[1::2])):
        for given in INPUTS:
            bench.undo(numbers[given])
        back = bench.hash() == empty
        for given in order:
            numbers[given] = bench.receive(given)
            bench.apply(numbers[given])
        found.append((f"undo all, then order {seed + 1}: the same fingerprint", back and bench.hash() == everything))
    return found


if __name__ == "__main__":
    sys.exit(main())
