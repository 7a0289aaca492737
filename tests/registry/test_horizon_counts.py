"""What a scan counts by day is what the applications themselves say, in every division of the report."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.horizon.refreshing import refresh
from registry.queries.horizon import MEASURES, Question, horizon
from registry.queries.horizon_items import Question as Items
from registry.queries.horizon_items import list_items
from tests.registry.bringing import Register, mention, mentions, open_register

TODAY = date(2026, 11, 23)


@pytest.fixture
def register(session: Session) -> Register:
    register = open_register(session)
    bzk = register.organisation("Ministerie van BZK", "BZK")

    def to(kind: str, key: str) -> str:
        return mention(bzk, "lijst", kind, key)

    def all_of(kind: str, *keys: str) -> str:
        return mentions(bzk, "lijst", kind, *keys)

    register.bring(
        bzk, "lijst",
        {
            "supplier": {"name": ["Microsoft"]},
            "product": {"name": ["Windows Server", "Oracle Database"], "vendor": [to("supplier", "Microsoft"), None]},
            "product_version": {"name": ["2012", "2016"], "product": [to("product", "Windows Server")] * 2},
            "lifecycle_date": {
                "key": ["a", "b"], "product_version": [to("product_version", "2012"), to("product_version", "2016")],
                "event": ["end_of_security_support"] * 2, "stated": ["2023-10-10", "2027-01-12"],
                "happens": ["[2023-10-10,2023-10-11)", "[2027-01-12,2027-01-13)"],
            },
            "budget_node": {"name": ["Dienstverlening", "Toezicht"], "budget_code": ["7.1", "7.2"], "year": ["2027", "2027"]},
            "policy_goal": {"name": ["Digitaal loket"], "budget_node": [to("budget_node", "Dienstverlening")]},
            "application": {
                "name": ["Loket", "Toezichtdossier", "Archief", "Postregistratie", "Oud systeem"],
                "owner": [str(bzk)] * 5,
                "lifecycle_state": ["in_production", "planned", None, "in_production", "ended"],
                "planned_end": [None, None, None, "[2028-01-01,2029-01-01)", "[2027-01-01,2027-01-02)"],
                "runs_on": [
                    all_of("product_version", "2012"), all_of("product_version", "2016"), None, None,
                    all_of("product_version", "2016"),
                ],
                "products": [None, None, all_of("product", "Oracle Database"), None, None],
            },
            "application_support": {
                "key": ["s"], "application": [to("application", "Loket")], "policy_goal": [to("policy_goal", "Digitaal loket")],
            },
            "cost": {
                "key": ["k", "l", "m"], "year": ["2027", "2027", "2028"],
                "application": [to("application", "Loket"), to("application", "Loket"), to("application", "Archief")],
                "budget_node": [to("budget_node", "Dienstverlening"), to("budget_node", "Toezicht"), None],
                "amount_min": ["1000", "500", "7"], "amount_max": ["1000", None, "7"],
                "bookkeeping_system": ["kas_verplichtingen", "baten_lasten", None],
            },
        },
    )  # fmt: skip
    refresh(register.db, today=TODAY, at=datetime(2026, 11, 23, 5, tzinfo=UTC))
    return register


def test_counts_by_day_are_those_of_the_applications(register: Register) -> None:
    bzk: UUID = register.id_of("organisation", "Ministerie van BZK")
    assert tuple(horizon(register.db, Question(TODAY)).total.counts.values()) == (1, 1, 0, 1, 0, 1)
    for measure in MEASURES:
        for per in (None, "ministry", "organisation", "product", "supplier", "budget"):
            kept = horizon(register.db, Question(TODAY, measure, per))
            own = horizon(register.db, Question(TODAY, measure, per, bzk))
            assert kept.total == own.total
            assert kept.rows == own.rows, (measure, per)
    budget = horizon(register.db, Question(TODAY, per="budget"))
    assert {row.name: row.total for row in budget.rows} == {
        "7.1 Dienstverlening (2027)": 1, "7.2 Toezicht (2027)": 1, None: 3,
    }  # fmt: skip


def test_costs_are_intervals_that_are_never_added_up(register: Register) -> None:
    found = list_items(register.db, Items(measure="end"), today=TODAY).items
    costs = {item["application"]["name"]: item["costs"] for item in found}
    assert [(one["year"], one["bookkeepingSystem"], one["low"], one["high"]) for one in costs["Loket"]] == [
        (2027, "baten_lasten", 500, None), (2027, "kas_verplichtingen", 1000, 1000),
    ]  # fmt: skip
    node = register.db.execute("SELECT id FROM budget_nodes WHERE name = 'Toezicht'").fetchone()
    assert node is not None
    under = list_items(register.db, Items(budget_node=node[0]), today=TODAY).items
    assert [item["application"]["name"] for item in under] == ["Loket"]
