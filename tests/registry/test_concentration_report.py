"""The concentration report: whose applications hang on whom, on which day, and what the register knew."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry.concentration import Share, read_set
from registry.errors import InvalidInput, NotFound
from registry.queries.concentration import Concentration, Question, concentration, concentration_per_organisation
from registry.queries.concentration_groups import Found, Scope, plain_applications, select_applications
from registry.reference import organisation_match
from registry.resolving.matching import Db
from tests.registry.bringing import Register, Rows, mentions, open_register

TODAY = date(2026, 6, 1)
KGG, EZK, BZK = organisation_match("kgg"), organisation_match("ezk"), organisation_match("bzk")


@pytest.fixture
def register(furnished_session: Session) -> Register:
    """A register with reference data, known since the first of January."""
    return open_register(furnished_session)


@pytest.fixture
def empty(session: Session) -> Register:
    """A register without anything."""
    return open_register(session)


def inventory(register: Register, owner: UUID, source: str, applications: dict[str, str | None]) -> int:
    """Bring applications by name with their vendors, separated by `;` (None: not known)."""
    vendors = [vendor.split(";") if vendor else [] for vendor in applications.values()]
    mentioned = sorted({name for names in vendors for name in names})
    told = [mentions(owner, source, "supplier", *names) if names else None for names in vendors]
    rows: Rows = {"name": list(applications), "owner": [str(owner)] * len(told), "vendor": told}
    tables: dict[str, Rows] = {"supplier": {"name": mentioned}} if mentioned else {}
    tables["application"] = rows
    return register.bring(owner, source, tables, as_of="2025-06-01")


def table(answer: Concentration) -> list[tuple[str, float, float, float]]:
    return [(row.name, row.low, round(row.share.low, 3), round(row.share.high, 3)) for row in answer.rows]


def blocks(answers: tuple[Concentration, ...]) -> dict[str | None, float]:
    return {answer.organisation_name: answer.total[0] for answer in answers}


def test_an_upload_of_2025_rolls_up_to_the_ministry_of_the_day(register: Register) -> None:
    inventory(register, KGG, "kgg", {"Warmtenet": "Microsoft B.V.", "Windkaart": None})
    inventory(register, EZK, "ez", {"Subsidieloket": "KPN"})
    in_2025 = Question(as_on=date(2025, 6, 1))
    assert blocks(concentration_per_organisation(register.db, in_2025, today=TODAY)) == {
        "Ministerie van Klimaat en Groene Groei": 2,
        "Ministerie van Economische Zaken": 1,
    }
    assert blocks(concentration_per_organisation(register.db, Question(), today=TODAY)) == {
        "Ministerie van Economische Zaken en Klimaat": 3
    }
    assert blocks(concentration_per_organisation(register.db, Question(roll_up=False), today=TODAY)) == {
        "Ministerie van Klimaat en Groene Groei": 2,
        "Ministerie van Economische Zaken en Klimaat": 1,
    }


@pytest.mark.parametrize(
    ("question", "total"),
    [
        (Question(organisation=EZK), 3),
        (Question(organisation=EZK, roll_up=False), 1),
        (Question(organisation=EZK, as_on=date(2025, 6, 1)), 1),
        (Question(organisation=KGG), 2),
        (Question(organisation=KGG, as_on=date(2025, 6, 1)), 2),
        (Question(organisation=BZK), 0),
        (Question(), 3),
    ],
)
def test_an_organisation_takes_what_belongs_to_it_along(register: Register, question: Question, total: int) -> None:
    inventory(register, KGG, "kgg", {"Warmtenet": "Microsoft B.V.", "Windkaart": None})
    inventory(register, EZK, "ez", {"Subsidieloket": "KPN"})
    assert concentration(register.db, question, today=TODAY).total == (total, total)


def test_shares_are_told_by_ultimate_parent_party_and_class(register: Register) -> None:
    landscape = {"A": "Microsoft;GitHub", "B": "GitHub", "C": "KPN", "D": None, "E": "Solvinity"}
    inventory(register, BZK, "bzk", landscape)
    answer = concentration(register.db, Question(), today=TODAY)
    assert table(answer) == [("Microsoft Corporation", 2, 0.4, 0.8), ("Koninklijke KPN N.V.", 1, 0.2, 0.6)]
    assert (answer.total, answer.unknown, answer.coverage) == ((5, 5), (2, 2), 0.6)
    assert (answer.us, answer.eu) == (Share(0.4, 0.8), Share(0.2, 0.6))
    assert answer.hhi
    assert round(answer.hhi.known) == 5556
    party = concentration(register.db, Question(level="contractParty"), today=TODAY)
    assert table(party) == [
        ("GitHub Inc.", 2, 0.4, 0.6),
        ("Koninklijke KPN N.V.", 1, 0.2, 0.4),
        ("Microsoft Corporation", 1, 0.2, 0.4),
        ("Solvinity B.V.", 1, 0.2, 0.4),
    ]
    by_class = concentration(register.db, Question(level="originClass"), today=TODAY)
    assert table(by_class) == [("Verenigde Staten", 2, 0.4, 0.8), ("Nederland", 1, 0.2, 0.6)]
    assert [row.key for row in by_class.rows] == ["US", "NL"]


def test_the_ultimate_parent_is_that_of_the_day(register: Register) -> None:
    inventory(register, BZK, "bzk", {"A": "Zivver"})
    before = concentration(register.db, Question(as_on=date(2024, 1, 1)), today=TODAY)
    after = concentration(register.db, Question(), today=TODAY)
    assert [(row.name, row.us) for row in (*before.rows, *after.rows)] == [
        ("Zivver B.V.", False),
        ("Accellion, Inc. (Kiteworks)", True),
    ]


def test_the_report_can_be_asked_as_it_was_known(register: Register) -> None:
    inventory(register, BZK, "bzk", {"A": "KPN", "B": "KPN"})
    known = register.now + timedelta(seconds=1)
    second = inventory(register, BZK, "bzk again", {"C": "Oracle"})
    register.undo(second)
    third = register.now + timedelta(seconds=1)
    inventory(register, BZK, "bzk at last", {"D": "Oracle"})
    kpn, oracle = "Koninklijke KPN N.V.", "Oracle Corporation"
    for moment, names in ((known, [kpn]), (third, [kpn]), (None, [kpn, oracle])):
        answer = concentration(register.db, Question(as_known_on=moment), today=TODAY)
        assert [row.name for row in answer.rows] == names
    nothing = Question(as_known_on=datetime(2025, 1, 1, tzinfo=UTC))
    answer = concentration(register.db, nothing, today=TODAY)
    assert (answer.total, answer.coverage, answer.hhi, answer.rows) == ((0, 0), None, None, ())


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (None, {"plain", "begins later", "planned", "ends later"}),
        (date(2024, 1, 1), {"plain", "planned", "ends later", "ended in 2025", "ended some time in 2025"}),
        (date(2025, 6, 2), {"plain", "planned", "ends later", "ended some time in 2025"}),
        (date(2026, 1, 1), {"plain", "planned", "ends later"}),
        (date(2028, 1, 1), {"plain", "begins later", "planned", "ends later"}),
    ],
)
def test_an_application_counts_while_it_may_exist(empty: Register, on: date | None, counted: set[str]) -> None:
    for name, state, started, ended in [
        ("plain", "in_production", None, None),
        ("planned", "planned", None, None),
        ("begins later", "in_production", "[2027-01-01,2027-01-02)", None),
        ("ends later", "in_production", None, None),
        ("ended in 2025", "ended", None, "[2025-06-01,2025-06-02)"),
        ("ended some time in 2025", "ended", None, "[2025-01-01,2026-01-01)"),
        ("ended", "ended", None, None),
    ]:
        supplier = uuid4()
        empty.db.execute("INSERT INTO suppliers (id, known_from, name) VALUES (%s, now(), %s)", (supplier, name))
        empty.db.execute(
            "INSERT INTO applications (id, known_from, name, lifecycle_state, actual_start, actual_end, supplier_ids)"
            " VALUES (%s, now(), %s, %s, %s, %s, %s)",
            (uuid4(), name, state, started, ended, [supplier]),
        )
    answer = concentration(empty.db, Question(level="contractParty", as_on=on), today=TODAY)
    assert {row.name for row in answer.rows} == counted


def normal(found: Found) -> Counter[tuple[UUID | None, tuple[UUID, ...]]]:
    counts: Counter[tuple[UUID | None, tuple[UUID, ...]]] = Counter()
    for bundle in found.bundles:
        for key, number in zip(bundle.sets, bundle.low, strict=True):
            counts[bundle.owner, tuple(read_set(key))] += int(number)
    return counts


steps = st.lists(
    st.tuples(
        st.sampled_from(["bring", "bring", "bring", "undo"]),
        st.sampled_from([KGG, EZK]),
        st.sampled_from(["first", "second"]),
        st.dictionaries(
            st.sampled_from("ABCDE"),
            st.sampled_from([None, "KPN", "Oracle", "KPN;Oracle", "Oracle;SAP;KPN"]),
            min_size=1,
        ),
    ),
    max_size=7,
)


@given(steps=steps)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_summary_equals_the_plain_query(
    empty: Register, steps: list[tuple[str, UUID, str, dict[str, str]]]
) -> None:
    with empty.db.transaction(force_rollback=True):
        applied: list[int] = []
        for step, owner, source, landscape in steps:
            if step == "bring":
                applied.append(inventory(empty, owner, source, dict(landscape)))
            elif applied:
                empty.undo(applied.pop(0))
        for scope in (Scope(TODAY), Scope(TODAY, by_owner=True), Scope(TODAY, owners=[KGG], by_owner=True)):
            summary, plain = normal(select_applications(empty.db, scope)), normal(plain_applications(empty.db, scope))
            if not scope.by_owner:
                plain = sum((Counter({(None, key[1]): n}) for key, n in plain.items()), Counter())
            assert summary == plain


def test_the_number_of_statements_does_not_grow(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    execute: Any = psycopg.Cursor.execute

    def counted(cursor: object, query: object, *rest: object, **more: object) -> object:
        made.append(query)
        return execute(cursor, query, *rest, **more)

    def number(ask: object, question: Question) -> int:
        made.clear()
        assert callable(ask)
        ask(register.db, question, today=TODAY)
        return len(made)

    inventory(register, EZK, "ez", {"A": "KPN"})
    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    asked = [(concentration, Question()), (concentration, Question(organisation=EZK)),
             (concentration_per_organisation, Question())]  # fmt: skip
    few = [number(ask, question) for ask, question in asked]
    for owner in (KGG, BZK):
        inventory(
            register, owner, "more", {f"{owner}{i}": ["KPN", "Oracle", "SAP;KPN", None][i % 4] for i in range(40)}
        )
    assert few == [number(ask, question) for ask, question in asked] == [3, 6, 6]


def cost(db: Db, supplier: UUID | None, low: int | None, high: int | None, **more: object) -> None:
    values = {"id": uuid4(), "known_from": datetime(2026, 1, 1, tzinfo=UTC), "supplier_id": supplier, "year": 2026}
    values |= {"bookkeeping_system": "baten_lasten", "version": "actual", "amount_min": low, "amount_max": high, **more}
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    db.execute(f"INSERT INTO costs ({columns}) VALUES ({places})".encode(), list(values.values()))


@pytest.fixture
def spending(register: Register) -> tuple[Db, UUID, UUID]:
    """Costs of Microsoft (exact) and KPN (between bounds), and one of nobody known."""
    microsoft, kpn = (register.id_of("supplier", name) for name in ("Microsoft Corporation", "Koninklijke KPN N.V."))
    cost(register.db, microsoft, 500, 500)
    cost(register.db, microsoft, 400, 400, version="estimate")
    cost(register.db, kpn, 100, 300)
    cost(register.db, None, 200, 200)
    cost(register.db, kpn, None, None, item="other_material")
    cost(register.db, kpn, 9000, 9000, year=2025)
    return register.db, microsoft, kpn


def test_spend_is_an_interval_within_one_bookkeeping_system(spending: tuple[Db, UUID, UUID]) -> None:
    db, _, kpn = spending
    answer = concentration(db, Question(per="spend"), today=TODAY)
    assert [(row.name, row.low, row.high) for row in answer.rows] == [
        ("Microsoft Corporation", 500.0, 500.0),
        ("Koninklijke KPN N.V.", 100.0, 300.0),
    ]
    assert [row.share for row in answer.rows] == [Share(500 / 1000, 700 / 800), Share(100 / 800, 500 / 1000)]
    assert (answer.currency, answer.total, answer.unknown, answer.unquantified) == ("EUR", (800, 1000), (200, 200), 1)
    cost(db, kpn, 100, 100, bookkeeping_system="kas_verplichtingen")
    with pytest.raises(InvalidInput) as refused:
        concentration(db, Question(per="spend"), today=TODAY)
    assert "baten_lasten, kas_verplichtingen" in refused.value.sentence
    chosen = concentration(db, Question(per="spend", bookkeeping_system="kas_verplichtingen"), today=TODAY)
    assert chosen.total == (100, 100)
    assert concentration(db, Question(per="spend", year=2025), today=TODAY).total == (9000, 9000)
    cost(db, kpn, 100, 100, currency="USD", bookkeeping_system="kas_verplichtingen")
    with pytest.raises(InvalidInput):
        concentration(db, Question(per="spend", bookkeeping_system="kas_verplichtingen"), today=TODAY)


def test_an_open_amount_leaves_every_other_share_open(spending: tuple[Db, UUID, UUID]) -> None:
    db, _, kpn = spending
    cost(db, kpn, 50, None, item="external_staff")
    answer = concentration(db, Question(per="spend"), today=TODAY)
    assert [(row.name, row.high, row.share.low, row.share.high) for row in answer.rows if row.supplier == kpn] == [
        ("Koninklijke KPN N.V.", None, 150 / (150 + 700), 1.0)
    ]
    assert [row.share.low for row in answer.rows if row.supplier != kpn] == [0.0]


def test_a_reseller_is_paid_but_the_vendor_is_depended_on(register: Register) -> None:
    reseller, vendor = (register.id_of("supplier", name) for name in ("SoftwareOne Holding AG", "VMware LLC"))
    register.db.execute(
        "INSERT INTO contracts (id, known_from, name, supplier_id, vendor_id, annual_value_min, annual_value_max, ends)"
        " VALUES (%s, now(), 'C1', %s, %s, 10, 20, '[2026-12-31,2027-01-01)')",
        (uuid4(), reseller, vendor),
    )
    found = {
        level: [(row.name, row.low, row.high) for row in concentration(
            register.db, Question(per="contractValue", level=level), today=TODAY).rows]
        for level in ("contractParty", "ultimateParent")
    }  # fmt: skip
    assert found == {
        "contractParty": [("SoftwareOne Holding AG", 10, 20)],
        "ultimateParent": [("Broadcom Inc.", 10, 20)],
    }
    later = Question(per="contractValue", as_on=date(2027, 1, 1))
    assert concentration(register.db, later, today=TODAY).total == (0, 0)


def test_cloud_services_count_by_their_supplier(register: Register) -> None:
    aws = register.id_of("supplier", "Amazon Web Services EMEA SARL")
    for supplier, ended in ((aws, None), (aws, "[2025-01-01,2025-01-02)"), (None, None)):
        register.db.execute(
            "INSERT INTO cloud_services (id, known_from, name, supplier_id, client_id, ended_on)"
            " VALUES (%s, now(), 'x', %s, %s, %s)",
            (uuid4(), supplier, register.id_of("organisation", "Logius"), ended),
        )
    answer = concentration(register.db, Question(per="cloudServices", organisation=BZK), today=TODAY)
    assert (table(answer), answer.total) == ([("Amazon.com, Inc.", 1, 0.5, 1.0)], (2, 2))


def test_a_question_that_makes_no_sense_is_refused(empty: Register) -> None:
    for question in (Question(level="colour"), Question(per="apples")):
        with pytest.raises(InvalidInput):
            concentration(empty.db, question, today=TODAY)
    with pytest.raises(NotFound):
        concentration(empty.db, Question(organisation=uuid4()), today=TODAY)
