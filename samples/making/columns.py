"""What columns of inventories write: one small function per sort of fact, to be put into `Column`s."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from samples.making import spelling
from samples.making.catalogue import products
from samples.making.landscape import System
from samples.making.sheets import Cell, Defect, Facts, Said, Sheet, Table, facts

Writer = Callable[[System, Random], Cell | Said]


def fact(name: str) -> Writer:
    """The fact as it is."""
    return lambda system, _rng: facts(system).get(name, "")


def coded(name: str, words: Mapping[str, str]) -> Writer:
    """A coded fact in the words of this inventory; without a word, nothing."""
    return lambda system, _rng: words.get(facts(system).get(name, ""), "")


def day(name: str, *styles: str) -> Writer:
    """A date of the system in one of some styles."""
    return lambda system, rng: spelling.date(system.dates.get(name, ""), rng.choice(styles))


def contract_day(name: str, style: str) -> Writer:
    """A date of the system's contract."""
    return lambda system, _rng: spelling.date(facts(system)[name], style)


def role(*names: str) -> Writer:
    """The supplier in the first of these roles that is filled; the fact stated is the first role."""

    def write(system: System, rng: Random) -> Cell | Said:
        group = next((system.suppliers[name] for name in names if name in system.suppliers), "")
        if not group:
            return ""
        written, entity = spelling.supplier(rng, group)
        return Said(written, {names[0]: entity})

    return write


def vendor_with_others(share: float) -> Writer:
    """The vendor, now and then after its reseller in the same cell: "SoftwareOne (Microsoft)"."""

    def write(system: System, rng: Random) -> Cell | Said:
        group = system.suppliers.get("vendor", "")
        if not group:
            return ""
        reseller = system.suppliers.get("reseller", "")
        if reseller and rng.random() < share:
            resold, by = spelling.supplier(rng, reseller)
            made, maker = spelling.supplier(rng, group)
            return Said(f"{resold} ({made})", {"vendor": maker, "reseller": by})
        written, entity = spelling.supplier(rng, group)
        return Said(written, {"vendor": entity})

    return write


def stack(separator: str) -> Writer:
    """All products with their versions in one cell."""
    return lambda system, rng: spelling.products(rng, system.products, separator)


def place(system: System, rng: Random) -> Cell | Said:
    """Where the system runs."""
    return rng.choice((system.place.service or system.place.spellings[0], *system.place.spellings))


def product_of(use: str, *, with_version: bool) -> Writer:
    """The product of that use (os, db, runtime, package …), with its version in the same cell or without."""

    def write(system: System, rng: Random) -> Cell | Said:
        found = _of_use(system, use)
        if not found:
            return ""
        written = spelling.product(rng, found[0])
        return Said(f"{written} {found[1]}" if with_version else written, {f"products.{use}": "|".join(found)})

    return write


def version_of(use: str) -> Writer:
    """The version of the product of that use, in a column of its own."""
    return lambda system, _rng: (_of_use(system, use) or ("", ""))[1]


def _of_use(system: System, use: str) -> tuple[str, str] | None:
    names = {p.name for p in products(use)}
    return next((product for product in system.products if product[0] in names), None)


def service(system: System, rng: Random) -> Cell | Said:
    """The cloud service or data centre that the system runs on, where it has a name."""
    return place(system, rng) if system.place.service else ""


DEPLOYMENT = {
    "public": "Publieke cloud",
    "private": "Private cloud",
    "hybrid": "Hybride cloud",
    "community": "Community cloud",
    "government_dc": "Overheidsdatacenter",
    "on_premises": "On-premises",
}


def levels(separator: str = "") -> Writer:
    """Availability, integrity and confidentiality in one cell."""
    return lambda system, _rng: spelling.biv(system.biv, separator)


def users(system: System, rng: Random) -> Cell | Said:
    """The number of users, with "ca." and dots as people write them."""
    return spelling.user_count(rng, system.user_count)


def value(system: System, rng: Random) -> Cell | Said:
    """The yearly value of the contract."""
    return spelling.euros(rng, system.agreement)


def yes_no(name: str, yes: str = "ja", no: str = "nee") -> Writer:
    """A fact that is so or not so."""
    return lambda system, _rng: yes if facts(system)[name] == "ja" else no


def remark(*texts: str) -> Writer:
    """A remark in some rows. It states nothing."""
    return lambda _system, rng: rng.choice((*texts, "", "", "", ""))


def heads(table: Table) -> list[Cell]:
    """The headings of a table."""
    return [column.heading for column in table.columns]


def lay_out(
    name: str, top: list[list[Cell]], table: Table, spoiled: list[tuple[int, Defect]], bottom: list[list[Cell]]
) -> tuple[Sheet, list[Facts], list[Defect]]:
    """The sheet, and truth and defects with the row numbers that a spreadsheet shows. Some rows are left empty."""
    width, rows, numbers = len(table.columns), [list(row) for row in top], dict[int, int]()
    gaps = {len(table.rows) // 3, 2 * len(table.rows) // 3}
    defects = list[Defect]()
    for i, row in enumerate(table.rows):
        if i in gaps and bottom:
            rows.append([None] * width)
            defects.append(Defect(len(rows), "", "", "empty_row"))
        rows.append(row)
        numbers[i] = len(rows)
    for line in bottom:
        rows.append([*line, *[None] * (width - len(line))])
        text = next((str(cell) for cell in line if cell not in (None, "")), "")
        if text:
            defects.append(Defect(len(rows), "", text, "not_a_record"))
    truth = [{"row": str(numbers[i])} | true for i, true in enumerate(table.truth)]
    defects += [Defect(numbers[i], d.column, d.value, d.expected) for i, d in spoiled]
    return Sheet(name, rows), truth, sorted(defects, key=lambda d: (d.row, d.column))
