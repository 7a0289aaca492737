"""Run the register on the real data beside the project, in an embedded database of its own, and print what comes out.

`make benchmark-data`. Where the folder is absent it says so and stops. LANDSCHAP_DATA names another folder.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.table import Table

from benchmarks.database import opened
from benchmarks.register import BY, Register
from registry.fingerprint import fingerprint
from registry.receiving import NOBODY, Delivery, receive
from registry.reference import load_reference, organisation_match
from registry.resolving.matching import Db
from registry.staging import Batch, match_id, source_id, stage

SENDERS = source_id(NOBODY, "benchmark")
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


def bring_in_senders(register: Register) -> None:
    """Reference data, and the senders that it does not know."""
    db = register.db
    load_reference(db, datetime.now(UTC))
    foreign = sorted({i.sender for i in INPUTS if i.sender[0].isupper()})
    delivery = Delivery(NOBODY, "benchmark", "reference", "reference", date(2020, 1, 1))
    number = receive(db, delivery, by=BY, at=datetime.now(UTC))
    rows = list(range(1, len(foreign) + 1))
    stage(db, number, SENDERS, [Batch("organisation", ("name",), foreign, rows, [foreign])])
    db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (datetime.now(UTC), number))
    register.apply(number)


def preview(register: Register, given: Input) -> int:
    """Receive and preview a file; its number."""
    known = not given.sender[0].isupper()
    sender = organisation_match(given.sender) if known else UUID(match_id(SENDERS, "organisation", given.sender))
    path = DATA / given.path
    delivery = Delivery(sender, given.source, "inventory", "automatic", given.as_of, filename=path.name)
    return register.preview(path, delivery)


def count(db: Db, query: str, *parameters: object) -> int:
    row = db.execute(query, parameters).fetchone()
    return int(row[0]) if row else 0


def hash_of(register: Register) -> str:
    found = fingerprint(register.db)
    register.db.commit()
    return found


def each_alone(register: Register, table: Table) -> dict[Input, int]:
    """Bring every input, and compare what came out with what must."""
    numbers = {}
    for given in INPUTS:
        started = time.perf_counter()
        number = numbers[given] = preview(register, given)
        previewed = time.perf_counter()
        staged = count(
            register.db, "SELECT count(*) FROM staged_rows WHERE import_id = %s AND kind = %s", number, given.kind
        )
        problems = count(register.db, "SELECT count(*) FROM problems WHERE import_id = %s", number)
        register.apply(number)
        done = time.perf_counter()
        published = count(register.db,
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
    with opened(durable=False) as server, Register(server.url, server.folder / "files") as register:
        return run(register, console)


def run(register: Register, console: Console) -> int:
    """All measurements on one register."""
    bring_in_senders(register)
    empty = hash_of(register)
    table = Table(title="Real data")
    for heading in ("input", "kind", "expected", "staged", "published", "problems", "preview s", "apply s", ""):
        table.add_column(heading)
    numbers = each_alone(register, table)
    checks = list(laws(register, numbers, empty))
    for what, ok in checks:
        table.add_row(what, *[""] * 7, "ok" if ok else "WRONG")
    console.print(table)
    return sum("WRONG" in str(cell) for cell in table.columns[-1].cells)


def laws(register: Register, numbers: dict[Input, int], empty: str) -> list[tuple[str, bool]]:
    """The same again, any order, and undo of each."""
    everything = hash_of(register)
    found = []
    websites = next(i for i in INPUTS if i.source == "Websiteregister")
    again = preview(register, websites)
    found.append(
        ("websiteregister again: recognised, 0 changes", again == numbers[websites] and hash_of(register) == everything)
    )
    for given in INPUTS:
        register.undo(numbers[given])
        without = hash_of(register)
        again = preview(register, given)
        register.apply(again)
        numbers[given] = again
        print(f"undone and back: {given.path}", file=sys.stderr)
        found.append(
            (f"undo {Path(given.path).name} and back", without != everything and hash_of(register) == everything)
        )
    for seed, order in enumerate((INPUTS[::-1], INPUTS[7:] + INPUTS[:7], INPUTS[::2] + INPUTS[1::2])):
        for given in INPUTS:
            register.undo(numbers[given])
        back = hash_of(register) == empty
        for given in order:
            numbers[given] = preview(register, given)
            register.apply(numbers[given])
        found.append(
            (f"undo all, then order {seed + 1}: the same fingerprint", back and hash_of(register) == everything)
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
