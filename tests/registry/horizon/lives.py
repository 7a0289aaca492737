"""A register with lives in it, for tests: products and what is stated of them, applications and what they hang on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from registry.horizon.refreshing import Refreshed, refresh
from registry.receiving import NOBODY
from registry.resolving.matching import Db
from tests.registry.bringing import Register, mention, mentions

TODAY = date(2026, 11, 23)
LIST = "endoflife"
Rows = Mapping[str, Sequence[str | None]]


class Lives:
    """Deliveries in few words; sources are complete tables, so that bringing one again replaces it."""

    def __init__(self, register: Register) -> None:
        self.register, self.db = register, register.db
        self.owner = register.organisation("Belastingdienst", "BD")

    def vendor_states(
        self, product: str, stated: Mapping[str, Mapping[str, str]], source: str = LIST, kind: str = "software"
    ) -> int:
        """A list states the lives of the cycles of a product: "2027-01-12" is a day, "2027" a year, others are as stated."""
        cycles = list(stated)
        dates = [(cycle, event, text) for cycle in cycles for event, text in stated[cycle].items()]
        return self.register.bring(
            NOBODY,
            source,
            {
                "product": {"key": [product], "name": [product], "kind": [kind]},
                "product_version": {
                    "key": [f"{product} {one}" for one in cycles],
                    "product": [mention(NOBODY, source, "product", product)] * len(cycles),
                    "name": cycles,
                },
                "lifecycle_date": {
                    "key": [f"{product} {cycle} {event}" for cycle, event, _ in dates],
                    "product_version": [
                        mention(NOBODY, source, "product_version", f"{product} {cycle}") for cycle, _, _ in dates
                    ],
                    "event": [event for _, event, _ in dates],
                    "happens": [span(text) for _, _, text in dates],
                    "stated": [text for _, _, text in dates],
                },
            },
            type_="register",
        )

    def bring(self, source: str, tables: Mapping[str, Rows], owner: UUID | None = None) -> int:
        """An inventory of an organisation."""
        return self.register.bring(owner or self.owner, source, tables)

    def running(
        self, name: str, versions: Sequence[tuple[str, str]], source: str = "inventaris", **fields: str | None
    ) -> int:
        """An application that runs on versions of products, as an inventory names them."""
        products = list(dict.fromkeys(product for product, _ in versions))
        of = self.owner
        tables: dict[str, Rows] = {
            "product": {"key": products, "name": products},
            "product_version": {
                "key": [f"{product} {version}" for product, version in versions],
                "product": [mention(of, source, "product", product) for product, _ in versions],
                "name": [version for _, version in versions],
            },
            "application": {
                "key": [name],
                "name": [name],
                "owner": [self.me(source)],
                "runs_on": [mentions(of, source, "product_version", *(f"{p} {v}" for p, v in versions))],
                **{field: [value] for field, value in fields.items()},
            },
            "organisation": {"key": ["BD"], "name": ["Belastingdienst"], "abbreviation": ["BD"]},
        }
        return self.bring(source, {kind: rows for kind, rows in tables.items() if rows["key"]})

    def me(self, source: str) -> str:
        """The owner, as a source means it."""
        return mention(self.owner, source, "organisation", "BD")

    def refresh(self, today: date = TODAY) -> Refreshed:
        return refresh(self.db, today=today, at=self.register.tick())

    def deadlines(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The deadlines that hold, by kind and day."""
        cursor = self.db.execute(
            "SELECT kind, subject_kind, subject_id, lower(due) AS first, upper(due) - 1 AS last, decide_by, lead_days,"
            " notice_days, owner_id, component_kind, component_id, criticality, path, version, seen_on, essential, id"
            " FROM deadlines WHERE withdrawn_on IS NULL AND kind = coalesce(%s, kind) ORDER BY kind, due, subject_id, id",
            (kind,),
        )
        return rows_of(cursor)

    def end(self, name: str) -> dict[str, Any]:
        """The effective end of the application of that name."""
        cursor = self.db.execute(
            "SELECT e.* FROM application_ends e JOIN applications a ON a.id = e.application_id WHERE a.name = %s",
            (name,),
        )
        (row,) = rows_of(cursor)
        return row


def rows_of(cursor: Any) -> list[dict[str, Any]]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def span(text: str) -> str | None:
    """The range of a day, a year, or nothing."""
    if len(text) == 4 and text.isdigit():
        return f"[{text}-01-01,{int(text) + 1}-01-01)"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return f"[{day},{day}]" if day == date.max else f"[{day},{date.fromordinal(day.toordinal() + 1)})"


def what_holds(db: Db) -> dict[str, list[Any]]:
    """What is derived, without when it was seen: a function of the register."""
    columns = (
        "id, kind, subject_kind, subject_id, application_id, component_kind, component_id, owner_id, product_id, supplier_id,"
        " criticality, due::text, decide_by, lead_days, notice_days, essential, path::text"
    )
    return {
        "deadlines": db.execute(f"SELECT {columns} FROM deadlines WHERE withdrawn_on IS NULL ORDER BY id").fetchall(),
        "ends": db.execute("SELECT * FROM application_ends ORDER BY application_id").fetchall(),
        "days": db.execute(
            "SELECT measure, dimension, key, phase, day, applications FROM horizon_days ORDER BY 1, 2, 3, 4, 5"
        ).fetchall(),
        "supports": db.execute("SELECT * FROM version_supports ORDER BY product_version_id").fetchall(),
    }
