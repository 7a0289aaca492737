from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from registry.queries.resolve_products import ResolvedProduct, resolve_products
from registry.staging import match_id, source_id
from tests.importers.lifecycle_list import api
from tests.importers.test_endoflife import bring, write
from tests.registry.bringing import Register, counted, open_register

TODAY = date(2026, 11, 23)


@pytest.fixture
def register(session: Session, tmp_path: Path) -> Register:
    made = open_register(session)
    bring(made, write(tmp_path, api()))
    return made


def shown(found: ResolvedProduct) -> tuple[str | None, str | None, str | None, tuple[str, ...], str | None]:
    worst = found.worst_case
    end = None if worst is None else str(worst.on or worst.stated)
    return found.outcome, found.product.name if found.product else None, found.cycle, found.cycles, end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Win Srv 2016 Std", ("sure", "Microsoft Windows Server", "2016", ("2016",), "2027-01-12")),
        ("Windows 2012 R2", ("sure", "Microsoft Windows Server", "2012-r2", ("2012-r2",), "2023-10-10")),
        ("SQL2019", ("sure", "Microsoft SQL Server", "2019 (15.0)", ("2019 (15.0)",), "2030-01-08")),
        (
            "SQL Server 2014",
            ("sure", "Microsoft SQL Server", None, ("2014 (12.0)", "2014 SP3 (12.0-sp3)"), "2016-07-12"),
        ),
        ("SQL Server 2015", ("sure", "Microsoft SQL Server", None, (), None)),
        ("RHEL 7.9", ("sure", "Red Hat Enterprise Linux", "7", ("7",), "2024-06-30")),
        ("PostgreSQL 12.3 cluster", ("sure", "PostgreSQL", "12", ("12",), "2024-11-21")),
        ("Postgressql 12", ("sure", "PostgreSQL", "12", ("12",), "2024-11-21")),
        ("Postgersql 12", ("sure", "PostgreSQL", "12", ("12",), "2024-11-21")),
        ("Postgersql", ("ask", None, None, (), None)),
        ("PostgreSQL", ("sure", "PostgreSQL", None, (), None)),
        ("Java 11", ("ask", None, None, ("11",), "2023-09-30")),
        ("Java 8", ("sure", "Oracle JDK", "8", ("8",), "2022-03-31")),
        ("Log4j 1.2", ("sure", "Apache Log4j", "1", ("1",), "true")),
        ("Log4j 2.17", ("sure", "Apache Log4j", "2", ("2",), "false")),
        ("SQL Server Management Studio 18", ("new", None, None, (), None)),
        ("SQL Server Superview 2016", ("ask", None, None, (), None)),
        ("Windows Server 2016 / SQL Server 2019", ("sure", None, None, (), None)),
        (
            "Windows Server 2012 t/m 2016",
            ("sure", "Microsoft Windows Server", None, ("2012", "2012-r2", "2016"), "2023-10-10"),
        ),
        ("Windows Server 2012 R2/2016", ("sure", "Microsoft Windows Server", None, ("2012-r2", "2016"), "2023-10-10")),
        ("PostgreSQL 12+", ("sure", "PostgreSQL", None, ("12", "13"), "2024-11-21")),
        ("Office 365 E3", ("new", None, None, (), None)),
        ("TOPdesk", ("new", None, None, (), None)),
        ("n.v.t.", (None, None, None, (), None)),
        ("", (None, None, None, (), None)),
    ],
)
def test_what_a_cell_means(register: Register, text: str, expected: tuple[object, ...]) -> None:
    (found,) = resolve_products(register.db, [text], TODAY)
    assert shown(found) == expected


def test_the_answer_says_why_and_whose(register: Register) -> None:
    (found,) = resolve_products(register.db, ["Exotic SQL Server 2016"], TODAY)
    assert found.reasons[-1][0] == "Niet verklaard: 'exotic'. Het kan een ander product zijn."
    assert found.reasons[-1][1] == "Not explained: 'exotic'. It may be another product."
    assert [one.product.name for one in found.alternatives] == ["Microsoft SQL Server"]
    (found,) = resolve_products(register.db, ["mssql 2016"], TODAY)
    assert found.vendor is not None
    assert found.vendor.name == "Microsoft Corporation"
    (found,) = resolve_products(register.db, ["Java 11"], TODAY)
    assert (found.kind, [one.product.name for one in found.alternatives]) == (
        "family",
        ["Eclipse Temurin", "Oracle JDK"],
    )


def test_each_product_that_a_cell_lists_is_answered(register: Register) -> None:
    (found,) = resolve_products(register.db, ["RHEL 7.9, Java 11; SQL2019"], TODAY)
    assert (found.kind, found.outcome, found.text) == ("several", "ask", "RHEL 7.9, Java 11; SQL2019")
    assert [(one.text, one.kind, one.outcome, one.cycle) for one in found.parts] == [
        ("RHEL 7.9", "product", "sure", "7"),
        ("Java 11", "family", "ask", None),
        ("SQL2019", "product", "sure", "2019 (15.0)"),
    ]


def test_a_handful_of_queries_whatever_the_number_of_cells(register: Register) -> None:
    cells = [f"Win Srv 2016 nummer {number}" for number in range(200)] + ["Postgersql 12", "RHEL 7.9"] * 50
    with counted(register.db) as statements:
        found = resolve_products(register.db, cells, TODAY)
    assert [one.text for one in found] == cells
    assert len(statements) <= 4


def test_an_inventory_makes_no_catalogue(register: Register) -> None:
    organisation = register.organisation("Ministerie van Zaken", "zak")
    before = resolve_products(register.db, ["Zelfbouw 3", "RHEL 7.9"], TODAY)
    register.bring(organisation, "lijst", {"product": {"name": ["Zelfbouw", "RHEL 7.9"]}})
    assert resolve_products(register.db, ["Zelfbouw 3", "RHEL 7.9"], TODAY) == before
    assert before[0].outcome == "new"


def test_an_inventory_makes_no_release_cycles(register: Register) -> None:
    cells = ["RHEL 7.9", "Win Srv 2016 Std", "SQL2019", "SQL Server 2014", "PostgreSQL 12.3"]
    before = resolve_products(register.db, cells, TODAY)
    organisation = register.organisation("Ministerie van Zaken", "zak")
    source = source_id(organisation, "lijst")
    stated = {
        "RHEL": "7.9",
        "Red Hat Enterprise Linux": "7",
        "Windows Server": "2016 Std",
        "SQL Server": "2019",
        "PostgreSQL": "12.3",
    }
    keys = [f"{product}|{version}" for product, version in stated.items()]
    register.bring(
        organisation,
        "lijst",
        {
            "product": {"name": list(stated)},
            "product_version": {
                "key": keys,
                "product": [match_id(source, "product", product) for product in stated],
                "name": list(stated.values()),
            },
            "lifecycle_date": {
                "key": keys,
                "product_version": [match_id(source, "product_version", key) for key in keys],
                "event": ["end_of_security_support"] * len(keys),
                "happens": ["[2001-01-01,2001-01-02)"] * len(keys),
                "stated": ["2001-01-01"] * len(keys),
            },
        },
    )
    assert resolve_products(register.db, cells, TODAY) == before


def test_order_and_repetition_do_not_matter(register: Register) -> None:
    cells = ["RHEL 7.9", "Java 11", "SQL Server 2014", "RHEL 7.9", "Postgersql 12"]
    found = {one.text: one for one in resolve_products(register.db, cells, TODAY)}
    assert resolve_products(register.db, cells[::-1], TODAY) == [found[text] for text in cells[::-1]]
