"""Decisions of several persons on who is meant stand side by side: where they disagree nobody's counts, and it is asked."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.fingerprint import fingerprint
from registry.judging import judge, judge_many, undo_judgements
from registry.queries.judgements import is_disputed, list_by_persons
from registry.queries.provenance import get_provenance
from registry.queries.queue_of_questions import find_record
from registry.queries.resolve import ResolvedMention, resolve_suppliers
from registry.queries.review import Review, list_review
from tests.registry.bringing import Register, mention, open_register

TODAY = date(2026, 11, 23)


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


@pytest.fixture
def pair(register: Register, bzk: UUID) -> tuple[UUID, UUID]:
    """A supplier, and one that three sources mention."""
    register.bring(bzk, "een", {"supplier": {"name": ["Noorderlicht ICT B.V.", "Wegwijs"]}}, as_of="2025-01-01")
    for source in ("twee", "drie", "vier"):
        register.bring(bzk, source, {"supplier": {"name": ["Zuiderlint"]}})
    return register.id_of("supplier", "Noorderlicht ICT B.V."), register.id_of("supplier", "Zuiderlint")


def decide(register: Register, bzk: UUID, pair: tuple[UUID, UUID], verdict: str, by: str) -> int:
    return judge_many(register.db, "supplier", [pair], verdict, register.deed(bzk, f"Volgens {by}", by))


def said(register: Register, cell: str) -> ResolvedMention:
    ((only,),) = (one.mentions for one in resolve_suppliers(register.db, [cell], TODAY))
    return only


def asked(register: Register) -> list[Review]:
    return list_review(register.db, "supplier").items


@pytest.mark.parametrize("verdicts", [("same", "different"), ("different", "same")])
def test_where_persons_disagree_nobody_counts_and_it_is_asked(
    register: Register, bzk: UUID, pair: tuple[UUID, UUID], verdicts: tuple[str, str]
) -> None:
    before = fingerprint(register.db)
    first = decide(register, bzk, pair, verdicts[0], "s")
    alone = fingerprint(register.db)
    second = decide(register, bzk, pair, verdicts[1], "t")
    assert is_disputed(register.db, first)
    assert is_disputed(register.db, second)
    assert fingerprint(register.db) == before
    assert (said(register, "Zuiderlint").outcome, said(register, "Noorderlicht ICT B.V.").outcome) == ("ask", "ask")
    assert {one.supplier.id for one in said(register, "zuiderlint").alternatives} == set(pair)
    (question,) = asked(register)
    told = " ".join(nl for nl, _ in (*question.reasons_for, *question.reasons_against))
    assert "Volgens s" in told
    assert "Volgens t" in told
    assert {question.left.id, question.right.id} == set(pair)
    standing = {one.id for one in list_by_persons(register.db).items if one.stands}
    assert {first, second} <= standing
    undo_judgements(register.db, second, register.deed(bzk, name="u"))
    assert fingerprint(register.db) == alone
    assert first in {one.id for one in list_by_persons(register.db).items if one.stands}
    assert not is_disputed(register.db, first)
    undo_judgements(register.db, first, register.deed(bzk, name="u"))
    assert fingerprint(register.db) == before


def test_another_mention_that_came_later_does_not_break_the_dispute(
    register: Register, bzk: UUID, pair: tuple[UUID, UUID]
) -> None:
    decide(register, bzk, pair, "different", "t")
    register.bring(bzk, "vijf", {"supplier": {"name": ["Zuiderlint"]}})
    before = fingerprint(register.db)
    decide(register, bzk, pair, "same", "s")
    assert fingerprint(register.db) == before


def test_the_same_person_may_change_his_mind_and_back(register: Register, bzk: UUID, pair: tuple[UUID, UUID]) -> None:
    before = fingerprint(register.db)
    first = decide(register, bzk, pair, "same", "s")
    joined = fingerprint(register.db)
    second = decide(register, bzk, pair, "different", "s")
    assert (fingerprint(register.db), is_disputed(register.db, second)) == (before, False)
    assert {one.id for one in list_by_persons(register.db).items if one.stands} >= {second}
    undo_judgements(register.db, second, register.deed(bzk, name="s"))
    assert fingerprint(register.db) == joined
    undo_judgements(register.db, first, register.deed(bzk, name="s"))
    assert fingerprint(register.db) == before


def test_withdrawing_takes_back_that_decision_only(register: Register, bzk: UUID, pair: tuple[UUID, UUID]) -> None:
    decide(register, bzk, pair, "same", "t")
    joined = fingerprint(register.db)
    decide(register, bzk, pair, "different", "s")
    judge(register.db, "supplier", pair, "withdrawn", register.deed(bzk, name="s"))
    assert fingerprint(register.db) == joined


def test_the_one_that_stays_keeps_its_name(register: Register, bzk: UUID, pair: tuple[UUID, UUID]) -> None:
    decide(register, bzk, pair, "same", "s")
    register.bring(bzk, "zes", {"supplier": {"name": ["Zuiderlint"]}}, as_of="2026-06-01")
    rows = register.db.execute("SELECT id FROM suppliers WHERE name = 'Noorderlicht ICT B.V.'").fetchall()
    assert rows == [(pair[0],)]
    stated = get_provenance(register.db, "supplier", pair[0])["name"]
    assert (stated.stated.value, stated.others[0].value) == ("Noorderlicht ICT B.V.", "Zuiderlint")
    assert find_record(register.db, "supplier", "noorderlicht ict b.v.") == pair[0]
    joined = find_record(register.db, "supplier", "Zuiderlint")
    decide(register, bzk, (pair[0], joined), "different", "t")
    assert (len(asked(register)), said(register, "Zuiderlint").outcome) == (1, "ask")


def test_a_wrong_join_is_split_with_all_that_bear_the_name(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "een", {"supplier": {"name": ["Noorderlicht B.V."]}}, type_="reference")
    for source in ("twee", "drie"):
        register.bring(bzk, source, {"supplier": {"name": ["Noorderlicht"]}})
    before = fingerprint(register.db)
    sides = [
        UUID(mention(bzk, source, "supplier", name))
        for source, name in (("een", "Noorderlicht B.V."), ("twee", "Noorderlicht"))
    ]
    decision = decide(register, bzk, (sides[0], sides[1]), "different", "s")
    names = register.db.execute("SELECT count(*) FROM suppliers WHERE name LIKE 'Noorderlicht%'").fetchone()
    assert names == (2,)
    undo_judgements(register.db, decision, register.deed(bzk))
    assert fingerprint(register.db) == before


@pytest.mark.parametrize("kind", ["application", "organisation"])
@pytest.mark.parametrize("verdicts", [("same", "different"), ("different", "same")])
def test_other_kinds_are_as_before_both(register: Register, bzk: UUID, kind: str, verdicts: tuple[str, str]) -> None:
    for source, name in (("een", "Archief"), ("twee", "Postbus"), ("drie", "Postbus")):
        owner = {"owner": [str(bzk)]} if kind == "application" else {}
        register.bring(bzk, source, {kind: {"name": [name], **owner}})
    pair = register.id_of(kind, "Archief"), register.id_of(kind, "Postbus")
    states = [fingerprint(register.db)]
    decisions = []
    for verdict, by in zip(verdicts, "st", strict=True):
        decisions.append(judge_many(register.db, kind, [pair], verdict, register.deed(bzk, name=by)))
        states.append(fingerprint(register.db))
    assert states[2] == states[0]
    for decision, state in zip(reversed(decisions), (states[1], states[0]), strict=True):
        undo_judgements(register.db, decision, register.deed(bzk, name="u"))
        assert fingerprint(register.db) == state
