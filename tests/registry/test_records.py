"""Lists, search, filters, pages and details of published records."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from registry.errors import InvalidInput, NotFound
from registry.queries.records import Page, Query, etag, get_record, get_related, list_records
from tests.registry.bringing import Register, counted, mention, mentions, open_register


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


@pytest.fixture
def landscape(register: Register, bzk: UUID) -> UUID:
    """Five applications of two suppliers; returns the ministry."""
    supplier, oracle = "supplier", mention(bzk, "inventaris", "product", "Oracle Database")
    register.bring(
        bzk,
        "inventaris",
        {
            "supplier": {"name": ["Microsoft B.V.", "Örsted Software"], "aliases": ['{"MSFT"}', None]},
            "product": {"name": ["Oracle Database"]},
            "product_version": {"key": ["o19"], "product": [oracle], "name": ["19c"]},
            "application": {
                "name": ["Éénloket", "Zaaksysteem", "Burgerportaal", "Archief 2000", "Oud systeem"],
                "owner": [str(bzk)] * 4 + [None],
                "criticality": ["high", "low", None, "high", "low"],
                "user_count": ["10", None, "300", "20", "5"],
                "planned_end": ["[2027-07-01,2027-10-01)", None, None, "[2027-01-01,2028-01-01)", None],
                "ended_on": [None, None, None, None, "[2025-01-01,2025-01-02)"],
                "personal_data": ["t", "f", None, None, None],
                "vendor": [
                    mentions(bzk, "inventaris", supplier, "Microsoft B.V."),
                    mentions(bzk, "inventaris", supplier, "Örsted Software"),
                    mentions(bzk, "inventaris", supplier, "Microsoft B.V.", "Örsted Software"),
                    None,
                    None,
                ],
                "reseller": [None, mentions(bzk, "inventaris", supplier, "Microsoft B.V."), None, None, None],
                "runs_on": [mentions(bzk, "inventaris", "product_version", "o19"), None, None, None, None],
            },
        },
    )  # fmt: skip
    return bzk


def names(page: Page) -> list[str]:
    return [item["name"] for item in page.items]


def listed(register: Register, kind: str = "application", **asked: object) -> list[str]:
    return names(list_records(register.db, kind, query=Query(**asked)))  # type: ignore[arg-type]


def test_a_list_is_sorted_by_folded_name_and_hides_what_has_ended(register: Register, landscape: UUID) -> None:
    page = list_records(register.db, "application", query=Query())
    assert names(page) == ["Archief 2000", "Burgerportaal", "Éénloket", "Zaaksysteem"]
    assert (page.next, page.previous, page.estimate, page.exact) == (None, None, 4, True)
    first = page.items[2]
    assert (first["ownerId"], first["owner"]) == (landscape, {"id": landscape, "name": "Ministerie van BZK"})
    assert first["suppliers"] == [{"id": register.id_of("supplier", "Microsoft B.V."), "name": "Microsoft B.V."}]
    assert first["plannedEnd"] == {
        "earliest": date(2027, 7, 1),
        "latest": date(2027, 9, 30),
        "precision": "quarter",
        "text": "Q3 2027",
    }


@pytest.mark.parametrize(
    "sort",
    ["name", "-name", "userCount", "-userCount", "plannedEnd", "-criticality", "owner", "personalData", "knownFrom"],
)
def test_pages_by_key_go_forth_and_back_over_every_row_once(register: Register, landscape: UUID, sort: str) -> None:
    whole = listed(register, sort=sort, filters={"ended": ["any"]})
    found, after, places = list[str](), None, list[Page]()
    while True:
        places.append(
            list_records(
                register.db, "application", query=Query(sort=sort, after=after, limit=2, filters={"ended": ["any"]})
            )
        )
        found += names(places[-1])
        after = places[-1].next
        if after is None:
            break
    assert found == whole
    assert len(places) == 3
    back = list_records(
        register.db,
        "application",
        query=Query(sort=sort, after=places[2].previous, limit=2, filters={"ended": ["any"]}),
    )
    assert names(back) == names(places[1])
    first = list_records(
        register.db, "application", query=Query(sort=sort, after=back.previous, limit=2, filters={"ended": ["any"]})
    )
    assert (names(first), first.previous) == (names(places[0]), None)


def test_unknown_values_come_last_in_both_directions(register: Register, landscape: UUID) -> None:
    assert listed(register, sort="userCount") == ["Éénloket", "Archief 2000", "Burgerportaal", "Zaaksysteem"]
    assert listed(register, sort="-userCount") == ["Burgerportaal", "Archief 2000", "Éénloket", "Zaaksysteem"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"criticality": ["high"]}, ["Archief 2000", "Éénloket"]),
        ({"criticality": ["low", "unknown"]}, ["Burgerportaal", "Zaaksysteem"]),
        ({"ended": ["true"]}, ["Oud systeem"]),
        ({"ended": ["any"], "ownerId": ["unknown"]}, ["Oud systeem"]),
        ({"phase": ["past"], "ended": ["any"]}, ["Oud systeem"]),
        ({"personalData": ["true"]}, ["Éénloket"]),
        ({"userCount": ["20", "300"]}, ["Archief 2000", "Burgerportaal"]),
        ({"plannedEnd": ["2027-Q3"]}, ["Archief 2000", "Éénloket"]),
        ({"plannedEnd": ["2027-02"]}, ["Archief 2000"]),
        ({"vendorId": ["unknown"]}, ["Archief 2000"]),
        ({"name": ["Zaaksysteem"]}, ["Zaaksysteem"]),
    ],
)
def test_filters(register: Register, landscape: UUID, filters: dict[str, list[str]], expected: list[str]) -> None:
    assert listed(register, filters=filters) == expected


def test_filters_on_what_a_record_points_to(register: Register, landscape: UUID) -> None:
    microsoft, orsted = (str(register.id_of("supplier", name)) for name in ("Microsoft B.V.", "Örsted Software"))
    assert listed(register, filters={"supplierId": [microsoft]}) == ["Burgerportaal", "Éénloket", "Zaaksysteem"]
    assert listed(register, filters={"vendorId": [orsted]}) == ["Burgerportaal", "Zaaksysteem"]
    assert listed(register, filters={"resellerId": [microsoft]}) == ["Zaaksysteem"]
    assert len(listed(register, filters={"organisationId": [str(landscape)]})) == 4
    assert listed(register, filters={"ownerId": [str(uuid4())]}) == []


@pytest.mark.parametrize(
    "query",
    [
        Query(filters={"colour": ["red"]}),
        Query(filters={"phase": ["blue"]}),
        Query(filters={"ownerId": ["BZK"]}),
        Query(filters={"userCount": ["many"]}),
        Query(filters={"plannedEnd": ["soon"]}),
        Query(sort="colour"),
        Query(after="@@@"),
        Query(after="W10"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(register: Register, query: Query) -> None:
    with pytest.raises(InvalidInput):
        list_records(register.db, "application", query=query)


def test_the_sentence_names_the_filters_that_there_are(register: Register) -> None:
    with pytest.raises(InvalidInput, match=r"countryOfHeadquarters.*kvk"):
        list_records(register.db, "supplier", query=Query(filters={"colour": ["red"]}))


@pytest.mark.parametrize(
    ("kind", "search", "expected"),
    [
        ("application", "eenloket", ["Éénloket"]),
        ("application", "PORTAAL", ["Burgerportaal"]),
        ("application", "2000 archief", ["Archief 2000"]),
        ("application", "za", ["Zaaksysteem"]),
        ("application", "zaksysteem", ["Zaaksysteem"]),
        ("application", "burgerpotraal", ["Burgerportaal"]),
        ("application", "100%_", []),
        ("application", "xyzzy", []),
        ("supplier", "orsted", ["Örsted Software"]),
        ("supplier", "msft", ["Microsoft B.V."]),
        ("organisation", "bzk", ["Ministerie van BZK"]),
    ],
)
def test_search(register: Register, landscape: UUID, kind: str, search: str, expected: list[str]) -> None:
    assert listed(register, kind, search=search) == expected


def test_a_list_as_the_register_knew_it(register: Register, landscape: UUID) -> None:
    before = register.tick()
    register.bring(
        landscape, "inventaris", {"application": {"name": ["Zaaksysteem"], "criticality": ["high"]}}, as_of="2026-02-01"
    )
    register.bring(landscape, "later", {"application": {"name": ["Nieuw"], "owner": [str(landscape)]}})
    query = Query(filters={"criticality": ["high"]})
    assert listed(register, filters=query.filters) == ["Archief 2000", "Éénloket", "Zaaksysteem"]
    assert listed(register, filters=query.filters, as_known_on=before) == ["Archief 2000", "Éénloket"]
    assert "Nieuw" not in listed(register, as_known_on=before)


def test_a_detail_names_what_it_points_to(register: Register, landscape: UUID) -> None:
    record = get_record(register.db, "application", register.id_of("application", "Zaaksysteem"))
    microsoft, orsted = (register.id_of("supplier", name) for name in ("Microsoft B.V.", "Örsted Software"))
    assert record["suppliers"] == [
        {"id": microsoft, "name": "Microsoft B.V.", "role": "reseller"},
        {"id": orsted, "name": "Örsted Software", "role": "vendor"},
    ]
    assert (record["vendorIds"], record["resellerIds"], record["hostingIds"]) == ([orsted], [microsoft], [])
    assert record["owner"] == {"id": landscape, "name": "Ministerie van BZK"}


def test_a_merged_record_answers_to_its_old_id(register: Register, landscape: UUID) -> None:
    register.bring(
        landscape, "tweede", {"application": {"name": ["ZAAKSYSTEEM"], "owner": [str(landscape)], "tbb": ["4"]}}
    )
    old = UUID(mention(landscape, "tweede", "application", "ZAAKSYSTEEM"))
    record = get_record(register.db, "application", old)
    assert (record["id"] != old, record["tbb"]) == (True, "4")
    assert listed(register, "application", search="zaaksysteem") == [record["name"]]


def test_what_is_not_there_is_not_found(register: Register, landscape: UUID) -> None:
    with pytest.raises(NotFound):
        get_record(register.db, "application", uuid4())
    with pytest.raises(NotFound):
        get_record(register.db, "supplier", register.id_of("application", "Zaaksysteem"))
    with pytest.raises(InvalidInput):
        list_records(register.db, "spaceship", query=Query())


def test_the_entity_tag_changes_with_values_and_with_links(register: Register, landscape: UUID) -> None:
    def tag() -> str:
        return etag(get_record(register.db, "application", register.id_of("application", "Archief 2000")))

    before = tag()
    assert tag() == before
    product = mentions(landscape, "inventaris", "product", "Oracle Database")
    register.bring(
        landscape, "inventaris", {"application": {"name": ["Archief 2000"], "products": [product]}}, as_of="2026-02-01"
    )
    linked = tag()
    register.bring(
        landscape, "inventaris", {"application": {"name": ["Archief 2000"], "tbb": ["4"]}}, as_of="2026-02-02"
    )
    assert len({before, linked, tag()}) == 3


def test_related_things(register: Register, landscape: UUID) -> None:
    related = get_related(register.db, "application", register.id_of("application", "Éénloket"))
    assert [(v["product"]["name"], v["name"]) for v in related["productVersions"]] == [("Oracle Database", "19c")]
    assert [one["name"] for one in related["suppliers"]["vendor"]] == ["Microsoft B.V."]
    supplier = get_related(register.db, "supplier", register.id_of("supplier", "Microsoft B.V."))
    assert names(Page(supplier["applications"], None, None, 0, exact=True)) == [
        "Burgerportaal",
        "Éénloket",
        "Zaaksysteem",
    ]
    organisation = get_related(register.db, "organisation", landscape)
    assert (organisation["applicationCount"], organisation["imports"][0]["source"]) == (4, "inventaris")


@pytest.mark.parametrize(
    ("kind", "query", "at_most"),
    [
        ("application", Query(), 2),
        ("application", Query(search="systeem", filters={"ownerId": ["unknown"], "criticality": ["low"]}), 3),
        ("application", Query(search="zaksysteem"), 3),
        ("supplier", Query(), 2),
        ("dependency", Query(), 2),
    ],
)
def test_a_list_takes_the_same_few_statements_whatever_its_size(
    register: Register, landscape: UUID, kind: str, query: Query, at_most: int
) -> None:
    with counted(register.db) as statements:
        list_records(register.db, kind, query=query)
    assert 0 < len(statements) <= at_most


def test_a_detail_takes_the_same_few_statements(register: Register, landscape: UUID) -> None:
    application = register.id_of("application", "Éénloket")
    with counted(register.db) as statements:
        get_record(register.db, "application", application)
    assert len(statements) == 1
    with counted(register.db) as statements:
        get_related(register.db, "application", application)
    assert len(statements) == 16  # with the attribution to policy goals
