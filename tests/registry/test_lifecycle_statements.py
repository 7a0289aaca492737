"""What was stated of the lives of release cycles, by whom and when known, and which statement counts."""

from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.actors import Actor, Deed
from registry.editing import change_record
from registry.errors import InvalidFields, NotFound
from registry.queries.lifecycle_statements import Life, list_statements, stream_lives
from registry.receiving import NOBODY
from registry.staging import match_id, source_id
from registry.statements_of_life import read_statement
from registry.stating_lives import state_date, withdraw_statement
from tests.registry.bringing import Register, Rows, open_register

EVENT = "end_of_security_support"
KEYS = ("PostgreSQL", "PostgreSQL@16")


def bring(register: Register, source: str, stated: str | None, *, as_of: str = "2026-01-01", type_: str = "register",
          ended_on: str | None = None, event: str = EVENT) -> int:  # fmt: skip
    """State an event of PostgreSQL 16."""
    one = source_id(NOBODY, source)
    happens = read_statement(stated).happens if stated else None
    date_row: Rows = {
        "key": [f"{KEYS[1]}#{event}"],
        "product_version": [match_id(one, "product_version", KEYS[1])],
        "event": [event],
        "happens": [happens],
        "stated": [stated],
        "ended_on": [ended_on],
    }
    tables: dict[str, Rows] = {
        "product": {"key": [KEYS[0]], "name": ["PostgreSQL"]},
        "product_version": {"key": [KEYS[1]], "product": [match_id(one, "product", KEYS[0])], "name": ["16"]},
        "lifecycle_date": date_row,
    }
    return register.bring(NOBODY, source, tables, as_of=as_of, type_=type_)


def the_version(register: Register) -> UUID:
    rows = register.db.execute("SELECT id FROM product_versions").fetchall()
    assert len(rows) == 1
    return UUID(str(rows[0][0]))


def shown(life: Life) -> list[tuple[str | None, str | None, str | None, bool]]:
    """Source, what it states, how that ended, and whether it counts."""
    counting = {id(choice.statement) for choice in life.counting.values()}
    return [(one.source, one.stated, one.ended, id(one) in counting) for one in life.statements]


def test_a_correction_withdraws_and_adds_and_both_stay(session: Session) -> None:
    register = open_register(session)
    bring(register, "lijst", "2028-11-09")
    before = register.now
    bring(register, "lijst", "Q4 2028", as_of="2026-02-01")
    bring(register, "lijst", "tba", as_of="2026-03-01")
    version = the_version(register)
    life = list_statements(register.db, version)
    assert [(one.stated, one.precision, one.ended) for one in life.statements] == [
        ("2028-11-09", "day", "replaced"), ("Q4 2028", "quarter", "replaced"), ("tba", "tba", None)]  # fmt: skip
    assert life.statements[1].happens == (date(2028, 10, 1), date(2028, 12, 31))
    assert life.statements[0].known_until == life.statements[1].known_from
    believed = list_statements(register.db, version, known_on=before)
    assert shown(believed) == [("lijst", "2028-11-09", None, True)]
    assert believed.counting[EVENT].why == "only"
    assert not list_statements(register.db, version, known_on=datetime(2025, 1, 1, tzinfo=UTC)).statements


def test_withdrawn_and_stated_again_and_undone(session: Session) -> None:
    register = open_register(session)
    bring(register, "lijst", "2028-11-09")
    bring(register, "lijst", "2028-11-09", as_of="2026-02-01", ended_on="[2026-02-01,2026-02-02)")
    version = the_version(register)
    assert shown(list_statements(register.db, version)) == [("lijst", "2028-11-09", "withdrawn", False)]
    third = bring(register, "lijst", "2029-01-01", as_of="2026-03-01")
    assert shown(list_statements(register.db, version)) == [
        ("lijst", "2028-11-09", "withdrawn", False), ("lijst", "2029-01-01", None, True)]  # fmt: skip
    register.undo(third)
    assert shown(list_statements(register.db, version))[-1][2] == "taken_back"


