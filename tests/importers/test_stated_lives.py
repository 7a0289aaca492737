"""OpenEoX, CLE and CycloneDX: what they state of the lives of products, read by content."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from importers import UnreadableFile, choose
from registry.staging import match_id
from registry.version_ranges import cycles_of, range_of
from tests.importers.reading import SOURCE, Result, read

CORE = "https://docs.oasis-open.org/openeox/v1.0/schema/core.json"
OTHER = "https://docs.oasis-open.org/openeox/eox-core/v1.0/schema/core.json"
Shown = dict[str, tuple[str | None, str | None, str | None, str | None]]


def write(folder: Path, content: Any, name: str = "maker.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
    return path


def dates(result: Result) -> Shown:
    """Event, days, as stated, and withdrawn on, by key."""
    fields = ("event", "happens", "stated", "ended_on")
    return {key: tuple(row[field] for field in fields) for key, row in result.records("lifecycle_date").items()}  # type: ignore[misc]


def core(**fields: str) -> dict[str, Any]:
    return {"$schema": CORE, "last_updated": "2026-01-01T00:00:00Z", **fields}


def test_openeox_of_one_release_says_its_product_by_the_name_of_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        core(end_of_life="tba", end_of_security_support="2028-11-09T23:59:59Z", end_of_sales="2027-02-30T00:00:00Z"),
        "PostgreSQL@16.json",
    )
    assert choose(path, path.name).name == "openeox"
    found = read(path, filename=path.name)
    assert dates(found) == {
        "|postgresql@16#end_of_life": ("end_of_life", None, "tba", None),
        "|postgresql@16#end_of_security_support": (
            "end_of_security_support", "[2028-11-09,2028-11-10)", "2028-11-09T23:59:59Z", None),
        "|postgresql@16#end_of_sale": ("end_of_sale", None, "2027-02-30T00:00:00Z", None),
    }  # fmt: skip
    assert found.told() == [(1, None, "not_a_date")]
    given = read(path, filename="a.json", mapping={"product": "Postgres", "version": "16", "vendor": "PGDG"})
    assert list(given.records("product")) == ["pgdg|postgres"]


def test_openeox_in_a_list_with_both_schemas_and_what_is_missing(tmp_path: Path) -> None:
    named = {"vendor_name": "Red Hat", "product_name": "Red Hat Enterprise Linux", "product_version": "7"}
    old = {"vendorName": "Red Hat", "productName": "Red Hat Enterprise Linux", "productVersion": "8"}
    content = {
        "$schema": "https://docs.oasis-open.org/openeox/tbd/schema/shell.json",
        "statements": [
            {"core": core(end_of_life="2024-06-30T00:00:00Z", end_of_security_support="2024-06-30T00:00:00Z"), **named},
            {"core": core(end_of_life="tba") | {"$schema": OTHER}, **old},
            {"core": core(end_of_life="tba", end_of_security_support="tba")},
            {
                "core": core(end_of_life="tba", end_of_security_support="tba") | {"$schema": "https://example.org"},
                **named,
            },
        ],
    }
    found = read(write(tmp_path, content))
    assert {fields["name"] for fields in found.records("product_version").values()} == {"7", "8"}
    assert found.told() == [
        (2, None, "openeox_field_missing"), (3, None, "openeox_without_product"), (4, None, "not_openeox")]  # fmt: skip
    with pytest.raises(UnreadableFile) as raised:
        read(write(tmp_path, core(end_of_life="tba", end_of_security_support="tba")), filename="lijst.json")
    assert raised.value.code == "openeox_without_product"


def cle(events: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    support = [{"id": "standard", "description": "Standard"}, {"id": "extended", "description": "Extended"}]
    stated = [{"published": "2020-01-01T00:00:00Z", **event} for event in events]
    return {"$schema": "https://ecma-tc54.github.io/ECMA-428/cle.v1.0.0.json", "identifier": "pkg:npm/%40voorbeeld/kern",
            "updatedAt": "2021-01-15T00:00:00Z", "definitions": {"support": support}, "events": stated, **more}  # fmt: skip


def test_cle_with_a_correction(tmp_path: Path) -> None:
    major = [{"range": "vers:npm/>=1.0.0|<2.0.0"}]
    content = cle([
        {"id": 6, "type": "endOfSupport", "effective": "2022-06-30T00:00:00Z", "versions": major, "supportId": "extended"},
        {"id": 5, "type": "withdrawn", "effective": "2021-01-15T00:00:00Z", "eventId": 2, "reason": "onjuist"},
        {"id": 4, "type": "endOfSupport", "effective": "2021-01-01T00:00:00Z", "versions": major, "supportId": "standard"},
        {"id": 3, "type": "componentRenamed", "effective": "2020-01-01T00:00:00Z",
         "identifiers": [{"type": "PURL", "value": "pkg:npm/%40voorbeeld/kern-nieuw"}]},
        {"id": 2, "type": "endOfSupport", "effective": "2020-06-01T00:00:00Z", "versions": major, "supportId": "standard"},
        {"id": 1, "type": "released", "effective": "2019-01-01T00:00:00Z", "version": "1"},
    ])  # fmt: skip
    path = write(tmp_path, content)
    assert choose(path, path.name).name == "cle"
    found = read(path)
    key = "pkg:npm/%40voorbeeld/kern@1#"
    support, day = "end_of_security_support", "[2021-01-15,2021-01-16)"
    assert dates(found) == {
        f"{key}end_of_extended_support:6": (
            "end_of_extended_support", "[2022-06-30,2022-07-01)", "2022-06-30T00:00:00Z", None),
        f"{key}{support}:4": (support, "[2021-01-01,2021-01-02)", "2021-01-01T00:00:00Z", None),
        f"{key}{support}:2": (support, "[2020-06-01,2020-06-02)", "2020-06-01T00:00:00Z", day),
        f"{key}general_availability:1": ("general_availability", "[2019-01-01,2019-01-02)", "2019-01-01T00:00:00Z", None),
    }  # fmt: skip
    assert {row["identifier"] for row in found.records("lifecycle_date").values()} == {"1", "2", "4", "6"}
    (product,) = found.records("product").values()
    assert (product["name"], product["aliases"], product["purl"]) == (
        "kern", '{"kern-nieuw"}', "pkg:npm/%40voorbeeld/kern")  # fmt: skip
    assert not found.told()


def test_cle_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    many = [{"range": "vers:npm/>=1.0.0|<3.0.0"}]
    content = [
        cle([
            {"id": 3, "type": "endOfLife", "effective": "2020-01-01T00:00:00Z", "versions": many},
            {"id": 2, "type": "endOfSupport", "effective": "2020-01-01T00:00:00Z", "versions": ["1.0"], "supportId": "goud"},
            {"id": 1, "type": "supersededBy", "effective": "2020-01-01T00:00:00Z", "versions": ["1.0"]},
        ]),
        cle([{"id": 1, "type": "endOfLife", "effective": "binnenkort", "versions": ["1.0", {"version": "1.1"}]}]),
    ]  # fmt: skip
    found = read(write(tmp_path, content))
    assert found.told() == [(1, None, "life_event_unread"), (2, None, "life_event_unread"), (3, None, "life_event_unread"),
                            (4, None, "not_a_date"), (4, None, "not_a_date")]  # fmt: skip
    assert [row[2] for row in dates(found).values()] == ["binnenkort", "binnenkort"]
    with pytest.raises(UnreadableFile) as raised:
        read(write(tmp_path, cle([{"effective": 1}]) | {"identifier": None}))
    assert raised.value.code == "not_cle"


def test_a_bill_of_materials(tmp_path: Path) -> None:
    milestone = "cdx:lifecycle:milestone:"
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"type": "application", "name": "Zaaksysteem", "version": "4.2"}},
        "components": [
            {"type": "framework", "group": "org.voorbeeld", "name": "kern", "version": "2.17.1",
             "purl": "pkg:maven/org.voorbeeld/kern@2.17.1?type=jar", "cpe": "cpe:2.3:a:voorbeeld:kern:2.17.1:*:*:*:*:*:*:*",
             "supplier": {"name": "Voorbeeld B.V."},
             "properties": [{"name": f"{milestone}endOfGuaranteedSupport", "value": "2027-07"},
                            {"name": "landschap:lifecycle:stated:endOfGuaranteedSupport", "value": "juli 2027"},
                            {"name": f"{milestone}endOfSupport", "value": "2029"},
                            {"name": f"{milestone}endOfProduction", "value": "2029-01-01"}],
             "components": [{"type": "library", "name": "binnenin"}, {"type": "file", "name": "a.txt"}]},
            {"type": "library"},
        ],
    }  # fmt: skip
    path = write(tmp_path, content)
    assert choose(path, path.name).name == "cyclonedx"
    found = read(path)
    products = found.records("product")
    assert set(products) == {"|zaaksysteem", "pkg:maven/org.voorbeeld/kern", "|binnenin"}
    kern = products["pkg:maven/org.voorbeeld/kern"]
    assert (kern["name"], kern["cpe"], kern["kind"], kern["vendor"]) == (
        "org.voorbeeld/kern", "cpe:2.3:a:voorbeeld:kern", "framework", match_id(SOURCE, "supplier", "voorbeeld"))  # fmt: skip
    version = found.records("product_version")["pkg:maven/org.voorbeeld/kern@2.17.1"]
    assert version["purl"] == "pkg:maven/org.voorbeeld/kern@2.17.1?type=jar"
    key = "pkg:maven/org.voorbeeld/kern@2.17.1#"
    assert dates(found) == {
        f"{key}end_of_security_support": ("end_of_security_support", "[2027-07-01,2027-08-01)", "juli 2027", None),
        f"{key}end_of_extended_support": ("end_of_extended_support", "[2029-01-01,2030-01-01)", "2029", None),
    }
    assert found.told() == [(2, None, "life_event_unread"), (5, None, "component_without_name")]


@pytest.mark.parametrize(
    ("name", "purl", "written"),
    [("8.2", None, "vers:generic/>=8.2|<8.3"), ("16", "pkg:npm/a", "vers:npm/>=16|<17"), ("2016", None, None),
     ("2016 SP3 (13.0-sp3)", None, None), ("2.0.0", None, "vers:generic/>=2.0.0|<2.0.1")],
)  # fmt: skip
def test_a_cycle_as_a_range_and_back(name: str, purl: str | None, written: str | None) -> None:
    assert range_of(name, purl) == written
    if written:
        assert cycles_of(written) == (name,)


@pytest.mark.parametrize(
    ("text", "cycles"),
    [("vers:npm/>=1.0.0|<2.0.0", ("1",)), ("vers:npm/1.2.3|1.2.4", ("1.2.3", "1.2.4")), ("vers:npm/>=1|<3", ()),
     ("vers:npm/*", ()), (">=1|<2", ()), ("vers:deb/>=1.2a|<1.3", ()), ("vers:npm/>=1.2.3|<1.3.0", ())],
)  # fmt: skip
def test_a_range_that_is_no_cycle_is_none(text: str, cycles: tuple[str, ...]) -> None:
    assert cycles_of(text) == cycles
