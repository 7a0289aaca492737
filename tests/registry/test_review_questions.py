"""What a question in the queue tells: whose it is, what speaks against it, what hangs on it, and who else is like it."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from exporters.queue import question_lines
from registry.queries.questions import list_questions
from registry.queries.queue_of_questions import list_asked
from registry.queries.review import list_review
from registry.receiving import NOBODY
from tests.registry.bringing import Register, Rows, mention, mentions, open_register


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


def test_numbers_and_countries_that_differ_speak_against(register: Register, bzk: UUID) -> None:
    known: Rows = {"name": ["Zonnedauw"], "kvk": ["12345678"], "country_of_incorporation": ["NL"]}
    register.bring(bzk, "een", {"supplier": known})
    other: Rows = {"name": ["Zonnedauw"], "kvk": ["87654321"], "country_of_incorporation": ["US"]}
    register.bring(bzk, "twee", {"supplier": other})
    (question,) = list_review(register.db, "supplier").items
    against = " ".join(nl for nl, _ in question.reasons_against)
    assert "12345678" in against
    assert "87654321" in against
    assert "NL" in against
    assert "US" in against
    (listed,) = list_questions(register.db, "supplier").items
    assert len([reason for reason in listed.reasons if "87654321" in reason]) == 1


def test_spend_and_neighbours_are_told(register: Register, bzk: UUID) -> None:
    names = ["Zonnedauw B.V.", "Zonnedeuw B.V."]
    register.bring(NOBODY, "catalogus", {"supplier": {"name": names}}, type_="reference")
    contract: Rows = {
        "name": ["C1"], "organisation": [str(bzk)], "annual_value_min": ["1000"], "annual_value_max": ["1000"],
        "supplier": [mention(bzk, "een", "supplier", "Zonnedouw")],
    }  # fmt: skip
    register.bring(bzk, "een", {"supplier": {"name": ["Zonnedouw"]}, "contract": contract})
    page = list_asked(register.db, "supplier")
    assert [one.right.name for one in page.items] == ["Zonnedouw"] * 2
    assert {one.moves.low for one in page.items} == {Decimal(1000)}
    assert [one.neighbours[0].id for one in page.items] == [one.left.id for one in reversed(page.items)]
    assert all(line[4] for line in question_lines(page.items, english=False))


def test_a_service_is_named_with_its_supplier_and_counts_applications(register: Register, bzk: UUID) -> None:
    services: Rows = {
        "key": ["a", "b", "c", "d"], "name": ["Opslag", "Opslag", "Rekenkracht", "Mail"],
        "supplier": [mention(bzk, "een", "supplier", "KPN")] * 2 + [None] * 2,
    }  # fmt: skip
    tables: dict[str, Rows] = {
        "supplier": {"name": ["KPN"]},
        "cloud_service": services,
        "application": {"name": ["Archief"], "owner": [str(bzk)]},
        "dependency": {
            "key": ["1", "2"],
            "application": [mention(bzk, "een", "application", "Archief")] * 2,
            "on_service": [mention(bzk, "een", "cloud_service", key) for key in "ab"],
        },
    }
    register.bring(bzk, "een", tables)
    (question,) = list_review(register.db, "cloud_service").items
    assert (question.left.name, question.right.name) == ("KPN: Opslag", "KPN: Opslag")
    assert question.moves.applications == 1


def test_releases_are_named_with_their_product(register: Register, bzk: UUID) -> None:
    product = [
        mention(NOBODY, "catalogus", "product", "Zaaksuite"),
        mention(NOBODY, "catalogus", "product", "Postsuite"),
    ]
    releases: Rows = {"key": ["a", "b", "c"], "name": ["5.5"] * 3, "product": [product[0], product[0], product[1]]}
    tables: dict[str, Rows] = {"product": {"name": ["Zaaksuite", "Postsuite"]}, "product_version": releases}
    register.bring(NOBODY, "catalogus", tables, type_="reference")
    runs_on = mentions(NOBODY, "catalogus", "product_version", "a", "b")
    register.bring(bzk, "een", {"application": {"name": ["Archief"], "owner": [str(bzk)], "runs_on": [runs_on]}})
    (question,) = list_review(register.db, "product_version").items
    assert (question.left.name, question.right.name) == ("Zaaksuite 5.5", "Zaaksuite 5.5")
    assert question.moves.applications == 1
