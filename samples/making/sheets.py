"""From systems to rows: a column says its heading, what it writes, and which true facts that states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from samples.making.landscape import System

Cell = str | int | float | dt.date | None
Facts = dict[str, str]

TRUTH_FIELDS = (
    *("name", "owner", "department", "kind", "description", "url", "lifecycle_state"),
    *("planned_start", "actual_start", "planned_end", "actual_end"),
    *("vendor", "reseller", "hosting", "maintenance", "development", "products", "deployment", "service"),
    *("criticality", "availability", "integrity", "confidentiality", "tbb", "bbn", "classification"),
    *("personal_data", "primary_process", "user_count", "users"),
    *("contract", "contract_starts", "contract_ends", "notice_days", "annual_value_min", "annual_value_max"),
    *(
        "vendor_kvk",
        "cost_year",
        "bookkeeping_system",
        "cost_item",
        "cost_category",
        "cost_version",
        "cost_min",
        "cost_max",
    ),
)


@dataclass(frozen=True)
class Said:
    """A cell, with what it means where that differs from the system's own facts."""

    cell: Cell
    means: Facts


@dataclass(frozen=True)
class Column:
    """One column: heading, what it writes for a system, which facts that states, and how often it is not known."""

    heading: str
    write: Callable[[System, Random], Cell | Said]
    states: tuple[str, ...] = ()
    unknown: float = 0.0
    group: str = ""


@dataclass(frozen=True)
class Defect:
    """Something wrong on purpose. `expected` says in one word what an importer should notice."""

    row: int
    column: str
    value: str
    expected: str


@dataclass
class Sheet:
    """One sheet: rows of cells, merged ranges (first row and column, last row and column; from 0)."""

    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass
class Inventory:
    """One file to be: how it is listed in the manifest, its sheets, and the truth about it."""

    file: str
    organisation: str
    source: str
    as_of: str
    complete: bool
    sheets: list[Sheet]
    main_sheet: int
    header_rows: tuple[int, int]
    truth: list[Facts]
    defects: list[Defect]
    kind: str = "application"
    notes: dict[str, object] = field(default_factory=dict)
    loaded: bool = True
    mapping: str = ""


def facts(system: System) -> Facts:
    """All true facts of a system as text."""
    agreement = system.agreement
    return {
        "key": system.key,
        "name": system.name,
        "owner": system.owner,
        "department": system.department,
        "kind": system.kind,
        "description": system.description,
        "url": f"https://{system.name}" if system.name.startswith("www.") else "",
        "lifecycle_state": system.state,
        "products": "; ".join(f"{name}|{version}" for name, version in system.products),
        "deployment": system.place.deployment,
        "service": system.place.service,
        "criticality": system.criticality,
        **dict(zip(("availability", "integrity", "confidentiality"), system.biv, strict=True)),
        "tbb": system.tbb,
        "classification": system.classification,
        "personal_data": "ja" if system.personal_data else "nee",
        "primary_process": "ja" if system.primary_process else "nee",
        "user_count": str(system.user_count),
        "users": "; ".join(system.users),
        "contract": agreement.number,
        "contract_starts": agreement.starts,
        "contract_ends": agreement.ends,
        "notice_days": str(agreement.notice_days),
        "annual_value_min": f"{agreement.value_min:.2f}",
        "annual_value_max": f"{agreement.value_max:.2f}",
        **system.dates,
    }


@dataclass
class Table:
    """Columns filled for systems: rows of cells, and per row what they truly state."""

    columns: Sequence[Column]
    rows: list[list[Cell]]
    truth: list[Facts]

    def position(self, heading: str) -> int:
        """The place of a column, by `heading` or `group/heading`."""
        return next(i for i, c in enumerate(self.columns) if heading in (c.heading, f"{c.group}/{c.heading}"))


def fill(file: str, columns: Sequence[Column], systems: Iterable[System], unknowns: Sequence[str]) -> Table:
    """Write every system down. Each cell has its own seed, so one changed fact changes one cell."""
    table = Table(columns, [], [])
    for system in systems:
        known, row, true = facts(system), list[Cell](), {"system": system.id, "key": system.key, "owner": system.owner}
        for column in columns:
            cell, means = _cell(file, column, system, unknowns)
            row.append(cell)
            stated = {name: known.get(name, "") for name in column.states} | means
            true |= {name: value for name, value in stated.items() if cell not in unknowns}
        parts = [true.pop(name) for name in list(true) if name.startswith("products.")]
        table.rows.append(row)
        table.truth.append(true | ({"products": "; ".join(parts)} if parts else {}))
    return table


def _cell(file: str, column: Column, system: System, unknowns: Sequence[str]) -> tuple[Cell, Facts]:
    rng = Random(f"{file} {system.id} {column.group} {column.heading}")
    written = column.write(system, rng)
    said = written if isinstance(written, Said) else Said(written, {})
    if said.cell in ("", None):
        # Where there is nothing to say, most people say nothing.
        return (rng.choice(unknowns) if column.states and rng.random() < 0.25 else "", {})
    if rng.random() < column.unknown:
        return rng.choice(unknowns), {}
    return said.cell, said.means


def spoil(table: Table, row: int, heading: str, value: Cell, expected: str) -> tuple[int, Defect]:
    """Put something wrong in a cell; what the cell stated is no longer true of the file."""
    position = table.position(heading)
    table.rows[row][position] = value
    for name in table.columns[position].states:
        table.truth[row].pop(name, None)
    return row, Defect(0, heading, str(value), expected)