def test_the_same_again_is_one_statement_with_its_newest_import(session: Session) -> None:
    register = open_register(session)
    bring(register, "lijst", "2028-11-09")
    second = bring(register, "lijst", "2028-11-09", as_of="2026-02-01")
    (one,) = list_statements(register.db, the_version(register)).statements
    assert (one.import_id, one.as_of, one.row, one.stands) == (second, date(2026, 2, 1), 2, True)


def test_who_counts_and_why(session: Session) -> None:
    register = open_register(session)
    organisation = register.organisation("Ministerie van Binnenlandse Zaken", "BZK")
    bring(register, "lijst", "2028-11-09", as_of="2026-05-01")
    version = the_version(register)
    bring(register, "maker", "tba", type_="statement")
    life = list_statements(register.db, version)
    assert (life.counting[EVENT].statement.source, life.counting[EVENT].why) == ("lijst", "dated")
    bring(register, "maker", "2028-12", type_="statement", as_of="2026-01-02")
    life = list_statements(register.db, version)
    assert (life.counting[EVENT].statement.source, life.counting[EVENT].why) == ("maker", "rank")
    state_date(register.db, version, EVENT, "false", register.deed(organisation, "Brief van de maker"))
    life = list_statements(register.db, version)
    chosen = life.counting[EVENT]
    assert (chosen.statement.stated, chosen.why, chosen.statement.precision) == ("false", "hand", "boolean")
    assert (chosen.statement.reason, chosen.statement.stated_by) == ("Brief van de maker", "j.jansen")
    assert chosen.statement.organisation == {"id": organisation, "name": "Ministerie van Binnenlandse Zaken"}


def test_by_hand_a_second_statement_replaces_the_first_and_is_withdrawn(session: Session) -> None:
    register = open_register(session)
    organisation = register.organisation("Ministerie van Binnenlandse Zaken", "BZK")
    bring(register, "lijst", "2028-11-09")
    version = the_version(register)
    first = state_date(register.db, version, EVENT, "Q3 2027", register.deed(organisation, "Gesprek"))
    second = state_date(register.db, version, EVENT, "2027-07-01", register.deed(organisation, "Brief"))
    assert first == second
    with pytest.raises(NotFound):
        withdraw_statement(register.db, organisation, second, register.deed(organisation, "Vergissing"))
    withdraw_statement(register.db, version, second, register.deed(organisation, "Vergissing"))
    life = list_statements(register.db, version)
    by_hand = [one for one in life.statements if one.source_type == "hand"]
    assert [(one.stated, one.ended, one.ended_reason) for one in by_hand] == [
        ("Q3 2027", "replaced", "Brief"), ("2027-07-01", "withdrawn", "Vergissing")]  # fmt: skip
    assert life.counting[EVENT].statement.source == "lijst"
    third = state_date(register.db, version, EVENT, "2029", register.deed(organisation, "Toch"))
    assert third != second
    with pytest.raises(InvalidFields):
        state_date(register.db, version, EVENT, "binnenkort", register.deed(organisation, "Gesprek"))


def test_a_person_may_say_that_another_source_is_wrong(session: Session) -> None:
    register = open_register(session)
    organisation = register.organisation("Ministerie van Binnenlandse Zaken", "BZK")
    bring(register, "lijst", "2028-11-09")
    version = the_version(register)
    (one,) = list_statements(register.db, version).statements
    change_record(
        register.db, "lifecycle_date", one.id, {"happens": "2027", "stated": "2027"}, register.deed(organisation)
    )
    assert [row[1:3] for row in shown(list_statements(register.db, version))] == [
        ("2028-11-09", "replaced"), ("2027", None)]  # fmt: skip
    withdraw_statement(register.db, version, one.id, register.deed(organisation, "Klopt niet"))
    assert not list_statements(register.db, version).counting


