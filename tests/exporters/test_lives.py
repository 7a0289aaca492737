"""The lives of release cycles as OpenEoX, CLE and CycloneDX: what is written, and that it comes back as it was."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy.orm import Session

from exporters.cyclonedx import component
from exporters.lives import FORMATS
from exporters.openeox import openeox_core
from importers import choose
from registry.dates import bounds
from registry.queries.lifecycle_statements import Life, stream_lives
from registry.staging import Batch
from registry.statements_of_life import Stated, formats, read_statement
from registry.statements_of_life import choose as choose_statement
from tests.importers.reading import context
from tests.registry.bringing import Register, open_register
from tests.registry.test_lifecycle_statements import bring

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def stated(event: str, text: str, known: int = 1, until: int | None = None, ended: str | None = None) -> Stated:
    happens = read_statement(text).happens
    reading = read_statement(text)
    return Stated(
        UUID(int=known), event, text, bounds(happens) if happens else None, reading.precision, None,
        datetime(2026, 1, known, tzinfo=UTC), datetime(2026, 1, until, tzinfo=UTC) if until else None, ended,
        "lijst", "register", None, 1, "lijst.json", 0, 1, date(2026, 1, known), "test", None,
    )  # fmt: skip


def life(*statements: Stated, version: str = "16") -> Life:
    return Life(UUID(int=1), "PostgreSQL", "database", "PGDG", "pkg:generic/postgresql", None, UUID(int=2), version, None,
                "cpe:2.3:a:postgresql:postgresql:16", statements, choose_statement(statements))  # fmt: skip


def written(name: str, *lives: Life) -> Any:
    return orjson.loads(b"".join(FORMATS[name].write(lives, AT)))


SUPPORT = "end_of_security_support"


def test_openeox_of_one_cycle() -> None:
    one = life(
        stated("general_availability", "2023-09-14"), stated(SUPPORT, "Q4 2028", 3), stated("end_of_sale", "tba", 2)
    )
    assert openeox_core(one, AT) == {
        "$schema": "https://docs.oasis-open.org/openeox/v1.0/schema/core.json",
        "general_availability": "2023-09-14T00:00:00Z",
        "end_of_security_support": "2028-10-01T00:00:00Z",
        "end_of_sales": "tba",
        "end_of_life": "tba",
        "last_updated": "2026-01-03T00:00:00Z",
    }
    assert written("openeox", one)["statements"][0]["product_version"] == "16"
    assert orjson.loads(b"".join(FORMATS["openeox"].write_version([one], AT))) == openeox_core(one, AT)


def test_cle_tells_what_was_corrected() -> None:
    one = life(
        stated("general_availability", "2023-09-14", 1),
        stated(SUPPORT, "2028-11-09", 1, 4, "replaced"),
        stated(SUPPORT, "2029-01", 4),
        stated("end_of_life", "true", 5),
    )
    (document,) = written("cle", one)
    assert document["identifier"] == "pkg:generic/postgresql"
    assert document["updatedAt"] == "2026-01-04T00:00:00Z"
    assert [entry["id"] for entry in document["definitions"]["support"]] == ["standard"]
    versions = [{"range": "vers:generic/>=16|<17"}]
    assert document["events"] == [
        {"id": 4, "type": "endOfSupport", "effective": "2029-01-01T00:00:00Z", "published": "2026-01-04T00:00:00Z",
         "versions": versions, "supportId": "standard", "description": "As stated: 2029-01"},
        {"id": 3, "type": "withdrawn", "effective": "2026-01-04T00:00:00Z", "published": "2026-01-04T00:00:00Z",
         "eventId": 2, "reason": "replaced"},
        {"id": 2, "type": "endOfSupport", "effective": "2028-11-09T00:00:00Z", "published": "2026-01-01T00:00:00Z",
         "versions": versions, "supportId": "standard"},
        {"id": 1, "type": "released", "effective": "2023-09-14T00:00:00Z", "published": "2026-01-01T00:00:00Z",
         "version": "16"},
    ]  # fmt: skip


def test_cle_of_a_product_that_is_withdrawn_as_soon_as_it_is_known() -> None:
    at_once = stated(SUPPORT, "2028-11-09", 1, 1, "withdrawn")
    other = replace(life(at_once, version="2016 SP3"), product_purl=None)
    (document,) = written("cle", other)
    assert [(event["id"], event["type"]) for event in document["events"]] == [(2, "withdrawn"), (1, "endOfSupport")]
    assert document["events"][1]["versions"] == [{"version": "2016 SP3"}]
    assert document["identifier"] == "pkg:generic/pgdg/postgresql"


def test_a_component_with_its_dates() -> None:
    found = component(
        life(stated("general_availability", "2023-09-14"), stated(SUPPORT, "Q4 2028"), stated("end_of_life", "tba"))
    )
    assert {name: found[name] for name in ("type", "name", "version", "supplier", "purl")} == {
        "type": "application", "name": "PostgreSQL", "version": "16", "supplier": {"name": "PGDG"},
        "purl": "pkg:generic/postgresql"}  # fmt: skip
    prefix, own = formats()["cyclonedx"]["prefix"], formats()["cyclonedx"]["stated"]
    assert {one["name"]: one["value"] for one in found["properties"]} == {
        f"{prefix}generalAvailability": "2023-09-14", f"{prefix}endOfGuaranteedSupport": "2028-10-01",
        f"{own}endOfGuaranteedSupport": "Q4 2028", f"{own}endOfLife": "tba"}  # fmt: skip


def read_back(name: str, content: bytes, folder: Path) -> dict[tuple[str | None, str | None], str | None]:
    """What our own importer makes of it: days by event and withdrawal, or the words where there are none."""
    path = folder / f"{name}.json"
    path.write_bytes(content)
    chosen = choose(path, path.name)
    assert chosen.name == name
    found: dict[tuple[str | None, str | None], str | None] = {}
    for item in chosen.read(path, context(filename="PostgreSQL@16.json")):
        if isinstance(item, Batch) and item.kind == "lifecycle_date":
            for row in zip(*item.columns, strict=True):
                fields = dict(zip(item.fields, row, strict=True))
                found[fields["event"], fields["ended_on"]] = fields["happens"] or fields["stated"]
    return found


def fill(register: Register) -> None:
    bring(register, "lijst", "2028-11-09")
    bring(register, "lijst", "Q3 2027", as_of="2026-02-01")
    bring(register, "lijst", "2023-09-14", event="general_availability")
    bring(register, "lijst", "tba", event="end_of_life")


@pytest.mark.parametrize("name", list(FORMATS))
def test_what_goes_out_comes_back(session: Session, tmp_path: Path, name: str) -> None:
    register = open_register(session)
    fill(register)
    content = b"".join(FORMATS[name].write(stream_lives(register.db), AT))
    released = "[2023-09-14,2023-09-15)"
    day, withdrawn = "[2027-07-01,2027-07-02)", "[2026-03-01,2026-03-02)"
    assert read_back(name, content, tmp_path) == {
        "openeox": {("general_availability", None): released, (SUPPORT, None): day, ("end_of_life", None): "tba"},
        "cle": {("general_availability", None): released, (SUPPORT, None): day,
                (SUPPORT, withdrawn): "[2028-11-09,2028-11-10)"},
        "cyclonedx": {("general_availability", None): released, (SUPPORT, None): "[2027-07-01,2027-10-01)",
                      ("end_of_life", None): "tba"},
    }[name]  # fmt: skip


def test_the_source_is_told_apart(session: Session) -> None:
    """CLE tells the series of the one source that counts: of two that differ a reader could not tell which."""
    register = open_register(session)
    bring(register, "lijst", "2028-11-09")
    bring(register, "maker", "2028-12-31", type_="statement")
    (document,) = written("cle", *stream_lives(register.db))
    assert [event["effective"] for event in document["events"]] == ["2028-12-31T00:00:00Z"]
