import pytest

from importers.mentions import split_names
from importers.supplier_names import PERSON, parse_supplier, read_suppliers, stands_alone
from importers.versions import split_version


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
        ("Win Srv 2016 Std", ("Win Srv Std", "2016")),
        ("ESXi6.7", ("ESXi", "6.7")),
        ("RHEL 7.9", ("RHEL", "7.9")),
        ("Oracle DB 19c EE", ("Oracle DB EE", "19c")),
        ("Exchange 2016 CU23", ("Exchange", "2016 CU23")),
        ("SQL Server 2012 service pack 4", ("SQL Server", "2012 service pack 4")),
        ("Windows Server 2008R2", ("Windows Server", "2008R2")),
        ("Windows Server 2012 R2 Datacenter", ("Windows Server Datacenter", "2012 R2")),
        ("Ubuntu 20.04 LTS", ("Ubuntu", "20.04 LTS")),
        ("Oracle Database (19c)", ("Oracle Database", "19c")),
        ("Node.js v16.x", ("Node.js", "16.x")),
        ("Windows 11", ("Windows", "11")),
        ("Windows 10 22H2", ("Windows", "10 22H2")),
        ("PostgreSQL 12.3 cluster", ("PostgreSQL cluster", "12.3")),
        ("Log4j 2.17.1", ("Log4j", "2.17.1")),
        ("Dynamics 365 9.1", ("Dynamics 365", "9.1")),
        ("MS SQL Srv 2016 Std SP3", ("MS SQL Srv", "2016 Std SP3")),
        ("Windows 10 Enterprise LTSC 2019", ("Windows", "10 Enterprise LTSC 2019")),
        ("AS/400 V7R3", ("AS/400", "7R3")),
        ("SQL Server 2016 op Windows SP2", ("SQL Server 2016 op Windows SP2", None)),
        ("Java 1.8.0_281", ("Java", "1.8.0_281")),
        # What the name alone would not say any more, keeps its version in the name.
        ("Windows 2012 R2", ("Windows 2012 R2", "2012 R2")),
        ("Oracle 12c", ("Oracle 12c", "12c")),
        ("SQL2019", ("SQL2019", "2019")),
        # What is part of a name, is no version.
        ("Office 365 E3", ("Office 365 E3", None)),
        ("Microsoft 365", ("Microsoft 365", None)),
        ("7-Zip", ("7-Zip", None)),
        ("3D Studio", ("3D Studio", None)),
        ("Form 1.0 app", ("Form 1.0 app", None)),
        ("Key2Burgerzaken", ("Key2Burgerzaken", None)),
        ("Key2", ("Key2", None)),
        ("Log4j", ("Log4j", None)),
        ("S/4HANA", ("S/4HANA", None)),
        ("Windows Server 2016 / SQL Server 2019", ("Windows Server 2016 / SQL Server 2019", None)),
        ("2016", ("2016", None)),
        ("x" * 100_000, ("x" * 100_000, None)),
        ("1 " * 50_000, ("1 " * 50_000, None)),
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
