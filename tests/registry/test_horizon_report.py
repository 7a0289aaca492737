from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from registry.errors import InvalidInput, NotFound
from registry.queries.horizon import Horizon, Question, horizon
from registry.queries.horizon_items import Question as Items
from registry.queries.horizon_items import count_days, list_items
from tests.registry.bringing import Register, counted, open_register
from tests.registry.horizon_landscape import TODAY, fill

World = tuple[Register, dict[str, UUID]]
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


@pytest.fixture(scope="module")
def world(engine: Engine) -> Iterator[World]:
    with engine.connect() as opened, opened.begin() as transaction:
        with Session(opened, join_transaction_mode="create_savepoint") as session:
            register = open_register(session)
            yield register, fill(register)
        transaction.rollback()


def counts(found: Horizon) -> dict[str | None, tuple[int, ...]]:
    return {row.name: tuple(row.counts.values()) for row in found.rows}


def test_everything_stands_in_a_bucket_and_what_is_unknown_apart(world: World) -> None:
    found = horizon(world[0].db, Question(TODAY))
    assert found.total.counts == {"overdue": 1, "0-6": 1, "6-12": 1, "12-24": 1, "24+": 1, "unknown": 1}
    assert found.total.shares["overdue"] == pytest.approx((1 / 6, 2 / 6))
    assert found.scanned_at is not None
    decide = horizon(world[0].db, Question(TODAY, "decide"))
    assert decide.total.counts == {"overdue": 3, "0-6": 0, "6-12": 1, "12-24": 0, "24+": 1, "unknown": 1}


def test_another_day_moves_the_buckets(world: World) -> None:
    found = horizon(world[0].db, Question(date(2030, 1, 1)))
    assert tuple(found.total.counts.values()) == (4, 0, 0, 1, 0, 1)
    assert tuple(horizon(world[0].db, Question(date.max)).total.counts.values()) == (5, 0, 0, 0, 0, 1)


def test_per_organisation_ministry_and_product(world: World) -> None:
    register, ids = world
    assert counts(horizon(register.db, Question(TODAY, per="organisation"))) == {
        "Belastingdienst": (1, 1, 0, 0, 0, 0),
        "Ministerie van BZK": (0, 0, 1, 1, 1, 1),
    }
    assert counts(horizon(register.db, Question(TODAY, per="ministry"))) == {"Ministerie van BZK": (1, 1, 1, 1, 1, 1)}
    products = {"Windows Server": (1, 1, 0, 0, 1, 0), "SQL Server": (0, 0, 1, 1, 0, 0), None: (0, 0, 0, 0, 0, 1)}
    assert counts(horizon(register.db, Question(TODAY, per="product"))) == products
    whole = horizon(register.db, Question(TODAY, per="product", organisation=ids["BZK"]))
    assert counts(whole) == products
    own = horizon(register.db, Question(TODAY, per="product", organisation=ids["BD"]))
    assert counts(own) == {"Windows Server": (1, 1, 0, 0, 0, 0)}
    assert own.organisation_name == "Belastingdienst"
    assert tuple(own.total.counts.values()) == (1, 1, 0, 0, 0, 0)
    first = horizon(register.db, Question(TODAY, per="product", most=1))
    assert (list(counts(first)), first.left_out) == (["Windows Server"], 2)
    for per in ("supplier", "budget"):
        for organisation in (None, ids["BZK"]):
            found = horizon(register.db, Question(TODAY, per=per, organisation=organisation))
            assert counts(found) == {None: (1, 1, 1, 1, 1, 1)}


def test_bad_questions(world: World) -> None:
    with pytest.raises(InvalidInput):
        horizon(world[0].db, Question(TODAY, "begin"))
    with pytest.raises(InvalidInput):
        horizon(world[0].db, Question(TODAY, per="colour"))
    with pytest.raises(NotFound):
        horizon(world[0].db, Question(TODAY, organisation=uuid4()))


def test_the_number_of_statements_is_bounded(world: World) -> None:
    register, ids = world
    with counted(register.db) as statements:
        horizon(register.db, Question(TODAY))
    assert len(statements) == 2
    with counted(register.db) as statements:
        horizon(register.db, Question(TODAY, per="product", organisation=ids["BZK"]))
    assert len(statements) <= 7
    with counted(register.db) as statements:
        list_items(register.db, Items(*YEAR, organisation=ids["BZK"]), today=TODAY)
    assert len(statements) <= 8


def listed(register: Register, question: Items) -> list[tuple[str, str, str]]:
    page = list_items(register.db, question, today=TODAY)
    return [(str(item["day"]), item["moment"], item["application"]["name"]) for item in page.items]


def test_what_ends_or_must_be_decided_in_a_year(world: World) -> None:
    register, ids = world
    assert listed(register, Items(*YEAR)) == [
        ("2027-01-12", "end", "Inning Centraal"),
        ("2027-06-01", "decide", "Postregistratie"),
        ("2027-07-14", "end", "Verlofregistratie"),
    ]
    assert listed(register, Items(*YEAR, measure="decide")) == [("2027-06-01", "decide", "Postregistratie")]
    assert [name for _, _, name in listed(register, Items(*YEAR, organisation=ids["BD"]))] == ["Inning Centraal"]
    assert [name for _, _, name in listed(register, Items(*YEAR, search="REGISTRATIE"))] == [
        "Postregistratie", "Verlofregistratie",
    ]  # fmt: skip
    assert listed(register, Items(*YEAR, product=ids["Windows Server"])) == [("2027-01-12", "end", "Inning Centraal")]
    assert listed(register, Items(*YEAR, kinds=("contract_ends",))) == []
    assert listed(register, Items(*YEAR, criticalities=("unknown",))) == []
    assert listed(register, Items(unknown=True)) == [("None", "end", "Vergaderzaal")]
    assert listed(register, Items(until=date(2026, 11, 22), measure="end")) == [
        ("2026-01-12", "end", "Toeslagen Portaal")
    ]


def test_pages_follow_each_other(world: World) -> None:
    register, _ = world
    whole, found, after = listed(register, Items()), [], None
    assert len(whole) == 5
    for _ in range(5):
        page = list_items(register.db, Items(after=after, limit=1), today=TODAY)
        found += [item["application"]["name"] for item in page.items]
        after = page.next
    assert (found, after) == ([name for _, _, name in whole], None)
    with pytest.raises(InvalidInput):
        list_items(register.db, Items(after="onzin"), today=TODAY)


def test_an_item_tells_what_governs_and_the_path(world: World) -> None:
    register, _ = world
    item = list_items(register.db, Items(*YEAR, measure="end"), today=TODAY).items[0]
    assert item["owner"]["name"] == "Belastingdienst"
    assert item["component"]["kind"] == "product_version"
    assert [one["name"] for one in item["path"]] == ["Inning Centraal", "Windows Server 2016"]
    assert item["end"]["text"] == "2027-01-12"
    assert (str(item["decideBy"]), item["leadDays"], item["costs"]) == ("2026-04-12", 270, [])


def test_months_and_days(world: World) -> None:
    register, _ = world
    months = count_days(register.db, Items(*YEAR), today=TODAY)
    assert [(str(row["day"]), row["applications"]) for row in months] == [
        ("2027-01-01", 1), ("2027-06-01", 1), ("2027-07-01", 1),
    ]  # fmt: skip
    days = count_days(register.db, Items(*YEAR, measure="end"), step="day", today=TODAY)
    assert [str(row["day"]) for row in days] == ["2027-01-12", "2027-07-14"]
    with pytest.raises(InvalidInput):
        count_days(register.db, Items(), step="week", today=TODAY)
