"""Who is meant by a cell, against a register with a small catalogue: sure, ask or new, and what persons teach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.fingerprint import fingerprint
from registry.judging import judge, judge_many, undo_judgements
from registry.planning import plan
from registry.queries import review_pairs
from registry.queries.origin import load_origins
from registry.queries.questions import list_questions
from registry.queries.resolve import ResolvedMention, resolve_suppliers
from registry.queries.review import list_review
from registry.receiving import NOBODY
from registry.resolving import affiliating, reaching, ruling
from registry.staging import array_text
from tests.registry.bringing import Register, Rows, counted, mention, mentions, open_register

TODAY = date(2026, 11, 23)
SUPPLIERS: Rows = {
    "key": ["microsoft", "microsoft|nederland", "nuance", "topdesk", "kpn"],
    "name": [
        "Microsoft Corporation",
        "Microsoft B.V.",
        "Nuance Communications Inc.",
        "TOPdesk Nederland B.V.",
        "KPN N.V.",
    ],
    "aliases": [array_text(["MS"]), None, array_text(["Nuance"]), None, None],
    "product_names": [array_text(["Azure OpenAI"]), None, None, None, None],
    "country_of_incorporation": ["US", "NL", "US", "NL", "NL"],
    "country_of_headquarters": ["US", "US", "US", "NL", "NL"],
}


@pytest.fixture
def register(session: Session) -> Register:
    opened = open_register(session)
    own = [mention(NOBODY, "suppliers", "supplier", key) for key in SUPPLIERS["key"][:3] if key]
    owners: Rows = {
        "key": ["1", "2"], "supplier": own[1:], "parent": [own[0]] * 2, "basis": ["majority"] * 2,
        "valid": [None, "[2022-03-04,)"],
    }  # fmt: skip
    opened.bring(NOBODY, "suppliers", {"supplier": SUPPLIERS, "ownership": owners}, type_="reference")
    return opened


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


def said(register: Register, cell: str, on: date = TODAY) -> ResolvedMention:
    (found,) = resolve_suppliers(register.db, [cell], on)
    (only,) = found.mentions
    return only


def told(register: Register, cell: str, on: date = TODAY) -> tuple[str, str | None, str | None]:
    found = said(register, cell, on)
    return found.outcome, found.supplier and found.supplier.name, found.group and found.group.name


@pytest.mark.parametrize(
    ("cell", "outcome", "supplier", "group"),
    [
        ("Microsoft", "sure", "Microsoft Corporation", "Microsoft Corporation"),
        ("microsoft bv", "sure", "Microsoft B.V.", "Microsoft Corporation"),
        ("Microsoft Inc.", "sure", "Microsoft Corporation", "Microsoft Corporation"),
        ("Microsoft GmbH", "sure", None, "Microsoft Corporation"),
        ("MS BV", "sure", None, "Microsoft Corporation"),
        ("Azure OpenAI", "sure", "Microsoft Corporation", "Microsoft Corporation"),
        ("Top Desk", "sure", "TOPdesk Nederland B.V.", "TOPdesk Nederland B.V."),
        ("Microsift", "ask", None, "Microsoft Corporation"),
        ("Zwaluwnest", "new", None, None),
    ],
)
def test_the_answer_to_a_cell(
    register: Register, cell: str, outcome: str, supplier: str | None, group: str | None
) -> None:
    assert told(register, cell) == (outcome, supplier, group)


def test_the_group_is_that_of_the_day(register: Register) -> None:
    assert told(register, "Nuance")[2] == "Microsoft Corporation"
    assert told(register, "Nuance", date(2021, 1, 1))[2] == "Nuance Communications Inc."


def test_an_answer_tells_why_and_who_else(register: Register) -> None:
    found = said(register, "Microsift")
    assert found.score
    assert found.group_country == "US"
    assert all(nl and en for nl, en in found.reasons)
    assert "Microsoft Corporation" in {one.supplier.name for one in found.alternatives}


def test_each_cell_has_its_answer_in_its_place(register: Register) -> None:
    cells = [
        "KPN",
        "n.v.t.",
        "",
        "KPN",
        "ANONIEM_I&W_01",
        "KPN / Microsoft",
        "x" * 100_000,
        "'; DROP TABLE suppliers; --",
        "🙂",
    ]
    found = resolve_suppliers(register.db, cells, TODAY)
    assert [one.text for one in found] == cells
    assert [m.supplier and m.supplier.name for m in found[5].mentions] == ["KPN N.V.", "Microsoft Corporation"]
    assert all(m.supplier is None for m in found[4].mentions)


def test_asking_writes_nothing(register: Register) -> None:
    register.db.execute("SAVEPOINT asking")
    before = fingerprint(register.db)
    tables = ("supplier_names", "supplier_spellings", "supplier_blocks", "rule_judgements", "matches")
    counts = [register.db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]
    resolve_suppliers(register.db, ["Microsift", "Iets Nieuws B.V."], TODAY)
    assert [register.db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables] == counts
    assert fingerprint(register.db) == before


def bring(register: Register, organisation: UUID, source: str, *names: str) -> int:
    """An inventory with an application for each supplier."""
    keys = [f"{source} {name}" for name in names]
    vendors = [mentions(organisation, source, "supplier", name) for name in names]
    return register.bring(
        organisation, source,
        {"supplier": {"name": names}, "application": {"name": keys, "owner": [str(organisation)] * len(names), "vendor": vendors}},
    )  # fmt: skip


def test_what_no_source_knows_counts_with_the_group_whose_name_it_bears(register: Register, bzk: UUID) -> None:
    bring(register, bzk, "lijst", "Microsoft GmbH")
    own, microsoft = register.id_of("supplier", "Microsoft GmbH"), register.id_of("supplier", "Microsoft Corporation")
    origin = load_origins(register.db, TODAY).of(own)
    assert (origin.parent, origin.us) == (microsoft, True)
    assert origin.path[-1].basis == "name"
    assert origin.path[-1].evidence


def test_a_decision_teaches_a_name_to_all_departments(register: Register, bzk: UUID) -> None:
    bring(register, bzk, "een", "Mikrosaft")
    before, microsoft = fingerprint(register.db), register.id_of("supplier", "Microsoft Corporation")
    decision = judge_many(
        register.db, "supplier", [(microsoft, register.id_of("supplier", "Mikrosaft"))], "same", register.deed(bzk)
    )
    jenv = register.organisation("Ministerie van JenV", "JenV")
    number = bring(register, jenv, "twee", "MIKROSAFT", "Mikrosaft B.V.")
    assert told(register, "mikrosaft")[1] == "Microsoft Corporation"
    assert told(register, "Mikrosaft BV") == ("sure", "Mikrosaft B.V.", "Microsoft Corporation")
    assert told(register, "Mikrosaft Ltd") == ("sure", None, "Microsoft Corporation")
    names = register.db.execute(
        "SELECT s.name FROM applications a JOIN suppliers s ON s.id = ANY(a.supplier_ids) WHERE a.name LIKE 'twee%' ORDER BY 1"
    ).fetchall()
    assert names == [("Microsoft Corporation",), ("Mikrosaft B.V.",)]
    register.undo(number)
    undo_judgements(register.db, decision, register.deed(bzk))
    register.undo(number - 1)  # the organisation
    assert fingerprint(register.db) == before
    assert told(register, "mikrosaft")[1] == "Mikrosaft"


def test_what_is_taught_does_not_overrule_an_identifier(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "een", {"supplier": {"name": ["Orakel", "Oracle"], "kvk": ["12345678", "87654321"]}})
    bring(register, bzk, "twee", "Het Orakel")
    oracle = register.id_of("supplier", "Oracle")
    judge(register.db, "supplier", (oracle, register.id_of("supplier", "Het Orakel")), "same", register.deed(bzk))
    register.bring(bzk, "drie", {"supplier": {"name": ["Het Orakel"], "kvk": ["12345678"]}})
    row = register.db.execute(
        "SELECT record_id FROM matches WHERE id = %s", (mention(bzk, "drie", "supplier", "Het Orakel"),)
    )
    assert row.fetchone() == (register.id_of("supplier", "Orakel"),)


def test_a_wrong_join_can_be_split(register: Register, bzk: UUID) -> None:
    bring(register, bzk, "lijst", "Top Desk")
    left = mention(NOBODY, "suppliers", "supplier", "topdesk")
    right = mention(bzk, "lijst", "supplier", "Top Desk")
    before = fingerprint(register.db)
    judge(register.db, "supplier", (UUID(left), UUID(right)), "different", register.deed(bzk))
    assert register.id_of("supplier", "Top Desk") == UUID(right)
    judge(register.db, "supplier", (UUID(left), UUID(right)), "withdrawn", register.deed(bzk))
    assert fingerprint(register.db) == before


def test_persons_who_disagree_are_asked_again(register: Register, bzk: UUID) -> None:
    bring(register, bzk, "lijst", "Microsift")
    pair = register.id_of("supplier", "Microsoft Corporation"), register.id_of("supplier", "Microsift")
    judge(register.db, "supplier", pair, "same", register.deed(bzk, name="een"))
    judge_many(register.db, "supplier", [pair], "different", register.deed(bzk, name="twee"))
    assert register.id_of("supplier", "Microsift") == pair[1]
    (asked,) = [one for one in list_review(register.db, "supplier").items if one.right.id == pair[1]]
    assert any("contradict" in english for _, english in asked.reasons_against)


def test_the_queue_goes_by_what_a_decision_moves(register: Register, bzk: UUID) -> None:
    bring(register, bzk, "een", "Microsift", "Topdisk")
    bring(register, bzk, "twee", "Microsift")
    contract: Rows = {
        "name": ["C1", "C2"], "organisation": [str(bzk)] * 2, "annual_value_min": ["100", None], "annual_value_max": ["200", None],
        "supplier": [mention(bzk, "een", "supplier", "Microsift")] * 2,
    }  # fmt: skip
    register.bring(bzk, "een", {"contract": contract})
    page = list_review(register.db, "supplier")
    first = page.items[0]
    assert (first.left.name, first.right.name) == ("Microsoft Corporation", "Microsift")
    assert (first.moves.applications, first.moves.low, first.moves.high, first.moves.unknown) == (
        2,
        Decimal(100),
        None,
        1,
    )
    assert first.reasons_for
    pages = [list_review(register.db, "supplier", limit=1)]
    while pages[-1].next:
        pages.append(list_review(register.db, "supplier", limit=1, after=pages[-1].next))
    assert [one.right.id for one_page in pages for one in one_page.items] == [one.right.id for one in page.items]
    assert {one.right.id for one in list_review(register.db, "supplier", pattern="microsift").items} == {first.right.id}
    asked = {(one.left.id, one.right.id) for one in list_questions(register.db, "supplier").items}
    assert asked == {(one.left.id, one.right.id) for one in page.items}
    judge(register.db, "supplier", (first.left.id, first.right.id), "different", register.deed(bzk))
    assert first.right.id not in {one.right.id for one in list_review(register.db, "supplier").items}


def test_the_plan_tells_what_a_person_has_to_say(register: Register, bzk: UUID) -> None:
    names = ["Microsoft", "Microsift", "Zwaluwnest"]
    number = register.stage(bzk, "lijst", {"supplier": {"name": names}})
    plan(register.db, number, register.tick())
    actions: dict[str, str] = dict(
        register.db.execute(
            "SELECT c.name, s.action FROM staged_rows s JOIN supplier_claims c ON c.id = s.claim_id WHERE s.import_id = %s",
            (number,),
        ).fetchall()
    )
    assert actions == {"Microsoft": "join", "Microsift": "decide", "Zwaluwnest": "add"}


def test_a_new_version_of_the_rules_looks_again_and_the_old_rulings_stay(
    register: Register, bzk: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(register, bzk, "lijst", "Microsift")
    before = fingerprint(register.db), len(list_review(register.db, "supplier").items)
    for module in (ruling, reaching, affiliating, review_pairs):
        monkeypatch.setattr(module, "RULES_VERSION", "another")
    assert list_review(register.db, "supplier").items == []
    register.undo(bring(register, bzk, "twee", "Zwaluwnest"))
    assert (fingerprint(register.db), len(list_review(register.db, "supplier").items)) == before
    rows = register.db.execute("SELECT rules, count(*) FROM rule_judgements GROUP BY rules").fetchall()
    assert len(rows) == 2
    assert len({number for _, number in rows}) == 1


def test_cells_do_not_cost_statements(register: Register) -> None:
    numbers = []
    for cells in (10, 400):
        with counted(register.db) as statements:
            resolve_suppliers(register.db, [f"Microsift {n} B.V." for n in range(cells)], TODAY)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] < 20
