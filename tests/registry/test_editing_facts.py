"""Assessments, findings, bought support and phases made and changed by hand: what must fit together, and undoing."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.editing import change_record, create_record, end_record
from registry.errors import InvalidFields
from registry.fingerprint import fingerprint
from registry.queries.history import list_versions
from registry.queries.provenance import get_provenance
from registry.queries.records import Query, get_record, get_related, list_records
from tests.registry.bringing import Register, open_register


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


@pytest.fixture
def kluis(register: Register, bzk: UUID) -> UUID:
    return create_record(register.db, "application", {"name": "Kluis", "ownerId": str(bzk)}, register.deed(bzk))


def made(register: Register, bzk: UUID, kind: str, **values: object) -> UUID:
    return create_record(register.db, kind, values, register.deed(bzk))


def wrong(register: Register, bzk: UUID, kind: str, **values: object) -> list[str]:
    with pytest.raises(InvalidFields) as raised:
        made(register, bzk, kind, **values)
    return [problem.field for problem in raised.value.problems]


def test_an_assessment_is_made_changed_and_ended_and_tells_where_it_came_from(
    register: Register, bzk: UUID, kluis: UUID
) -> None:
    dpia = made(register, bzk, "assessment", what="dpia", applicationId=str(kluis), doneOn="2024-03")
    change_record(register.db, "assessment", dpia, {"outcome": "Akkoord", "validUntil": "2027"}, register.deed(bzk))
    found = get_record(register.db, "assessment", dpia)
    assert (found["doneOn"]["text"], found["outcome"], found["application"]["name"]) == ("2024-03", "Akkoord", "Kluis")
    assert get_provenance(register.db, "assessment", dpia)["outcome"].stated.source_type == "hand"
    end_record(register.db, "assessment", dpia, found["knownFrom"].date(), register.deed(bzk, "Dubbel"))
    assert len(list_versions(register.db, "assessment", dpia)) == 3
    assert list_records(register.db, "assessment", query=Query()).items == []


def test_what_hangs_on_an_application_is_shown_with_it_and_undone(register: Register, bzk: UUID, kluis: UUID) -> None:
    before = fingerprint(register.db)
    product = made(register, bzk, "product", name="Windows Server")
    about: dict[str, Any] = {"applicationId": str(kluis)}
    made(register, bzk, "finding", name="Geen logging", what="finding", openedOn="2026-01-15", **about)
    made(register, bzk, "application_phase", state="being_phased_out", planned="2027-Q2", **about)
    made(
        register, bzk, "support_purchase", productId=str(product), until="2028-01-11", organisationId=str(bzk), **about
    )
    related = get_related(register.db, "application", kluis)
    assert [len(related[name]) for name in ("assessments", "findings", "phases", "supportPurchases")] == [0, 1, 1, 1]
    numbers = [row[0] for row in register.db.execute("SELECT id FROM imports ORDER BY id DESC LIMIT 4").fetchall()]
    for number in numbers:
        register.undo(number)
    assert fingerprint(register.db) == before


def test_what_does_not_fit_together_is_refused(register: Register, bzk: UUID, kluis: UUID) -> None:
    about = {"applicationId": str(kluis)}
    assert wrong(register, bzk, "assessment") == ["what", "applicationId"]
    assert wrong(register, bzk, "assessment", what="dpia", doneOn="2026-05", validUntil="2026-04-30", **about) == [
        "validUntil"
    ]
    assert wrong(register, bzk, "finding", name="Lek", openedOn="2026-02-01", closedOn="2026-01-31", **about) == [
        "closedOn"
    ]
    assert wrong(register, bzk, "finding", name="Lek") == ["applicationId"]
    assert wrong(register, bzk, "support_purchase", until="2027") == ["productId"]
    assert wrong(register, bzk, "application_phase", planned="2027") == ["applicationId", "state"]


def test_the_facts_that_lives_are_reckoned_with_are_edited_like_others(
    register: Register, bzk: UUID, kluis: UUID
) -> None:
    values = {"maintainable": False, "securable": True, "technicalDebt": 12.5, "weight": 850, "migrationDays": 540}
    change_record(register.db, "application", kluis, values, register.deed(bzk))
    found = get_record(register.db, "application", kluis)
    assert {key: found[key] for key in (*values, "adaptable")} == values | {"adaptable": None}
    contract = made(register, bzk, "contract", name="C-1", renewal="silent", exitDays=270)
    service = made(register, bzk, "cloud_service", name="Wolk", ends="2028-03-31", exitDays=180)
    assert get_record(register.db, "contract", contract)["renewal"] == "silent"
    assert get_record(register.db, "cloud_service", service)["ends"]["text"] == "2028-03-31"
