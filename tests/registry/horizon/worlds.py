"""Small random worlds that change step by step: everything that moves a date, and what is undone or judged."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from registry.errors import InvalidInput
from registry.judging import judge_many, undo_judgements
from registry.receiving import NOBODY
from registry.staging import array_text
from tests.registry.bringing import mention
from tests.registry.horizon.lives import LIST, Lives, Rows, span

PRODUCTS = {
    "Windows Server": ("2016", "2019"),
    "Oracle Database": ("19c", "21c"),
    "Microsoft SQL Server": ("2014 SP2", "2014 SP3"),
}
NAMED = {**PRODUCTS, "Microsoft SQL Server": ("2014", "2014 SP3"), "Zaaksysteem Suite": ("4",)}
DAYS = ("2024-02-29", "2026-06-30", "2027-01-12", "2028", "true", "false", "9998-12-31", "1899-12-30")
CRITICALITIES = ("low", "high", None)
SOURCE = "inventaris"


class World:
    """A register that changes by chance."""

    def __init__(self, lives: Lives, seed: int) -> None:
        self.lives, self.chance = lives, random.Random(seed)
        self.ministry = lives.register.organisation("Ministerie van Financiën", "FIN")
        self.imports: list[int] = []
        self.steps: tuple[Callable[[], object], ...] = (
            self.state, self.state, self.inventory, self.inventory, self.contracts, self.services, self.facts, self.purchases,
            self.parties, self.budget, self.undo, self.judge,
        )  # fmt: skip

    def step(self) -> str:
        """Let something change; what it was."""
        chosen = self.chance.choice(self.steps)
        chosen()
        return chosen.__name__

    def mean(self, kind: str, key: str) -> str:
        return mention(self.lives.owner, SOURCE, kind, key)

    def some(self, kind: str, keys: tuple[str, ...]) -> str:
        """Some of the keys, as an array of matches."""
        return array_text([self.mean(kind, key) for key in keys if self.chance.random() < 0.5])

    def day(self) -> str | None:
        return span(self.chance.choice(DAYS))

    def maybe(self, value: str) -> str | None:
        return value if self.chance.random() < 0.6 else None

    def bring(self, tables: dict[str, Rows], source: str = SOURCE, type_: str = "inventory") -> None:
        owner = self.lives.owner if source == SOURCE else NOBODY
        self.imports.append(self.lives.register.bring(owner, source, tables, type_=type_))

    def state(self) -> None:
        """A list states other days."""
        product = self.chance.choice(list(PRODUCTS))
        events = ("end_of_security_support", "end_of_extended_support", "end_of_life")
        stated = {
            cycle: {event: self.chance.choice(DAYS) for event in events if self.chance.random() < 0.7}
            for cycle in PRODUCTS[product]
        }
        source = self.chance.choice((LIST, "een andere lijst"))
        kind = self.chance.choice(("software", "database"))
        self.imports.append(self.lives.vendor_states(product, stated, source, kind))

    def inventory(self) -> None:
        """An inventory names other versions, or the applications have other days."""
        names = self.chance.sample(("Toeslagen Portaal", "Aangifte", "Archief", "Zaaksysteem"), 2)
        versions = tuple(f"{product} {version}" for product, all_ in NAMED.items() for version in all_)
        self.bring(
            {
                "organisation": {"key": ["BD"], "name": ["Belastingdienst"], "abbreviation": ["BD"]},
                "product": {"key": list(NAMED), "name": list(NAMED)},
                "product_version": {
                    "key": list(versions),
                    "product": [self.mean("product", product) for product, all_ in NAMED.items() for _ in all_],
                    "name": [version for all_ in NAMED.values() for version in all_],
                },
                "supplier": {"key": ["Ordina", "Centric"], "name": ["Ordina B.V.", "Centric B.V."]},
                "application": {
                    "key": names,
                    "name": names,
                    "owner": [self.maybe(self.mean("organisation", "BD")) for _ in names],
                    "runs_on": [self.some("product_version", versions) for _ in names],
                    "products": [self.some("product", tuple(NAMED)) for _ in names],
                    "vendor": [self.some("supplier", ("Ordina", "Centric")) for _ in names],
                    "contracts": [self.some("contract", ("C-1", "C-2")) for _ in names],
                    "planned_end": [self.day() for _ in names],
                    "criticality": [self.chance.choice(CRITICALITIES) for _ in names],
                    "migration_days": [self.maybe("400") for _ in names],
                    "lifecycle_state": [self.chance.choice(("in_production", "ended", None)) for _ in names],
                },
            }
        )

    def contracts(self) -> None:
        self.bring(
            {
                "contract": {
                    "key": ["C-1", "C-2"],
                    "name": ["C-1", "C-2"],
                    "organisation": [self.maybe(self.mean("organisation", "BD")) for _ in "12"],
                    "supplier": [self.maybe(self.mean("supplier", "Ordina")) for _ in "12"],
                    "ends": [self.day() for _ in "12"],
                    "state": [self.chance.choice(("active", "expired", None)) for _ in "12"],
                    "notice_days": [self.maybe("30") for _ in "12"],
                }
            }
        )

    def services(self) -> None:
        """A chain of services with a circle in it, and who leans on them."""
        keys = ["Mail", "Opslag", "Rekenkracht"]
        edges = [("Mail", "Opslag"), ("Opslag", "Rekenkracht"), ("Rekenkracht", "Mail")]
        apps = ["Toeslagen Portaal", "Archief"]
        self.bring(
            {
                "cloud_service": {
                    "key": keys,
                    "name": keys,
                    "client": [self.maybe(self.mean("organisation", "BD")) for _ in keys],
                    "supplier": [self.maybe(self.mean("supplier", "Centric")) for _ in keys],
                    "deployment": [self.chance.choice(("public", "private", None)) for _ in keys],
                    "materiality": [self.maybe("material") for _ in keys],
                    "since": [self.day() for _ in keys],
                    "ends": [self.maybe(self.day() or "") or None for _ in keys],
                },
                "dependency": {
                    "key": ["1", "2", "3", "4", "5"],
                    "application": [None] * 3 + [self.mean("application", one) for one in apps],
                    "service": [self.mean("cloud_service", one) for one, _ in edges] + [None] * 2,
                    "on_service": [self.mean("cloud_service", one) for _, one in edges]
                    + [self.mean("cloud_service", self.chance.choice(keys)) for _ in apps],
                    "criticality": [self.chance.choice(("essential", "supporting", None)) for _ in "12345"],
                    "valid": [self.chance.choice(("[2020-01-01,2026-12-01)", "[2020-01-01,)", None)) for _ in "12345"],
                },
            }
        )

    def facts(self) -> None:
        """Assessments and findings."""
        whats = ["exit_plan", "supplier_review", "dpia", "cloud_policy", "notification"]
        self.bring(
            {
                "assessment": {
                    "key": whats,
                    "what": whats,
                    "service": [
                        self.mean("cloud_service", "Mail"),
                        None,
                        None,
                        None,
                        self.mean("cloud_service", "Opslag"),
                    ],
                    "supplier": [None, self.mean("supplier", "Ordina"), None, None, None],
                    "application": [None, None, self.mean("application", "Aangifte"), None, None],
                    "organisation": [None, None, None, self.mean("organisation", "BD"), None],
                    "done_on": [self.day() for _ in whats],
                    "ended_on": [self.maybe("[2026-01-01,2026-01-02)") for _ in whats],
                },
                "finding": {
                    "key": ["1", "2"],
                    "name": ["Geen test", "CVE"],
                    "what": ["finding", "vulnerability"],
                    "severity": ["low", "critical"],
                    "application": [self.mean("application", "Archief"), None],
                    "product_version": [None, self.mean("product_version", "Windows Server 2016")],
                    "opened_on": [self.day(), self.day()],
                    "closed_on": [self.maybe("[2026-01-01,2026-01-02)"), None],
                },
            }
        )

    def purchases(self) -> None:
        self.bring(
            {
                "support_purchase": {
                    "key": ["1", "2"],
                    "organisation": [self.mean("organisation", self.chance.choice(("BD", "FIN"))), None],
                    "application": [None, self.mean("application", "Aangifte")],
                    "product": [self.maybe(self.mean("product", "Windows Server")), None],
                    "product_version": [None, self.mean("product_version", "Oracle Database 19c")],
                    "until": [self.day(), self.day()],
                },
                "organisation": {"key": ["FIN"], "name": ["Ministerie van Financiën"], "abbreviation": ["FIN"]},
            }
        )

    def parties(self) -> None:
        """Who is part of whom, and who owns whom."""
        self.bring(
            {
                "organisation_relation": {
                    "key": ["1"],
                    "organisation": [self.mean("organisation", "BD")],
                    "related": [self.mean("organisation", "FIN")],
                    "relation": [self.chance.choice(("part_of", "responsible_ministry"))],
                },
                "ownership": {
                    "key": ["1"],
                    "supplier": [self.mean("supplier", "Ordina")],
                    "parent": [self.mean("supplier", "Centric")],
                    "basis": [self.chance.choice(("majority", "minority"))],
                    "valid": [self.chance.choice(("[2026-06-01,)", "[2026-01-01,2026-08-01)", "[2015-01-01,)"))],
                },
            }
        )

    def budget(self) -> None:
        self.bring(
            {
                "budget_node": {
                    "key": ["IX-1", "IX-2"],
                    "name": ["Belastingen", "Toeslagen"],
                    "budget_code": ["1", "2"],
                },
                "cost": {
                    "key": ["1", "2"],
                    "name": ["Beheer", "Licenties"],
                    "application": [self.mean("application", one) for one in ("Archief", "Aangifte")],
                    "budget_node": [self.maybe(self.mean("budget_node", one)) for one in ("IX-1", "IX-2")],
                },
            }
        )

    def undo(self) -> None:
        if self.imports:
            self.lives.register.undo(self.imports.pop(self.chance.randrange(len(self.imports))))

    def judge(self) -> None:
        """Two records are the same after all, or that is taken back."""
        kind, plural = self.chance.choice(
            (("application", "applications"), ("product", "products"), ("supplier", "suppliers"))
        )
        rows = self.lives.db.execute(f"SELECT id FROM {plural} ORDER BY name, id").fetchall()
        if len(rows) > 1:
            left, right = (UUID(str(row[0])) for row in self.chance.sample(rows, 2))
            deed = self.lives.register.deed
            with suppress(InvalidInput):
                number = judge_many(self.lives.db, kind, [(left, right)], "same", deed(self.lives.owner, "zelfde"))
                if self.chance.random() < 0.3:
                    undo_judgements(self.lives.db, number, deed(self.lives.owner, "toch niet"))
