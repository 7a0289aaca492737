"""One application listed by its user and by the provider that runs it: proposed as one; homonyms stay apart."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.editing import judge
from registry.fingerprint import fingerprint
from registry.queries.proposals import list_proposals
from registry.queries.records import get_record
from registry.receiving import inventory_type
from registry.reference import organisation_match
from tests.registry.bringing import Register, mention, mentions, open_register

BZK, SZW, SSC = (organisation_match(key) for key in ("bzk", "szw", "ssc-ict"))


@pytest.fixture
def register(furnished_session: Session) -> Register:
    return open_register(furnished_session)


def list_of_ministry(register: Register, ministry: UUID, *names: str, host: str | None = None) -> int:
    tables: dict[str, dict[str, list[str | None]]] = {}
    columns: dict[str, list[str | None]] = {
        "name": [*names],
        "owner": [str(ministry)] * len(names),
        "tbb": ["1"] * len(names),
    }
    if host:
        tables["supplier"] = {"name": [host]}
        columns["hosting"] = [mentions(ministry, "lijst", "supplier", host)] * len(names)
    return register.bring(ministry, "lijst", tables | {"application": columns})


def list_of_provider(register: Register, *names: str, users: tuple[UUID, ...] = ()) -> int:
    columns: dict[str, list[str | None]] = {
        "name": [*names],
        "owner": [str(SSC)] * len(names),
        "tbb": ["3"] * len(names),
    }
    columns["hosting"] = [mentions(SSC, "objecten", "supplier", "SSC-ICT")] * len(names)
    if users:
        columns["users"] = ["{" + ",".join(map(str, users)) + "}"] * len(names)
    tables: dict[str, dict[str, list[str | None]]] = {"supplier": {"name": ["SSC-ICT"]}, "application": columns}
    return register.bring(SSC, "objecten", tables, as_of="2026-02-01", type_="provider")


def proposed(register: Register) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    return [(one.left.name, one.right.name, one.reasons[1:]) for one in list_proposals(register.db)]


def test_a_provider_is_known_by_its_kind(register: Register) -> None:
    assert [inventory_type(register.db, one) for one in (SSC, BZK)] == ["provider", "inventory"]


def test_homonyms_stay_apart_unless_the_lists_tie_them(register: Register) -> None:
    list_of_ministry(register, BZK, "Zaaksysteem", "ATLAS")
    list_of_ministry(register, SZW, "zaaksysteem", host="SSC-ICT")
    list_of_provider(register, "Zaaksysteem", "Chatbot")
    assert proposed(register) == [("zaaksysteem", "Zaaksysteem", ("SZW noemt SSC-ICT als leverancier.",))]
    assert register.db.execute("SELECT count(*) FROM applications").fetchone() == (5,)


def test_two_ministries_of_one_package_are_two_applications(register: Register) -> None:
    list_of_ministry(register, BZK, "TOPdesk", host="SSC-ICT")
    list_of_ministry(register, SZW, "TOPdesk", host="SSC-ICT")
    assert proposed(register) == []


def test_one_system_with_two_roles_and_apart_again(register: Register) -> None:
    list_of_ministry(register, BZK, "Digidoc")
    list_of_provider(register, "Digidoc", users=(BZK,))
    (found,) = list_proposals(register.db)
    assert found.reasons[1:] == ("SSC-ICT noemt BZK als afnemer.",)
    before = fingerprint(register.db)
    judge(register.db, "application", (found.left.id, found.right.id), "same", register.deed(BZK, "Zelfde systeem"))
    assert list_proposals(register.db) == []
    published = get_record(register.db, "application", found.left.id)
    assert (published["owner"]["name"], published["tbb"]) == (
        "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
        "1",
    )
    hosts = register.db.execute(
        "SELECT s.name FROM application_suppliers l JOIN suppliers s ON s.id = l.supplier_id WHERE l.role = 'hosting'"
    ).fetchall()
    assert hosts == [("SSC-ICT",)]
    judge(register.db, "application", (found.left.id, found.right.id), "withdrawn", register.deed(BZK))
    assert fingerprint(register.db) == before
    judge(register.db, "application", (found.left.id, found.right.id), "different", register.deed(BZK))
    assert list_proposals(register.db) == []


def test_a_provider_that_uses_a_provider_is_not_proposed(register: Register) -> None:
    list_of_provider(register, "Berichtenbox")
    vendor = mention(SSC, "objecten", "supplier", "SSC-ICT")
    columns: dict[str, list[str | None]] = {"name": ["Berichtenbox"], "owner": [str(organisation_match("dictu"))]}
    columns["hosting"] = ["{" + vendor + "}"]
    register.bring(organisation_match("dictu"), "lijst", {"application": columns}, type_="provider")
    assert proposed(register) == []
