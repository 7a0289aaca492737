"""Editing by hand: claims of the person's organisation, over those of inventories, and undone like any import."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from registry.actors import parse_acting_as
from registry.editing import change_record, create_record, end_record, judge, save_mapping
from registry.errors import InvalidFields, InvalidInput, NotFound, PreconditionFailed
from registry.fingerprint import fingerprint
from registry.queries.history import list_versions
from registry.queries.imports import list_questions
from registry.queries.records import Query, etag, get_record, list_records
from tests.registry.bringing import Register, mention, mentions, open_register


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


@pytest.fixture
def kluis(register: Register, bzk: UUID) -> UUID:
    """An application from an inventory; its id."""
    register.bring(
        bzk,
        "inventaris",
        {
            "supplier": {"name": ["KPN", "Oracle"]},
            "application": {
                "name": ["Kluis"],
                "owner": [str(bzk)],
                "description": ["Uit de inventaris"],
                "tbb": ["4"],
                "vendor": [mentions(bzk, "inventaris", "supplier", "KPN")],
            },
        },
    )
    return register.id_of("application", "Kluis")


def shown(register: Register, record: UUID, *keys: str, kind: str = "application") -> list[Any]:
    found = get_record(register.db, kind, record)
    return [found[key] for key in keys]


def last_import(register: Register) -> int:
    row = register.db.execute("SELECT max(id) FROM imports").fetchone()
    assert row
    return int(row[0])


def test_a_record_is_created_with_typed_values(register: Register, bzk: UUID, kluis: UUID) -> None:
    kpn = register.id_of("supplier", "KPN")
    values = {
        "name": "Nieuw systeem",
        "ownerId": str(bzk),
        "userCount": 12,
        "personalData": True,
        "criticality": "high",
        "aliases": ["NS", 'a "b"'],
        "plannedEnd": "2027-Q3",
        "plannedStart": {"earliest": "2026-01-01", "latest": "2026-06-30"},
        "vendorIds": [str(kpn)],
        "url": "https://example.nl",
    }
    created = create_record(register.db, "application", values, register.deed(bzk))
    found = get_record(register.db, "application", created)
    assert {
        key: found[key]
        for key in ("name", "ownerId", "userCount", "personalData", "criticality", "aliases", "vendorIds")
    } == {
        "name": "Nieuw systeem",
        "ownerId": bzk,
        "userCount": 12,
        "personalData": True,
        "criticality": "high",
        "aliases": ["NS", 'a "b"'],
        "vendorIds": [kpn],
    }
    assert (found["plannedEnd"]["text"], found["plannedStart"]["latest"]) == ("Q3 2027", date(2026, 6, 30))


def test_undoing_a_creation_leaves_the_register_as_it_was(register: Register, bzk: UUID, kluis: UUID) -> None:
    before = fingerprint(register.db)
    create_record(register.db, "application", {"name": "Kort"}, register.deed(bzk))
    assert fingerprint(register.db) != before
    register.undo(last_import(register))
    assert fingerprint(register.db) == before


def test_a_change_by_hand_goes_before_the_inventory_and_touches_no_other_field(
    register: Register, bzk: UUID, kluis: UUID
) -> None:
    change_record(register.db, "application", kluis, {"description": "Met de hand"}, register.deed(bzk))
    assert shown(register, kluis, "description", "tbb", "name") == ["Met de hand", "4", "Kluis"]
    register.bring(
        bzk, "inventaris", {"application": {"name": ["Kluis"], "description": ["Nieuwer"]}}, as_of="2026-12-01"
    )
    assert shown(register, kluis, "description") == ["Met de hand"]


def test_several_changes_add_up_and_are_undone_one_by_one(register: Register, bzk: UUID, kluis: UUID) -> None:
    states = [fingerprint(register.db)]
    numbers = []
    patches: list[dict[str, Any]] = [{"description": "een"}, {"userCount": 7}, {"description": None, "aliases": ["K"]}]
    for patch in patches:
        change_record(register.db, "application", kluis, patch, register.deed(bzk))
        states.append(fingerprint(register.db))
        numbers.append(last_import(register))
    assert shown(register, kluis, "description", "userCount", "aliases") == [None, 7, ["K"]]
    row = register.db.execute(
        "SELECT count(*), bool_or(layered) FROM matches WHERE record_id = %s", (kluis,)
    ).fetchone()
    assert row == (2, False)
    for number, state in zip(reversed(numbers), reversed(states[:-1]), strict=True):
        register.undo(number)
        assert fingerprint(register.db) == state


def test_a_field_emptied_by_hand_is_empty_until_that_is_undone(register: Register, bzk: UUID, kluis: UUID) -> None:
    change_record(register.db, "application", kluis, {"tbb": None, "vendorIds": []}, register.deed(bzk))
    assert shown(register, kluis, "tbb", "vendorIds") == [None, []]
    register.bring(
        bzk, "andere", {"application": {"name": ["kluis"], "owner": [str(bzk)], "tbb": ["3"]}}, as_of="2026-12-01"
    )
    assert shown(register, kluis, "tbb") == [None]
    change_record(register.db, "application", kluis, {"tbb": "2"}, register.deed(bzk))
    assert shown(register, kluis, "tbb") == ["2"]


def test_a_patch_that_says_nothing_new_is_no_import(register: Register, bzk: UUID, kluis: UUID) -> None:
    patch = {
        "plannedEnd": "2027",
        "personalData": False,
        "aliases": ["a", "b"],
        "vendorIds": [str(register.id_of("supplier", "KPN"))],
    }
    change_record(register.db, "application", kluis, patch, register.deed(bzk))
    number = last_import(register)
    change_record(register.db, "application", kluis, patch, register.deed(bzk))
    assert last_import(register) == number


def test_a_hand_made_record_keeps_its_one_match(register: Register, bzk: UUID) -> None:
    created = create_record(register.db, "application", {"name": "Eigen", "ownerId": str(bzk)}, register.deed(bzk))
    assert change_record(register.db, "application", created, {"name": "Eigen 2"}, register.deed(bzk)) == created
    assert shown(register, created, "name", "ownerId") == ["Eigen 2", bzk]
    row = register.db.execute("SELECT count(*) FROM matches WHERE record_id = %s", (created,)).fetchone()
    assert row == (1,)


def test_each_organisation_states_its_own(register: Register, bzk: UUID, kluis: UUID) -> None:
    ezk = register.organisation("Ministerie van EZK", "EZK")
    change_record(register.db, "application", kluis, {"description": "BZK"}, register.deed(bzk))
    before = fingerprint(register.db)
    change_record(register.db, "application", kluis, {"userCount": 3}, register.deed(ezk))
    assert shown(register, kluis, "description", "userCount") == ["BZK", 3]
    register.undo(last_import(register))
    assert fingerprint(register.db) == before


def test_ending_by_hand_keeps_the_reason(register: Register, bzk: UUID, kluis: UUID) -> None:
    end_record(register.db, "application", kluis, date(2026, 5, 1), register.deed(bzk, "Vervangen door iets beters"))
    assert shown(register, kluis, "endedOn")[0]["text"] == "2026-05-01"
    cause = list_versions(register.db, "application", kluis)[0].cause
    assert cause
    assert (cause.by, cause.reason, cause.importer) == ("j.jansen", "Vervangen door iets beters", "hand")
    assert list_records(register.db, "application", query=Query()).items == []


def test_everything_wrong_is_told_in_one_answer(register: Register, bzk: UUID, kluis: UUID) -> None:
    patch = {
        "name": 5,
        "colour": "red",
        "ownerId": str(uuid4()),
        "vendorIds": [str(bzk)],
        "criticality": "severe",
        "userCount": -1,
        "personalData": "ja",
        "plannedEnd": "ooit",
        "aliases": "A",
        "url": "javascript:alert(1)",
        "productIds": "x",
    }
    with pytest.raises(InvalidFields) as caught:
        change_record(register.db, "application", kluis, patch, register.deed(bzk))
    assert {problem.field for problem in caught.value.problems} == set(patch)
    assert all(problem.nl and problem.en and problem.nl != problem.en for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("application", {}, {"name"}),
        ("application", {"name": "  "}, {"name"}),
        ("supplier", {"name": "X", "kvk": "1234567", "lei": "nee"}, {"kvk", "lei"}),
        ("supplier", {"name": "X", "countryOfHeadquarters": "Atlantis"}, {"countryOfHeadquarters"}),
        ("contract", {"name": "C", "annualValueMin": 10, "annualValueMax": "5.00", "currency": "euro"}, {"currency"}),
        ("contract", {"name": "C", "annualValueMin": 10, "annualValueMax": "5.00"}, {"annualValueMin"}),
        ("contract", {"name": "C", "annualValueMin": "1.234", "annualValueMax": 1e30}, {"annualValueMin", "annualValueMax"}),
        ("dependency", {}, {"onServiceId", "applicationId"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    register: Register, bzk: UUID, kind: str, values: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(InvalidFields) as caught:
        create_record(register.db, kind, values, register.deed(bzk))
    assert {problem.field for problem in caught.value.problems} == fields


def test_a_name_cannot_be_emptied_and_amounts_are_held_against_what_is_published(
    register: Register, bzk: UUID, kluis: UUID
) -> None:
    with pytest.raises(InvalidFields, match="name"):
        change_record(register.db, "application", kluis, {"name": None}, register.deed(bzk))
    register.bring(bzk, "c", {"contract": {"name": ["C1"], "annual_value_min": ["100"], "annual_value_max": ["200"]}})
    contract = list_records(register.db, "contract", query=Query()).items[0]["id"]
    with pytest.raises(InvalidFields, match="annualValueMin"):
        change_record(register.db, "contract", contract, {"annualValueMin": 300}, register.deed(bzk))


def test_money_keeps_its_cents_and_numbers_their_worth(register: Register, bzk: UUID) -> None:
    values = {"name": "C2", "annualValueMin": "1000.50", "annualValueMax": 20000, "currency": "EUR"}
    contract = create_record(register.db, "contract", values, register.deed(bzk))
    change_record(register.db, "contract", contract, {"title": "Licenties"}, register.deed(bzk))
    assert [str(v) for v in shown(register, contract, "annualValueMin", "annualValueMax", kind="contract")] == [
        "1000.50",
        "20000.00",
    ]


def test_the_same_thing_is_not_entered_twice(register: Register, bzk: UUID) -> None:
    create_record(register.db, "application", {"name": "Dubbel", "ownerId": str(bzk)}, register.deed(bzk))
    with pytest.raises(InvalidFields, match="before"):
        create_record(register.db, "application", {"name": "dubbel", "ownerId": str(bzk)}, register.deed(bzk))


def test_a_new_supplier_of_a_known_name_is_that_supplier(register: Register, bzk: UUID, kluis: UUID) -> None:
    kpn = register.id_of("supplier", "KPN")
    values = {"name": "KPN B.V.", "kvk": "27124701", "countryOfHeadquarters": "NL"}
    assert create_record(register.db, "supplier", values, register.deed(bzk)) == kpn
    assert shown(register, kpn, "kvk", kind="supplier") == ["27124701"]


def test_a_stale_version_is_not_overwritten(register: Register, bzk: UUID, kluis: UUID) -> None:
    seen = etag(get_record(register.db, "application", kluis))
    change_record(register.db, "application", kluis, {"userCount": 1}, register.deed(bzk), if_match=frozenset({seen}))
    with pytest.raises(PreconditionFailed):
        change_record(
            register.db, "application", kluis, {"userCount": 2}, register.deed(bzk), if_match=frozenset({seen})
        )
    with pytest.raises(NotFound):
        change_record(register.db, "application", uuid4(), {"userCount": 2}, register.deed(bzk))


def two_systems(register: Register, bzk: UUID) -> tuple[UUID, UUID]:
    """Two applications that a person knows to be one, the second told by two sources and changed by hand."""
    register.bring(bzk, "een", {"application": {"name": ["Kluis"], "owner": [str(bzk)], "tbb": ["4"]}})
    register.bring(bzk, "twee", {"application": {"name": ["De Kluis"], "owner": [str(bzk)], "user_count": ["5"]}})
    register.bring(bzk, "drie", {"application": {"name": ["de kluis"], "owner": [str(bzk)], "criticality": ["high"]}})
    second = register.db.execute("SELECT id FROM applications WHERE name ILIKE 'de kluis'").fetchone()
    assert second
    change_record(register.db, "application", second[0], {"description": "hand"}, register.deed(bzk))
    return register.id_of("application", "Kluis"), second[0]


def test_a_merge_moves_all_that_is_known_and_can_be_taken_apart(register: Register, bzk: UUID) -> None:
    left, right = two_systems(register, bzk)
    before = fingerprint(register.db)
    judge(register.db, "application", (left, right), "same", register.deed(bzk, "Zelfde systeem"))
    assert len(list_records(register.db, "application", query=Query()).items) == 1
    assert shown(register, right, "id", "tbb", "userCount", "criticality", "description") == [
        left,
        "4",
        5,
        "high",
        "hand",
    ]
    with pytest.raises(InvalidInput):
        judge(register.db, "application", (left, right), "same", register.deed(bzk))
    judge(register.db, "application", (left, right), "withdrawn", register.deed(bzk))
    assert fingerprint(register.db) == before


def test_suppliers_are_merged_and_taken_apart_with_all_that_points_to_them(
    register: Register, bzk: UUID, kluis: UUID
) -> None:
    kpn, oracle = (register.id_of("supplier", name) for name in ("KPN", "Oracle"))
    before = fingerprint(register.db)
    judge(register.db, "supplier", (oracle, kpn), "same", register.deed(bzk))
    assert shown(register, kluis, "vendorIds") == [[oracle]]
    judge(register.db, "supplier", (oracle, kpn), "withdrawn", register.deed(bzk))
    assert shown(register, kluis, "vendorIds") == [[kpn]]
    assert fingerprint(register.db) == before


def test_what_nobody_judged_is_asked_with_reasons(register: Register, bzk: UUID) -> None:
    keys: list[str | None] = ["A1", "A2"]
    register.bring(bzk, "cmdb", {"application": {"key": keys, "name": ["Zaak", "Zaak"], "owner": [str(bzk)] * 2}})
    (question,) = list_questions(register.db, "application").items
    assert {question.left.mentions, question.right.mentions} == {(("cmdb", "A1"),), (("cmdb", "A2"),)}
    assert question.reasons[0] == "Gelijk: eigenaar, naam."
    assert "cmdb noemt ze apart" in question.reasons[1]
    judge(register.db, "application", (question.left.id, question.right.id), "different", register.deed(bzk))
    assert list_questions(register.db, "application").items == []
    judge(register.db, "application", (question.left.id, question.right.id), "withdrawn", register.deed(bzk))
    assert len(list_questions(register.db, "application").items) == 1


def test_what_is_replaced_may_go(register: Register, bzk: UUID, kluis: UUID) -> None:
    register.bring(bzk, "tweede", {"application": {"name": ["Oude kluis"], "owner": [str(bzk)]}})
    number, old = last_import(register), register.id_of("application", "Oude kluis")
    change_record(register.db, "application", kluis, {"replacesIds": [str(old)]}, register.deed(bzk))
    assert shown(register, kluis, "replacesIds") == [[old]]
    register.undo(number)
    register.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert shown(register, kluis, "replacesIds") == [[]]
    register.bring(bzk, "tweede", {"application": {"name": ["Oude kluis"], "owner": [str(bzk)]}})
    assert shown(register, kluis, "replacesIds") == [[old]]


def test_who_acts_is_found_by_any_name_of_the_organisation(register: Register, bzk: UUID) -> None:
    for text in ("BZK", "bzk", "Ministerie van BZK", "Min. van BZK", str(bzk)):
        actor = parse_acting_as(register.db, f"j.jansen@{text}")
        assert (actor.name, actor.organisation) == ("j.jansen", bzk)
    for text in ("", "BZK", "@BZK", "jan@", "jan@XYZ"):
        with pytest.raises(InvalidInput):
            parse_acting_as(register.db, text)


def test_a_mapping_is_remembered(register: Register, bzk: UUID, kluis: UUID) -> None:
    source = register.db.execute("SELECT id FROM sources WHERE name = 'inventaris'").fetchone()
    assert source
    save_mapping(register.db, source[0], {"Systeem": "application.name", "Ruis": None}, register.deed(bzk))
    save_mapping(register.db, source[0], {"Ruis": "application.description"}, register.deed(bzk, name="p.pieters"))
    rows = register.db.execute("SELECT heading, field, decided_by FROM saved_mappings ORDER BY heading").fetchall()
    assert rows == [("Ruis", "application.description", "p.pieters"), ("Systeem", "application.name", "j.jansen")]


def test_a_link_to_something_merged_follows_it(register: Register, bzk: UUID, kluis: UUID) -> None:
    oracle = UUID(mention(bzk, "inventaris", "supplier", "Oracle"))
    kpn = register.id_of("supplier", "KPN")
    change_record(register.db, "application", kluis, {"hostingIds": [str(oracle)]}, register.deed(bzk))
    judge(register.db, "supplier", (kpn, oracle), "same", register.deed(bzk))
    assert shown(register, kluis, "hostingIds") == [[kpn]]