def test_all_that_is_stated_by_product(session: Session) -> None:
    register = open_register(session)
    bring(register, "lijst", "2028-11-09")
    version = the_version(register)
    (life,) = stream_lives(register.db)
    assert (life.product, life.version, life.version_id) == ("PostgreSQL", "16", version)
    assert list(stream_lives(register.db, product=life.product_id)) == [life]
    assert list(stream_lives(register.db, version=version)) == [life]
    with pytest.raises(NotFound):
        stream_lives(register.db, product=version)


def test_nobody_states_anything_of_a_version_that_was_taken_back(session: Session) -> None:
    register = open_register(session)
    number = bring(register, "lijst", "2028-11-09")
    (life,) = stream_lives(register.db)
    register.undo(number)
    for product, version in ((life.product_id, None), (None, life.version_id), (life.product_id, life.version_id)):
        with pytest.raises(NotFound) as refused:
            stream_lives(register.db, product=product, version=version)
        assert type(refused.value) is NotFound
    assert list(stream_lives(register.db)) == []


def picture(life: Life) -> tuple[object, ...]:
    """What was known: each statement with its end, and which counted and why."""
    counting = [(event, one.statement.source, one.statement.stated, one.why) for event, one in life.counting.items()]
    series = [
        (one.event, one.source, one.stated, one.ended, one.known_from, one.known_until) for one in life.statements
    ]
    return (*counting, *sorted(series, key=str))


@pytest.mark.parametrize("seed", range(6))
def test_what_was_believed_never_changes(session: Session, seed: int) -> None:
    """Whatever comes after, what the register knew on a day reads as it read on that day."""
    register, chance = open_register(session), Random(seed)
    bring(register, "begin", "2024", event="general_availability")
    version = the_version(register)
    imports: list[int] = []
    seen: list[tuple[datetime, tuple[object, ...]]] = []
    for step in range(1, 13):
        if imports and chance.random() < 0.25:
            register.undo(imports.pop(chance.randrange(len(imports))))
        else:
            source, type_ = chance.choice((("lijst", "register"), ("maker", "statement"), ("bom", "bill")))
            ended = "[2026-02-01,2026-02-02)" if chance.random() < 0.2 else None
            stated = chance.choice(("2028-11-09", "Q3 2027", "tba", "false"))
            event = chance.choice((EVENT, "end_of_life"))
            number = bring(
                register, source, stated, type_=type_, as_of=f"2026-01-{step:02}", ended_on=ended, event=event
            )
            imports.append(number)
        seen.append((register.now, picture(list_statements(register.db, version))))
    for moment, believed in seen:
        assert picture(list_statements(register.db, version, known_on=moment)) == believed


@pytest.mark.parametrize(
    ("stated", "precision", "problem"),
    [
        ("2027-07-01", "day", None), ("2027-07", "month", None), ("Q3 2027", "quarter", None), ("2027", "year", None),
        ("2027-07-01T00:00:00Z", "day", None), ("true", "boolean", None), ("False", "boolean", None), ("TBA", "tba", None),
        ("9999-12-31", "none", "no_end_date"), ("1899-12-30", "none", "zero_date"), ("2027-02-29", "none", "not_a_date"),
        ("2028-02-29", "day", None), ("binnenkort", "none", "not_a_date"),
    ],
)  # fmt: skip
def test_a_statement_is_read_with_its_precision(stated: str, precision: str, problem: str | None) -> None:
    found = read_statement(stated)
    assert (found.precision, found.problem, found.happens is not None) == (
        precision, problem, precision not in {"none", "boolean", "tba"})  # fmt: skip


def test_what_is_withdrawn_after_midnight_ended_that_day(session: Session) -> None:
    register = open_register(session)
    organisation = register.organisation("Ministerie van Binnenlandse Zaken", "BZK")
    bring(register, "lijst", "2028-11-09")
    version, at = the_version(register), datetime(2030, 12, 31, 23, 30, tzinfo=UTC)
    (one,) = list_statements(register.db, version).statements
    withdraw_statement(register.db, version, one.id, Deed(Actor("j.jansen", organisation), at, "Vergissing"))
    row = register.db.execute("SELECT ended_on::text FROM lifecycle_dates").fetchone()
    assert row == ("[2031-01-01,2031-01-02)",)
