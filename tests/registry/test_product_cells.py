"""Cells that list products, and texts that name more than one version."""

import pytest

from registry.product_cells import split_cell
from registry.product_index import Catalogue, Known
from registry.product_spans import Span, Spelled, fit_span, spell_out
from registry.product_versions import fit, version_of

CATALOGUE = Catalogue(
    Known(str(number), (name,))
    for number, name in enumerate([
        "Microsoft Windows Server", "Microsoft Windows", "Microsoft SQL Server", "PostgreSQL", "PHP", "IBM AIX", "Oracle JDK",
        "Veeam Backup & Replication", "Oracle Database", "Microsoft Office", "IBM z/OS", "MySQL", "Oracle Linux",
    ])
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Windows Server 2012 R2, Java 17", ["Windows Server 2012 R2", "Java 17"]),
        ("AIX 7.1 / PostgreSQL 14 / PHP", ["AIX 7.1", "PostgreSQL 14", "PHP"]),
        ("Windows 10 en Office 2016", ["Windows 10", "Office 2016"]),
        ("Windows 10, met Office 2016", ["Windows 10", "Office 2016"]),
        ("PHP/MySQL", ["PHP", "MySQL"]),
        ("AIX 7.1+PostgreSQL 14", ["AIX 7.1", "PostgreSQL 14"]),
        ("Windows Server 2019\nSQL Server 2019", ["Windows Server 2019", "SQL Server 2019"]),
        ("Windows Server 2012, 2016, Java 17", ["Windows Server 2012, 2016", "Java 17"]),
        ("AIX, Linux, Windows", ["AIX, Linux", "Windows"]),
        ("Oracle 12c en PL/SQL", ["Oracle 12c", "PL/SQL"]),
    ],
)
def test_a_cell_that_lists_products(cell: str, parts: list[str]) -> None:
    assert list(split_cell(cell, CATALOGUE)) == parts


@pytest.mark.parametrize(
    "cell",
    [
        "", "TCP/IP", "OS/2", "z/OS 2.4", "PL/SQL", "Veeam Backup and Replication 11", "Windows Server 2012/2016",
        "Windows Server 2012, 2016 en 2019", "SQL Server 2016 (AIX, PHP)", "SQL Server 2016, Standard Edition", "A/S", ",;/+",
    ],
)  # fmt: skip
def test_a_cell_that_lists_nothing(cell: str) -> None:
    assert split_cell(cell, CATALOGUE) == (cell,)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Windows Server 2012 t/m 2019", Span((2012,), (2019,))),
        ("SQL Server 2012 - 2019", Span((2012,), (2019,))),
        ("Windows 2012-2019", Span((2012,), (2019,))),
        ("Windows Server 2008 R2 t/m 2019", Span((2008,), (2019,), second=True)),
        ("PHP 7.4 tot 8.1", Span((7, 4), (8, 1))),
        ("PHP >= 7.4", Span((7, 4), None)),
        ("PHP > 7.4", Span((7, 4), None, strict=True)),
        ("PHP 7.4+", Span((7, 4), None)),
        ("Windows 7 of hoger", Span((7,), None)),
        ("Java 8 (or higher)", Span((8,), None)),
        ("Log4j <= 2.17", Span(None, (2, 17))),
        ("Java 8 of ouder", Span(None, (8,))),
    ],
)
def test_a_range(text: str, span: Span) -> None:
    assert spell_out(text).span == span


@pytest.mark.parametrize(
    "text",
    [
        "Windows Server 2016 tot 2027", "RHEL 7 t/m 2024", "SLES 15-2", "Windows 10 -> 11", "Notepad++ 8", "Squit 20/20",
        "SQL Server 2019 (01-02-2023)", "Python 3,9", "PHP vanaf 2019", "C++", "Windows Server 2016 + SQL Server 2019",
    ],
)  # fmt: skip
def test_no_range_and_no_list(text: str) -> None:
    assert spell_out(text) == Spelled((text,))


def test_a_list_of_versions() -> None:
    assert [text.split() for text in spell_out("Java 8, 11 en 17 (LTS)").texts] == [
        ["Java", "8", "(LTS)"], ["Java", "11", "(LTS)"], ["Java", "17", "(LTS)"],
    ]  # fmt: skip


def test_a_range_is_never_one_release() -> None:
    names = ["2008-r2", "2008", "2012", "2016", "1809-sac"]
    assert fit_span(Span((2012,), (2016,)), names).cycles == ("2012", "2016")
    assert fit_span(Span((2008,), (2012,), second=True), names).cycles == ("2008-r2", "2012")
    assert fit_span(Span((2012,), None, strict=True), names).cycles == ("2016",)
    assert fit_span(Span((2012,), None, strict=True), names).cycle is None
    assert fit_span(Span((2019,), None), names).why == "unknown"


def test_a_version_that_says_less_than_the_only_cycle_asserts_none() -> None:
    found = fit(version_of(["7"]), ["8.1", "7.21"])
    assert (found.cycles, found.cycle) == (("7.21",), None)
    assert fit(version_of(["9"]), ["9.0", "8.5", "8.0"]).cycle == "9.0"
