import pytest

from importers.application_parts import split_version
from importers.mentions import split_names
from importers.supplier_names import PERSON, parse_supplier, read_suppliers, stands_alone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Microsoft", ("Microsoft",)),
        ("Microsoft; Oracle", ("Microsoft", "Oracle")),
        ("Microsoft\nOracle", ("Microsoft", "Oracle")),
        ("Microsoft, Oracle en SAP", ("Microsoft", "Oracle", "SAP")),
        ("Centric/PinkRoccade", ("Centric", "PinkRoccade")),
        ("Bakker en Zonen", ("Bakker en Zonen",)),
        ("A/S Data", ("A/S Data",)),
        ("Duo Security (a Cisco Company)", ("Duo Security (a Cisco Company)",)),
        ("Microsoft; Microsoft", ("Microsoft",)),
    ],
)
def test_names_are_parted_only_where_no_part_is_doubtful(text: str, expected: tuple[str, ...]) -> None:
    assert split_names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oracle Database 19c", ("Oracle Database", "19c")),
        ("Windows Server 2016 R2", ("Windows Server", "2016 R2")),
        ("PHP 8.2", ("PHP", "8.2")),
        ("Office 365", ("Office 365", None)),
        ("TOPdesk", ("TOPdesk", None)),
        ("SQL Server v2019", ("SQL Server", "2019")),
    ],
)
def test_a_version_behind_a_product(text: str, expected: tuple[str, str | None]) -> None:
    assert split_version(text) == expected


@pytest.mark.parametrize(
    ("text", "suppliers", "resellers"),
    [
        ("Nétive, Inc.", ("Nétive, Inc.",), ()),
        ("Deloitte Consulting, LLC", ("Deloitte Consulting, LLC",), ()),
        ("Microsoft, Oracle en SAP", ("Microsoft", "Oracle", "SAP"), ()),
        ("Nuance (owned by Microsoft)", ("Nuance",), ()),
        (
            "Protinus IT B.V. (Microsoft Ireland Operations Ltd)",
            ("Microsoft Ireland Operations Ltd",),
            ("Protinus IT B.V.",),
        ),
        ("via SoftwareOne: Microsoft", ("Microsoft",), ("SoftwareOne",)),
        ("Microsoft Office 365", ("Microsoft",), ()),
        ("M365 Copilot", ("M365 Copilot",), ()),
        ("ANONIEM_I&W_01", ("ANONIEM_I&W_01",), ()),
    ],
)
def test_a_reseller_is_not_the_supplier(text: str, suppliers: tuple[str, ...], resellers: tuple[str, ...]) -> None:
    assert read_suppliers(text) == (suppliers, resellers)


def test_a_person_is_not_published_and_stays_apart() -> None:
    (first,), (other,) = (read_suppliers(text).suppliers for text in ("J. de Vries", "dhr. P. Bakker"))
    assert first.startswith(PERSON)
    assert first != other
    assert "vries" not in first.lower()
    assert [stands_alone(name) for name in (first, "ANONIEM_I&W_01", "De Vries Software B.V.")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "unknown", "code"),
    [
        ("TBD", "to_be_determined", None),
        ("unkown", "unknown", None),
        ("[REDACTED]", "redacted", None),
        ("De leverancier levert ook het beheer en dat weten wij niet precies", None, "not_a_supplier"),
        ("Microsoft", None, None),
    ],
)
def test_what_names_nobody_says_why(text: str, unknown: str | None, code: str | None) -> None:
    value = parse_supplier(text)
    assert (value.unknown, value.code) == (unknown, code)


def test_in_house_is_no_supplier() -> None:
    assert parse_supplier("Eigen beheer").unknown == "in_house"
    assert parse_supplier("Beheer B.V.").text == "Beheer B.V."
