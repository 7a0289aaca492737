from pathlib import Path

from registry.staging import match_id
from tests.importers.reading import SENDER, SOURCE, read_rows, supplier_id


def test_a_table_of_suppliers_with_their_parents(tmp_path: Path) -> None:
    rows = [
        ["Leverancier", "KvK", "Land", "Moederbedrijf"],
        ["Voorbeeld B.V.", "12345678", "Nederland", "Example Inc."],
    ]
    found = read_rows(tmp_path, rows)
    assert found.records("supplier")["voorbeeld"] == {
        "name": "Voorbeeld B.V.",
        "kvk": "12345678",
        "country_of_incorporation": "NL",
    }
    assert found.records("ownership") == {
        "voorbeeld->example": {"supplier": supplier_id("voorbeeld"), "parent": supplier_id("example")}
    }


def test_a_table_of_cloud_services(tmp_path: Path) -> None:
    rows = [
        ["Clouddienst", "Aanbieder", "Cloudtype", "Materieel", "Datalocatie"],
        ["Wolk", "Example Inc.", "publiek", "nee", "NL, DE"],
    ]
    (service,) = read_rows(tmp_path, rows).records("cloud_service").values()
    assert service == {
        "name": "Wolk",
        "supplier": supplier_id("example"),
        "deployment": "public",
        "materiality": "not_material",
        "storage_countries": "{DE,NL}",
    }


def test_a_table_of_contracts(tmp_path: Path) -> None:
    rows = [
        ["Contractnummer", "Contractpartij", "Einddatum", "Opzegtermijn", "Contractwaarde"],
        ["C-1", "Voorbeeld", "2027", "3 maanden", "staffel 5"],
    ]
    (contract,) = read_rows(tmp_path, rows).records("contract").values()
    assert contract == {
        "name": "C-1",
        "organisation": SENDER,
        "supplier": supplier_id("voorbeeld"),
        "ends": "[2027-01-01,2028-01-01)",
        "notice_days": "90",
        "annual_value_min": "250000",
        "annual_value_max": "500000",
        "currency": "EUR",
    }


def test_dependencies_by_the_keys_of_the_source(tmp_path: Path) -> None:
    rows = [
        ["product_id", "product_csp", "leverages_id"],
        ["P1", "Example", "P2"],
        ["P2", "Example", "P1"],
        ["P3", "Example", ""],
    ]
    found = read_rows(tmp_path, rows, delimiter=",")
    ids = {key: match_id(SOURCE, "cloud_service", key) for key in ("P1", "P2")}
    assert [(one["service"], one["on_service"]) for one in found.records("dependency").values()] == [
        (ids["P1"], ids["P2"]),
        (ids["P2"], ids["P1"]),
    ]
    assert found.told() == [(4, None, "dependency_incomplete")]


def test_repeated_rows_of_one_supplier_keep_a_number_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["Stichting", "Jaar van oprichting", "Betrokkenheid Rijk bij oprichting"],
        ["Goed Doel", "1990", "Ja."],
        ["Goed Doel", "1965_1988", "ja"],
    ]
    found = read_rows(tmp_path, rows, delimiter=",")
    assert found.records("supplier") == {
        "goed doel": {"name": "Goed Doel", "kind": "foundation", "founded": "[1990-01-01,1991-01-01)"},
        "goed doel#2": {"name": "Goed Doel", "kind": "foundation", "founded": None},
    }
    assert found.told() == [(3, None, "duplicate_key"), (3, 1, "not_a_date")] or found.told() == [
        (3, 1, "not_a_date"),
        (3, None, "duplicate_key"),
    ]
