"""Where published values come from: the told winner is the published value, whatever sources say."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from registry.editing import change_record, create_record
from registry.errors import NotFound
from registry.policy import FIELD_RANKS, RANKS
from registry.queries.provenance import Provenance, get_provenance, get_source_cell
from registry.queries.records import get_record
from tests.registry.bringing import Register, counted, mentions, open_register


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


def provenance(register: Register, name: str) -> tuple[dict[str, Any], dict[str, Provenance]]:
    record = register.db.execute("SELECT id FROM applications WHERE folded(name) = folded(%s)", (name,)).fetchone()
    assert record
    return get_record(register.db, "application", record[0]), get_provenance(register.db, "application", record[0])


def test_a_value_is_told_with_its_file_row_and_column(register: Register, bzk: UUID) -> None:
    number = register.bring(
        bzk,
        "inventaris",
        {"application": {"name": ["A", "B"], "owner": [str(bzk)] * 2, "availability": [None, "high"]}},
    )
    columns = [(0, "Systeemnaam", "application.name"), (3, "BIV", "application.biv")]
    for position, heading, field in columns:
        register.db.execute(
            "INSERT INTO import_columns (import_id, sheet, position, sheet_name, heading, field, certainty, basis, samples)"
            " VALUES (%s, 0, %s, 'Blad1', %s, %s, 1, 'synonym', '{}')",
            (number, position, heading, field),
        )
    _, found = provenance(register, "B")
    stated = found["availability"].stated
    assert (stated.value, stated.import_id, stated.filename, stated.sheet, stated.sheet_name) == (
        "high",
        number,
        "inventaris.csv",
        0,
        "Blad1",
    )
    assert (stated.row, stated.position, stated.heading, stated.as_of) == (3, 3, "BIV", date(2026, 1, 1))
    assert (stated.source, stated.organisation, stated.applied_by) == (
        "inventaris",
        {"id": bzk, "name": "Ministerie van BZK"},
        "test",
    )
    assert (found["name"].stated.heading, found["ownerId"].stated.heading) == ("Systeemnaam", None)
    assert found["ownerId"].stated.value == {"id": bzk, "name": "Ministerie van BZK"}
    assert "url" not in found


def test_the_cell_itself_is_read_again_from_the_kept_file(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "inventaris", {"application": {"name": ["A"]}})
    _, found = provenance(register, "A")
    assert get_source_cell(found["name"].stated, lambda *_: "gelezen") is None  # no kept file, no cell


def test_who_lost_is_told_in_order(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "oud", {"application": {"name": ["A"], "owner": [str(bzk)], "tbb": ["1"]}}, as_of="2025-01-01")
    register.bring(
        bzk, "nieuw", {"application": {"name": ["a"], "owner": [str(bzk)], "tbb": ["2"]}}, as_of="2026-01-01"
    )
    register.bring(
        bzk,
        "register",
        {"application": {"name": ["A"], "owner": [str(bzk)], "tbb": ["3"]}},
        as_of="2026-02-01",
        type_="register",
    )
    record, found = provenance(register, "a")
    assert (record["tbb"], found["tbb"].stated.value, [one.value for one in found["tbb"].others]) == (
        "2",
        "2",
        ["1", "3"],
    )
    change_record(register.db, "application", record["id"], {"tbb": None}, register.deed(bzk, "Klopt niet"))
    _, found = provenance(register, "a")
    stated = found["tbb"].stated
    assert (stated.value, stated.source_type, stated.reason, stated.row) == (None, "hand", "Klopt niet", None)
    assert [one.value for one in found["tbb"].others] == ["2", "1", "3"]


def test_sources_that_differ_dispute_a_value_until_a_person_decides(register: Register, bzk: UUID) -> None:
    for number, (name, tbb) in enumerate([("A", "1"), ("a ", "2"), ("A", None)]):
        vendor = mentions(bzk, f"bron {number}", "supplier", "KPN")
        stated: dict[str, list[str | None]] = {"name": [name], "owner": [str(bzk)], "tbb": [tbb], "vendor": [vendor]}
        register.bring(bzk, f"bron {number}", {"supplier": {"name": ["KPN"]}, "application": stated})
    record = register.db.execute("SELECT id FROM applications").fetchall()
    assert len(record) == 1
    found = get_provenance(register.db, "application", record[0][0])
    assert {key for key, one in found.items() if one.disputed} == {"tbb"}
    change_record(register.db, "application", record[0][0], {"tbb": "1"}, register.deed(bzk))
    found = get_provenance(register.db, "application", record[0][0])
    assert (found["tbb"].disputed, found["tbb"].stated.source_type, len(found["tbb"].others)) == (False, "hand", 2)


def test_a_source_with_authority_on_a_field_goes_first_there_only(register: Register, bzk: UUID) -> None:
    lei = "INR2EJN1ERAN0W5ZP974"
    stated = {"name": ["Microsoft"], "lei": [lei], "country_of_incorporation": ["NL"], "website": ["microsoft.nl"]}
    register.bring(bzk, "lijst", {"supplier": stated}, type_="reference")
    known = stated | {"country_of_incorporation": ["US"], "website": ["microsoft.com"]}
    register.bring(bzk, "gleif", {"supplier": known}, type_="gleif")
    record = register.id_of("supplier", "Microsoft")
    published = get_record(register.db, "supplier", record)
    assert (published["countryOfIncorporation"], published["website"]) == ("US", "microsoft.nl")
    found = get_provenance(register.db, "supplier", record)
    assert (found["countryOfIncorporation"].stated.source_type, found["website"].stated.source_type) == (
        "gleif",
        "reference",
    )


def test_nobody_goes_before_a_person() -> None:
    ranks = [rank for kind in FIELD_RANKS.values() for field in kind.values() for rank in field.values()]
    assert min(ranks) > RANKS["hand"]


def test_it_takes_few_statements_whatever_the_number_of_fields_and_sources(register: Register, bzk: UUID) -> None:
    for number in range(4):
        vendor = mentions(bzk, f"bron {number}", "supplier", "KPN")
        application: dict[str, list[str | None]] = {
            "name": ["A"],
            "owner": [str(bzk)],
            "tbb": ["1"],
            "vendor": [vendor],
        }
        register.bring(bzk, f"bron {number}", {"supplier": {"name": ["KPN"]}, "application": application})
    record = register.id_of("application", "A")
    with counted(register.db) as statements:
        assert len(get_provenance(register.db, "application", record)["tbb"].others) == 3
    assert len(statements) == 3


def test_ends_of_an_interval_that_contradict_each_other_are_unknown(register: Register, bzk: UUID) -> None:
    contract: dict[str, list[str | None]] = {"name": ["C"], "organisation": [str(bzk)]}
    register.bring(bzk, "een", {"contract": contract | {"annual_value_min": ["10"], "annual_value_max": ["20"]}})
    register.bring(bzk, "twee", {"contract": contract | {"annual_value_min": ["30"]}}, as_of="2026-02-01")
    row = register.db.execute("SELECT annual_value_min, annual_value_max FROM contracts").fetchall()
    assert row == [(None, None)]


def test_what_is_not_there_is_not_found(register: Register, bzk: UUID) -> None:
    with pytest.raises(NotFound):
        get_provenance(register.db, "application", bzk)


def test_links_are_told_by_name(register: Register, bzk: UUID) -> None:
    vendor = mentions(bzk, "inventaris", "supplier", "KPN")
    register.bring(
        bzk, "inventaris", {"supplier": {"name": ["KPN"]}, "application": {"name": ["A"], "vendor": [vendor]}}
    )
    _, found = provenance(register, "A")
    assert found["vendorIds"].stated.value == [{"id": register.id_of("supplier", "KPN"), "name": "KPN"}]


TBB, LEVEL, COUNT = st.sampled_from(["1", "2", "3"]), st.sampled_from(["low", "high"]), st.integers(0, 5).map(str)


def claims(bzk: UUID, source: str) -> st.SearchStrategy[dict[str, str | None]]:
    """What one delivery states about the one application."""
    values: dict[str, st.SearchStrategy[str]] = {
        "tbb": TBB,
        "criticality": LEVEL,
        "user_count": COUNT,
        "aliases": st.sampled_from(['{"a"}', '{"b","c"}']),
        "vendor": st.sampled_from([mentions(bzk, source, "supplier", one) for one in ("KPN", "Oracle")]),
    }
    optional = {field: st.one_of(st.none(), value) for field, value in values.items()}
    return st.fixed_dictionaries({}, optional=optional)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_told_winner_is_the_published_value(engine: Engine, data: st.DataObject) -> None:
    with engine.connect() as opened, opened.begin() as transaction, Session(opened) as session:
        register = open_register(session)
        bzk = register.organisation("Ministerie van BZK", "BZK")
        numbers = [register.bring(bzk, "s1", told("A", bzk, {}))]
        hand: dict[str, st.SearchStrategy[Any]] = {"tbb": TBB, "criticality": LEVEL, "userCount": st.integers(0, 5)}
        for _ in range(data.draw(st.integers(1, 6))):
            source = data.draw(st.sampled_from(["s1", "s2", "s3", "hand"]))
            if source == "hand":
                patch: dict[str, Any] = data.draw(st.dictionaries(st.sampled_from(sorted(hand)), st.none(), max_size=2))
                patch |= {
                    key: data.draw(hand[key]) for key in data.draw(st.sets(st.sampled_from(sorted(hand)), max_size=2))
                }
                change_record(register.db, "application", register.id_of("application", "A"), patch, register.deed(bzk))
            else:
                as_of = f"2026-0{data.draw(st.integers(1, 3))}-01"
                numbers.append(register.bring(bzk, source, told("A", bzk, data.draw(claims(bzk, source))), as_of=as_of))
        if len(numbers) > 1 and data.draw(st.booleans()):
            register.undo(numbers[-1])
        agree(register)
        transaction.rollback()


def told(name: str, owner: UUID, fields: dict[str, str | None]) -> dict[str, dict[str, list[str | None]]]:
    application: dict[str, list[str | None]] = {"name": [name], "owner": [str(owner)]}
    return {
        "supplier": {"name": ["KPN", "Oracle"]},
        "application": application | {field: [value] for field, value in fields.items()},
    }


def agree(register: Register) -> None:
    record, found = provenance(register, "A")
    for key in ("name", "ownerId", "tbb", "criticality", "userCount", "aliases", "vendorIds"):
        value = found[key].stated.value if key in found else None
        if key == "ownerId":
            value = None if value is None else value["id"]  # type: ignore[index]
        if key == "vendorIds":
            value = sorted(one["id"] for one in value or ())  # type: ignore[attr-defined]
        assert (key, value) == (key, sorted(record[key]) if key == "vendorIds" else record[key])


def test_a_created_record_tells_who_made_it(register: Register, bzk: UUID) -> None:
    created = create_record(register.db, "supplier", {"name": "Nieuw"}, register.deed(bzk, name="p.pieters"))
    stated = get_provenance(register.db, "supplier", created)["name"].stated
    assert (stated.source_type, stated.applied_by, stated.filename) == ("hand", "p.pieters", None)
