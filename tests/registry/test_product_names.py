import pytest

from registry.product_names import read_product
from registry.product_versions import Cycle, Ending, fit, meant_by, version_of, worst_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Win Srv 2016 Std", "windows server 2016 standard"),
        ("SQL2019", "sql server 2019"),
        ("Oracle DB 19c EE", "oracle database 19 ee"),
        ("RHEL 7.9", "rhel 7.9"),
        ("ESXi6.7", "esxi 6.7"),
        ("Exchange 2016 CU23", "exchange 2016 cu23"),
        ("W10 22H2", "windows 10 22h2"),
        ("Windows Server 2008R2", "windows server 2008 r2"),
        ("W2K12R2", "windows server 2012 r2"),
        (".NET 6", "dotnet 6"),
        ("PHP8.2", "php 8.2"),
        ("k8s 1.27", "kubernetes 1.27"),
        ("Node.js v16.x", "nodejs 16"),
        ("Java 1.8.0_281", "java 8"),
        ("OpenSSL 1.1.1w", "openssl 1.1.1"),
        ("Oracle 12cR2", "oracle database 12 r2"),
        ("AS/400 V7R3", "as400 7.3"),
        ("SAP S/4HANA 2022", "sap s4hana 2022"),
        ("Windows 2016 (EOL 2027)", "windows server 2016"),
        ("SQL Server 2012 service pack 4 (10 licenties)", "sql server 2012 sp4"),
        ("Ｗindows Sérver 2016", "windows server 2016"),
        ("", ""),
        ("🙂 !!! --- ", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert " ".join(read_product(text).words) == words


def test_what_the_words_are() -> None:
    read = read_product("MS SQL Srv 2016 Std SP3 (uitfasering)")
    assert (read.numbers, read.marks, read.editions, read.vendors) == (("2016",), ("sp3",), ("standard",), ())
    assert [read.words[number] for number in read.aside] == ["uitfasering"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "9" * 100_000,
        "9." * 50_000,
        "مرحبا 12",
        "'; DROP TABLE products; --",
        "<b>PHP</b> 8",
        "((((" * 1_000,
    ],
)
def test_any_text_is_read(text: str) -> None:
    assert read_product(text).text == text


SQL = (
    "2019 (15.0)",
    "2016 SP3 (13.0-sp3)",
    "2014 SP3 (12.0-sp3)",
    "2014 (12.0)",
    "2008 R2 SP3 (10.50-sp3)",
    "2008 SP4 (10.0-sp4)",
)
WINDOWS = ("11-23h2-e", "11-23h2-w", "10-22h2", "10-1809-e-lts", "10-1809-e", "10-1809-w", "7-sp1")
SERVER = ("2016", "2012-r2", "2012", "2008-r2-sp1", "2008-sp2", "2003-sp2", "2003")
ORACLE = ("19", "18", "12.2", "12.1", "11.2", "11.1")


@pytest.mark.parametrize(
    ("words", "names", "cycles", "why"),
    [
        ("7.9", ("8", "7"), ("7",), "prefix"),
        ("12.3", ("13", "12", "9.6"), ("12",), "prefix"),
        ("9.7", ("9.6", "9.5"), (), "unknown"),
        ("2014", SQL, ("2014 SP3 (12.0-sp3)", "2014 (12.0)"), "set"),
        ("2014 sp3", SQL, ("2014 SP3 (12.0-sp3)",), "exact"),
        ("12.0", SQL, ("2014 SP3 (12.0-sp3)", "2014 (12.0)"), "set"),
        ("2019 cu15", SQL, ("2019 (15.0)",), "exact"),
        ("2015", SQL, (), "unknown"),
        ("2014 r2", SQL, (), "unknown"),
        ("2008 r2", SQL, ("2008 R2 SP3 (10.50-sp3)",), "exact"),
        ("2008", SQL, ("2008 SP4 (10.0-sp4)",), "exact"),
        ("2012", SERVER, ("2012",), "exact"),
        ("2012 r2", SERVER, ("2012-r2",), "exact"),
        ("2016 r2", SERVER, (), "unknown"),
        ("2003", SERVER, ("2003-sp2", "2003"), "set"),
        ("10 22h2", WINDOWS, ("10-22h2",), "exact"),
        ("11 23h2", WINDOWS, ("11-23h2-e", "11-23h2-w"), "set"),
        ("11 23h2 e", WINDOWS, ("11-23h2-e",), "exact"),
        ("10 1809 e lts", WINDOWS, ("10-1809-e-lts",), "exact"),
        ("10 1234", WINDOWS, (), "unknown"),
        ("10", WINDOWS, ("10-22h2", "10-1809-e-lts", "10-1809-e", "10-1809-w"), "set"),
        ("11.2.0.4", ORACLE, ("11.2",), "prefix"),
        ("12", ORACLE, ("12.2", "12.1"), "set"),
        ("12 r2", ORACLE, ("12.2",), "exact"),
        ("20", ORACLE, (), "unknown"),
        ("15 sp4", ("15.5", "15.4", "12.4"), ("15.4",), "exact"),
        ("8", ("8.5", "8.0", "9.0"), ("8.5", "8.0"), "set"),
        ("9.0", ("9", "8.1"), ("9",), "prefix"),
        ("10.1.3", ("10.1", "10"), ("10.1",), "prefix"),
        ("4.8", ("4.8.1", "4.8"), ("4.8",), "exact"),
        ("19", ("19.6", "19", "18"), ("19.6", "19"), "set"),
        ("", SERVER, (), "unsaid"),
    ],
)
def test_cycles(words: str, names: tuple[str, ...], cycles: tuple[str, ...], why: str) -> None:
    version = version_of(words.split(), frozenset({"e", "w", "lts"}))
    found = fit(version, names)
    assert (found.cycles, found.why) == (cycles, why)


def test_a_model_is_not_another_model() -> None:
    names = ("13-mini", "13-pro", "13")
    assert fit(version_of(["13"]), names, models=True).cycles == ("13",)
    assert fit(version_of(["13"]), names).cycles == names


def test_words_that_stand_for_a_cycle() -> None:
    assert meant_by("Debian", ["bullseye"]) == ["11"]
    assert meant_by("Microsoft Windows", ["10", "enterprise", "ltsc", "2019"]) == ["10", "e", "1809", "e", "lts"]
    assert meant_by("Anders", ["bullseye"]) == ["bullseye"]


def cycle(name: str, stated: str) -> Cycle:
    from datetime import date

    made = Cycle(name)
    made.state("end_of_security_support", date.fromisoformat(stated) if "-" in stated else None, stated)
    return made


def test_the_worst_case_is_what_ends_first() -> None:
    early, late, none, ended = (
        cycle("1", "2020-01-01"),
        cycle("2", "2030-01-01"),
        cycle("3", "false"),
        cycle("4", "true"),
    )
    worst = worst_of([late, early, none])
    assert worst is not None
    assert (worst.cycle, str(worst.on)) == ("1", "2020-01-01")
    assert worst_of([none]) == Ending("end_of_security_support", "3", None, "false")
    assert worst_of([early, ended]) == Ending("end_of_security_support", "4", None, "true")
    assert worst_of([]) is None
