"""What the database works out for all at once is what the pure functions say, case by case."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.calendar_days import today_in_nl
from registry.horizon.ends import Part, effective_end
from registry.horizon.rules import load_rules
from registry.horizon.support import Purchase, Statement, Support, support_of, support_of_set, with_purchase
from registry.queries.lifecycle_statements import list_statements
from tests.registry.bringing import open_register
from tests.registry.horizon.lives import TODAY, Lives, rows_of
from tests.registry.horizon.worlds import World

RULES = load_rules()
DAY = timedelta(days=1)


@pytest.fixture(params=[2, 8])
def world(request: pytest.FixtureRequest, session: Session) -> World:
    """A world of which much is stated, bought and ended."""
    made = World(Lives(open_register(session)), request.param)
    for _ in range(3):
        made.state()
        made.inventory()
    for step in (made.contracts, made.services, made.purchases, made.parties, made.facts):
        step()
    made.lives.refresh()
    return made


def test_the_database_says_what_the_functions_say(world: World) -> None:
    check_versions(world)
    check_applications(world)
    check_ends(world)


def check_versions(world: World) -> None:
    db = world.lives.db
    found = {row["product_version_id"]: row for row in rows_of(db.execute("SELECT * FROM version_supports"))}
    own = {version: _stated(world, version) for version in found}
    for version, row in found.items():
        if row["cycles"]:
            expected = support_of_set([own[cycle] for cycle in row["cycles"]], left_open=row["left_open"])
        else:
            expected = own[version]
        assert _support(row) == expected, row
    assert any(row["cycles"] for row in found.values())
    assert any(row["support_from"] for row in found.values())


def check_applications(world: World) -> None:
    db = world.lives.db
    supports = {
        row["product_version_id"]: _support(row) for row in rows_of(db.execute("SELECT * FROM version_supports"))
    }
    bought = {
        (application or owner, version): Purchase(first, last)
        for application, owner, version, first, last in db.execute(
            "SELECT application_id, owner_id, version, first, last FROM bought"
        )
    }
    checked = 0
    for one in world.lives.deadlines("security_support_ends"):
        if one["component_kind"] == "product_version":
            version = one["component_id"]
            purchase = bought.get((one["subject_id"], version)) or bought.get((one["owner_id"], version))
            expected = with_purchase(supports[version], purchase)
            assert (one["first"], one["last"]) == (expected.first, expected.last), (one, purchase)
            assert one["decide_by"] is None or (one["first"] - one["decide_by"]).days == one["lead_days"]
            checked += 1
    assert checked


def check_ends(world: World) -> None:
    db = world.lives.db
    parts: dict[UUID, list[Part]] = defaultdict(list)
    contracts = _contracts(world)
    for one in world.lives.deadlines():
        part = Part(str(one["id"]), one["first"], one["last"], one["decide_by"], one["essential"])
        if one["kind"] in {"security_support_ends", "planned_end", "platform_ends"}:
            parts[one["subject_id"]].append(part)
        for application, longer in contracts.get(one["subject_id"], ()) if one["kind"] == "contract_ends" else ():
            extra = max(0, (longer or 0) - one["lead_days"])
            decide = date.fromordinal(part.decide_by.toordinal() - extra) if part.decide_by else None
            parts[application].append(Part(part.key, part.first, part.last, decide))
        if one["kind"] == "cloud_transition_ends":
            leaning = db.execute(
                "SELECT application_id FROM dependencies WHERE on_service_id = %s AND application_id IS NOT NULL AND"
                " criticality IS DISTINCT FROM 'supporting' AND (valid IS NULL OR valid @> DATE '2026-11-23')",
                (one["subject_id"],),
            )
            for (application,) in leaning:
                parts[application].append(part)
    ends = rows_of(db.execute("SELECT * FROM application_ends"))
    for row in ends:
        expected = effective_end(parts[row["application_id"]])
        governing = str(row["deadline_id"]) if row["deadline_id"] else None
        assert (governing, row["ends_from"], row["ends_until"]) == (expected.governing, expected.first, expected.last)
        assert (row["decide_by"], row["unknown_parts"]) == (expected.decide_by, expected.unknown_parts)
    assert any(row["ends_from"] for row in ends)


def _contracts(world: World) -> dict[UUID, list[tuple[UUID, int | None]]]:
    """Who hangs on a contract: on one that has expired only while there is no other."""
    hanging: dict[UUID, list[tuple[UUID, int | None]]] = defaultdict(list)
    rows = world.lives.db.execute(
        """
        SELECT l.contract_id, a.id, a.migration_days FROM application_contracts l JOIN applications a ON a.id = l.application_id
        JOIN contracts c ON c.id = l.contract_id
        WHERE c.state IS DISTINCT FROM 'expired' OR 'expired' = ALL (
            SELECT coalesce(n.state, '') FROM application_contracts o JOIN contracts n ON n.id = o.contract_id
            WHERE o.application_id = a.id)
        """
    )
    for contract, application, days in rows:
        hanging[contract].append((application, days))
    return hanging


def _stated(world: World, version: UUID) -> Support:
    """What the statements that count say, as the register tells them."""
    counting = list_statements(world.lives.db, version).counting
    known: dict[str, datetime] = dict(
        world.lives.db.execute(
            "SELECT event, known_from FROM lifecycle_dates WHERE product_version_id = %s", (version,)
        ).fetchall()
    )
    stated = {
        event: Statement(
            *(choice.statement.happens or (None, None)),
            choice.statement.stated,
            min(today_in_nl(known[event]), TODAY) - DAY,
        )
        for event, choice in counting.items()
    }
    return support_of(stated, RULES)


def _support(row: dict[str, Any]) -> Support:
    names = ("event", "support_from", "support_until", "day_known", "extended_from", "extended_until")
    return Support(*(row[name] for name in names))
