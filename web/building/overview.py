"""The start page: the figures of the government and the suppliers on which it hangs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from registry.actors import find_organisation
from registry.errors import InvalidInput
from registry.queries.concentration import Concentration as Found
from registry.queries.concentration import ConcentrationRow as FoundRow
from registry.queries.concentration import Question
from registry.queries.figures import Figures as FoundFigures
from registry.resolving.matching import Db
from web.building.reading import read_date
from web.building.showing import href_of, origin_name
from web.views.overview import Basis, Concentration, ConcentrationRow, Figures, Unit
from web.views.page import Filter, Option
from web.views.values import Badge, Both, Link, Share, Tone

MOST_ROWS = 15
LEVELS: dict[Basis, tuple[str, Both]] = {
    "ultimate_parent": ("ultimateParent", Both("uiteindelijke moeder", "ultimate parent")),
    "contract_party": ("contractParty", Both("leverancier zelf", "supplier itself")),
    "origin_class": ("originClass", Both("herkomst", "origin")),
}
MEASURES: dict[Unit, tuple[str, Both]] = {
    "applications": ("applications", Both("applicaties", "applications")),
    "cloud_services": ("cloudServices", Both("clouddiensten", "cloud services")),
}
RISKY = frozenset({"US", "CN", "RU"})


@dataclass(frozen=True)
class Asked:
    """What the address of the start page asks for."""

    basis: Basis
    unit: Unit
    organisation: UUID | None
    as_on: date

    def question(self, basis: Basis | None = None) -> Question:
        """The same as a question to the register."""
        level, _ = LEVELS[basis or self.basis]
        return Question(level, MEASURES[self.unit][0], self.organisation, as_on=self.as_on)

    def query(self, today: date) -> str:
        """The query string for the API's report."""
        values = {"level": LEVELS[self.basis][0], "per": MEASURES[self.unit][0]}
        if self.organisation:
            values["organisationId"] = str(self.organisation)
        if self.as_on != today:
            values["asOn"] = self.as_on.isoformat()
        return urlencode(values)


def read_asked(db: Db, query: Mapping[str, str], today: date) -> Asked:
    """What an address asks for. Raises `InvalidInput` for a date or an organisation that there is not."""
    basis: Basis = next((one for one in LEVELS if one == query.get("per")), "ultimate_parent")
    unit: Unit = next((one for one in MEASURES if one == query.get("wat")), "applications")
    as_on = read_date(query.get("op", "").strip(), today)
    if as_on is None:
        raise InvalidInput(
            f"{query['op']!r} is geen datum; schrijf die als 2026-12-31.",
            f"{query['op']!r} is not a date; write it as 2026-12-31.",
        )
    organisation = query.get("organisatie", "").strip()
    return Asked(basis, unit, find_organisation(db, organisation) if organisation else None, as_on)


def build_filters(asked: Asked, organisations: list[tuple[UUID, str]]) -> tuple[Filter, ...]:
    """The selects above the figures."""
    chosen = asked.organisation
    return (
        Filter(
            "wat", Both("Tel", "Count"), tuple(Option(u, text, u == asked.unit) for u, (_, text) in MEASURES.items())
        ),
        Filter("per", Both("Per", "By"), tuple(Option(b, text, b == asked.basis) for b, (_, text) in LEVELS.items())),
        Filter(
            "organisatie",
            Both("Organisatie", "Organisation"),
            (
                Option("", Both("het hele Rijk", "the whole government"), chosen is None),
                *(Option(str(one), name, one == chosen) for one, name in organisations),
            ),
        ),
    )


def build_figures(found: FoundFigures) -> Figures:
    """The figures as shown."""
    unknown = found.without_supplier / found.applications if found.applications else 0.0
    return Figures(
        found.applications,
        found.in_production,
        found.delivered,
        found.organisations,
        found.suppliers,
        found.cloud_services,
        Share(unknown, unknown),
    )


def build_concentration(found: Found, basis: Basis, unit: Unit) -> Concentration:
    """A concentration as chart and table: its largest rows."""
    hhi = found.hhi
    return Concentration(
        basis,
        tuple(_row(row, basis) for row in found.rows[:MOST_ROWS]),
        len(found.rows),
        round(found.total[0]),
        round(found.unknown[0]),
        found.coverage or 0.0,
        Share(hhi.low, hhi.high) if hhi else None,
        Share(*found.us) if found.total[0] else None,
        Share(*found.eu) if found.total[0] else None,
        unit,
    )


def _row(row: FoundRow, basis: Basis) -> ConcentrationRow:
    name = origin_name(row.origin_class) if basis == "origin_class" else row.name
    tone: Tone = "attention" if row.origin_class in RISKY else "neutral"
    origin = None if row.origin_class == "unknown" else Badge(origin_name(row.origin_class), tone)
    href = href_of("supplier", row.supplier) if row.supplier else None
    return ConcentrationRow(name, round(row.low), Share(*row.share), href, origin)


def downloads(asked: Asked, today: date) -> tuple[Link, ...]:
    """The same report for machines and spreadsheets."""
    query = asked.query(today)
    shown = urlencode(
        {"wat": asked.unit, "per": asked.basis, "organisatie": asked.organisation or "", "op": asked.as_on.isoformat()}
    )
    return (Link("csv", f"/concentratie.csv?{shown}"), Link("json", f"/v1/reports/concentration?{query}"))


def csv_rows(found: Found) -> list[dict[str, Any]]:
    """All rows of a concentration for a spreadsheet."""
    return [
        {
            "naam": row.name,
            "herkomst": row.origin_class,
            "land": row.country,
            "onder_amerikaans_recht": row.us,
            "aantal": round(row.low),
            "aandeel_bekend": round(row.share.low, 4),
            "aandeel_hoogstens": round(row.share.high, 4),
        }
        for row in found.rows
    ]


CSV_COLUMNS = (
    "naam", "herkomst", "land", "onder_amerikaans_recht", "aantal", "aandeel_bekend", "aandeel_hoogstens",
)  # fmt: skip
