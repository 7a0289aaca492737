import pytest

from importers.application_parts import split_version
from importers.mentions import parse_supplier, split_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Microsoft", ("Microsoft",)),
        ("Microsoft; Oracle", ("Microsoft", "Oracle")),
        ("Microsoft\nOracle", ("Microsoft", "Oracle")),
        ("Microsoft, Oracle en SAP", ("Microsoft", "Oracle", "SAP")),
        ("Centric/PinkRoccade", ("Centric", "PinkRoccade")),
        ("Nétive, Inc.", ("Nétive, Inc.",)),
        ("Deloitte Consulting, LLC", ("Deloitte Consulting, LLC",)),
        ("Bakker en Zonen", ("Bakker en Zonen",)),
        ("Ernst & Young", ("Ernst & Young",)),
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


def test_in_house_is_no_supplier() -> None:
    assert parse_supplier("Eigen beheer").unknown == "in_house"
    assert parse_supplier("Beheer B.V.").text == "Beheer B.V."
