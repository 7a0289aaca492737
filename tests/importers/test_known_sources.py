import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from importers import UnreadableFile, choose
from importers.mapping import mapping_files
from importers.vocabulary import NEEDED
from registry.staging import match_id
from tests.importers.reading import SENDER, SOURCE, context, read, read_rows, write_xlsx

ROO = """<?xml version="1.0"?>
<x:overheidsorganisaties xmlns:x="https://voorbeeld.nl/export/9.9"><x:organisaties>
 <x:organisatie x:systeemId="1" x:resourceIdentifierTOOI="https://identifier.overheid.nl/tooi/id/ministerie/mnre9">
  <x:naam>Ministerie van Zaken</x:naam><x:afkorting>ZAK</x:afkorting><x:types><x:type>Ministerie</x:type></x:types>
  <x:startDatum>2010-10-14</x:startDatum><x:eindDatum>2020-12-31</x:eindDatum>
  <x:organisaties><x:organisatie x:systeemId="2"><x:naam>Directie Post</x:naam><x:types><x:type>Directie</x:type></x:types>
   <x:kvkNummer>1234567</x:kvkNummer>
  </x:organisatie></x:organisaties>
 </x:organisatie>
</x:organisaties></x:overheidsorganisaties>"""


def test_websites_of_2016(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["domeinnaam", "organisatie", "organisatie-onderdeel"],
        ["voorbeeld.nl", "ZAK", "NA"],
        ["post.nl", "ZAK", ""],
    ]
    found = read_rows(tmp_path, rows, delimiter=",")
    owner = match_id(SOURCE, "organisation", "zak")
    assert found.records("application") == {
        "voorbeeld.nl": {
            "name": "voorbeeld.nl",
            "owner": match_id(SOURCE, "organisation", "na|zak"),
            "kind": "website",
            "url": "voorbeeld.nl",
        },
        "post.nl": {"name": "post.nl", "owner": owner, "kind": "website", "url": "post.nl"},
    }


def test_websites_of_today_lean_on_a_platform(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["", "", "", "", "", "", "Domeinnaambeleid", "Websitetest", "", "E-mailtest", "", ""],
        [
            "URL",
            "Organisatietype",
            "Organisatie",
            "Suborganisatie",
            "Afdeling",
            "Bezoeken/mnd",
            "Voldoet",
            "Totaal",
            "Testdatum",
            "Totaal",
            "Testdatum",
            "Platformgebruik",
        ],
        [
            "http://www.voorbeeld.nl",
            "Rijksoverheid",
            "ZAK",
            "",
            "",
            21513009,
            "ja",
            "ja",
            "",
            "nee",
            "",
            "Standaardplatform (ZAK/Dienst)",
        ],
    ]
    found = read(write_xlsx(tmp_path / "websiteregister.xlsx", {"Sheet1": rows}))
    (application,) = found.records("application").values()
    assert (application["name"], application["url"]) == ("voorbeeld.nl", "http://www.voorbeeld.nl")
    assert "Websitetest / Testdatum" in found.mapped()
    (service,) = found.records("cloud_service").values()
    assert service == {
        "name": "Standaardplatform (ZAK/Dienst)",
        "supplier": match_id(SOURCE, "supplier", "dienst"),
    }
    assert len(found.records("dependency")) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_algorithms(tmp_path: Path, packed: bool) -> None:
    records = [
        {
            "id": "7",
            "title": "Slimme kaart",
            "organisatie": "Gemeente X",
            "status": "in_gebruik",
            "doel": "Kijken",
            "url": "https://a.nl",
        },
        {"id": "8", "title": "Oud", "organisatie": "", "status": "raar"},
        {"id": "9", "title": "", "organisatie": "Gemeente X", "status": "ontwikkeling"},
    ]
    content = orjson.dumps({"algoritmes": records})
    path = tmp_path / ("a.json.gz" if packed else "a.json")
    path.write_bytes(gzip.compress(content) if packed else content)
    found = read(path)
    owner = match_id(SOURCE, "organisation", "gemeente x")
    assert found.records("application") == {
        "7": {
            "name": "Slimme kaart",
            "owner": owner,
            "description": "Kijken",
            "kind": "algorithm",
            "lifecycle_state": "in_production",
            "url": "https://a.nl",
        },
        "8": {
            "name": "Oud",
            "owner": SENDER,
            "description": None,
            "kind": "algorithm",
            "lifecycle_state": None,
            "url": None,
        },
    }
    assert found.told() == [(2, None, "unknown_code"), (3, None, "name_missing")]


def test_government_organisations_of_any_version_of_the_namespace(tmp_path: Path) -> None:
    path = tmp_path / "exportOO.xml"
    path.write_text(ROO, encoding="utf-8")
    found = read(path)
    organisations = found.records("organisation")
    assert organisations["1"]["kind"] == "ministry"
    assert organisations["1"]["tooi"] == "https://identifier.overheid.nl/tooi/id/ministerie/mnre9"
    ids = {key: match_id(SOURCE, "organisation", key) for key in organisations}
    assert found.records("organisation_relation") == {
        "2<1": {"organisation": ids["2"], "related": ids["1"], "relation": "part_of", "valid": "(,2021-01-01)"}
    }
    assert found.records("organisation_name")["1@Ministerie van Zaken"]["valid"] == "[2010-10-14,2021-01-01)"
    assert found.told() == [(2, None, "kvk_seven_digits")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", b'{"algoritmes": [1, 2]}', "not_an_algorithm_register"),
        ("a.json", b'{"algoritmes": [', "not_an_algorithm_register"),
        ("a.xml", b"<?xml version='1.0'?><overheidsorganisaties><organisatie>", "not_an_organisation_register"),
        (
            "a.xml",
            b"<!DOCTYPE x [<!ENTITY a 'b'>]><overheidsorganisaties>&a;</overheidsorganisaties>",
            "not_an_organisation_register",
        ),
    ],
)
def test_broken_registers_are_told_so(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as raised:
        list(choose(path, name).read(path, context()))
    assert raised.value.code == code


def test_a_split_column_gives_key_and_name(tmp_path: Path) -> None:
    rows = [["Use Case ID/Name", "Mission Area", "Current stage of development", "Date Implemented"]]
    rows += [
        ["XX-001: Repair", "A", "Stage 4 - Operation and Maintenance (in use)", "6/9/2020"],
        ["No number", "A", "", ""],
    ]
    found = read_rows(tmp_path, rows, delimiter=",")
    assert {key: one["name"] for key, one in found.records("application").items()} == {
        "XX-001": "Repair",
        "no number": "No number",
    }
    assert found.records("application")["XX-001"]["actual_start"] == "[2020-06-09,2020-06-10)"


def test_every_mapping_file_is_sound() -> None:
    assert len(mapping_files()) >= 8
    for mapping in mapping_files():
        targets = {target for target in mapping.columns.values() if target}
        targets |= {target for split in mapping.splits for target in split.targets(mapping.kind or "")}
        assert mapping.kind in NEEDED, mapping.name
        assert mapping.recognise, mapping.name
        assert targets & set(NEEDED[mapping.kind]), mapping.name
