"""Inventories and the catalogue of products meet in the register: by rule, in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from importers.versions import split_version
from registry.fingerprint import fingerprint
from registry.judging import judge
from registry.names import name_key
from registry.queries.review import list_review
from registry.receiving import NOBODY
from registry.resolving.matching import Db
from registry.staging import array_text, match_id
from tests.importers.lifecycle_list import api
from tests.importers.test_endoflife import SOURCE, bring, write
from tests.registry.bringing import Register, mention, open_register

CELLS = ("Win Srv 2016 Std", "SQL2019", "Oracle DB 19c EE", "RHEL 7.9", "SQL Server 2014", "Zelfbouw 3", "Office 365")


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


def inventory(register: Register, organisation: UUID, source: str, cells: Sequence[str]) -> int:
    """An inventory of one application for each cell, read as the importer does."""
    products, versions, applications = dict[str, str](), dict[str, tuple[str, str]](), []
    for cell in cells:
        name, version = split_version(cell)
        products.setdefault(name_key(name), name)
        key = f"{name_key(name)}@{name_key(version)}" if version else None
        if key and version:
            versions.setdefault(key, (mention(organisation, source, "product", name_key(name)), version))
        applications.append((cell, name_key(name), key))
    runs = [
        array_text([mention(organisation, source, "product_version", key)] if key else []) for *_, key in applications
    ]
    return register.bring(
        organisation,
        source,
        {
            "product": {"name": list(products.values()), "key": list(products)},
            "product_version": {
                "product": [product for product, _ in versions.values()],
                "name": [version for _, version in versions.values()],
                "key": list(versions),
            },
            "application": {
                "name": [f"App op {cell}" for cell, *_ in applications],
                "products": [array_text([mention(organisation, source, "product", key)]) for _, key, _ in applications],
                "runs_on": runs,
            },
        },
    )


def oracle(register: Register) -> int:
    """A reference list that knows Oracle Database and its releases."""
    product = mention(NOBODY, "eigen", "product", "oracle")
    return register.bring(
        NOBODY,
        "eigen",
        {
            "supplier": {"name": ["Oracle Corporation"], "key": ["oracle"]},
            "product": {
                "name": ["Oracle Database"],
                "key": ["oracle"],
                "vendor": [mention(NOBODY, "eigen", "supplier", "oracle")],
            },
            "product_version": {"product": [product, product], "name": ["19", "12.2"], "key": ["o|19", "o|12.2"]},
        },
        type_="reference",
    )


def shown(db: Db, cell: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Of the application of a cell: its product, its version, the product of that, and the end of support."""
    rows = db.execute(
        """
        SELECT p.name, v.name, q.name, min(lower(d.happens))::text
        FROM applications a
        LEFT JOIN application_products l ON l.application_id = a.id LEFT JOIN products p ON p.id = l.product_id
        LEFT JOIN application_product_versions w ON w.application_id = a.id
        LEFT JOIN product_versions v ON v.id = w.product_version_id LEFT JOIN products q ON q.id = v.product_id
        LEFT JOIN lifecycle_dates d ON d.product_version_id = v.id AND d.event = 'end_of_security_support'
        WHERE a.name = %s GROUP BY 1, 2, 3
        """,
        (f"App op {cell}",),
    ).fetchall()
    assert len(rows) == 1, rows
    return rows[0][0], rows[0][1], rows[0][2], rows[0][3]


def test_an_inventory_finds_the_catalogue(register: Register, tmp_path: Path) -> None:
    bring(register, write(tmp_path, api()))
    oracle(register)
    inventory(register, register.organisation("Ministerie van Zaken", "zak"), "lijst", CELLS)
    windows, server = "Microsoft Windows Server", "Microsoft SQL Server"
    assert {cell: shown(register.db, cell) for cell in CELLS} == {
        "Win Srv 2016 Std": (windows, "2016", windows, "2027-01-12"),
        "SQL2019": (server, "2019 (15.0)", server, "2030-01-08"),
        "Oracle DB 19c EE": ("Oracle Database", "19", "Oracle Database", None),
        "RHEL 7.9": ("Red Hat Enterprise Linux", "7", "Red Hat Enterprise Linux", "2024-06-30"),
        "SQL Server 2014": (server, "2014", server, None),
        "Zelfbouw 3": ("Zelfbouw", "3", "Zelfbouw", None),
        "Office 365": ("Office 365", None, None, None),
    }


def test_the_rulings_are_written_down_once(register: Register, tmp_path: Path) -> None:
    bring(register, write(tmp_path, api()))
    organisation = register.organisation("Ministerie van Zaken", "zak")
    asked = "SELECT verdict, count(*) FROM rule_judgements WHERE kind = 'product' GROUP BY 1 ORDER BY 1"
    for source in ("een", "twee"):
        inventory(register, organisation, source, [*CELLS, "Exotic SQL Server 2016"])
        assert register.db.execute(asked).fetchall() == [("ask", 1), ("same", 3)]
    names = {row[0] for row in register.db.execute("SELECT name FROM products")}
    assert "Exotic SQL Server" in names


def world(register: Register, tmp_path: Path, order: Sequence[str]) -> str:
    """What is published after deliveries in an order; a name with a minus is undone there."""
    numbers = dict[str, int]()
    a, b = UUID(int=1), UUID(int=2)
    register.db.execute("SAVEPOINT world")
    for step in order:
        if step.startswith("-"):
            register.undo(numbers[step[1:]])
        elif step == "list":
            numbers[step] = bring(register, write(tmp_path, api()))
        elif step == "own":
            numbers[step] = oracle(register)
        elif step == "one":
            cells = ("RHEL 7.9", "redhat 7.6", "Win Srv 2016 Std", "Windows 2016", "Windows Server 2016", "Oracle 12c")
            numbers[step] = inventory(register, a, "een", (*cells, "SQL Server 2014", "Exotic SQL Server 2019"))
        else:
            cells = ("RHEL 7", "Windows Server 2016", "Oracle 12.2", "Oracle DB 19c EE", "SQL2019", "SQL Server 2014")
            numbers[step] = inventory(register, b, "twee", cells)
    found = fingerprint(register.db)
    register.db.execute("ROLLBACK TO SAVEPOINT world")
    return found


def test_the_order_does_not_matter(register: Register, tmp_path: Path) -> None:
    found = {order: world(register, tmp_path, order) for order in permutations(("list", "own", "one", "two"))}
    assert len(set(found.values())) == 1, found


@pytest.mark.parametrize("undone", ["list", "own", "one", "two"])
def test_undo_is_as_if_it_never_came(register: Register, tmp_path: Path, undone: str) -> None:
    steps = ["list", "own", "one", "two"]
    expected = world(register, tmp_path, [step for step in steps if step != undone])
    for order in (steps, steps[::-1], [*steps[2:], *steps[:2]]):
        assert world(register, tmp_path, [*order, f"-{undone}"]) == expected


def finer(register: Register) -> int:
    """A reference list that knows one more release of a product that another list knows as well."""
    product = mention(NOBODY, "fijner", "product", "rhel")
    return register.bring(
        NOBODY,
        "fijner",
        {
            "product": {"name": ["Red Hat Enterprise Linux"], "kind": ["operating_system"], "key": ["rhel"]},
            "product_version": {"product": [product], "name": ["7.9"], "key": ["rhel|7.9"]},
        },
        type_="reference",
    )


def test_a_release_that_comes_later_is_found(register: Register, tmp_path: Path) -> None:
    bring(register, write(tmp_path, api()))
    inventory(register, register.organisation("Ministerie van Zaken", "zak"), "lijst", ["RHEL 7.9", "RHEL 7.6"])
    before = fingerprint(register.db)
    number = finer(register)
    assert [shown(register.db, cell)[1] for cell in ("RHEL 7.9", "RHEL 7.6")] == ["7.9", "7"]
    register.undo(number)
    assert [shown(register.db, cell)[1] for cell in ("RHEL 7.9", "RHEL 7.6")] == ["7", "7"]
    assert fingerprint(register.db) == before


def test_a_person_goes_before_the_rules(register: Register, tmp_path: Path) -> None:
    bring(register, write(tmp_path, api()))
    organisation = register.organisation("Ministerie van Zaken", "zak")
    inventory(register, organisation, "lijst", ["Win Srv 2016", "RHEL 7.9"])
    together, before = shown(register.db, "Win Srv 2016"), fingerprint(register.db)
    pair = (
        UUID(match_id(SOURCE, "product", "windows-server")),
        UUID(mention(organisation, "lijst", "product", "win srv")),
    )
    judge(register.db, "product", pair, "different", register.deed(organisation))
    assert shown(register.db, "Win Srv 2016") == ("Win Srv", "2016", "Win Srv", None)
    assert shown(register.db, "RHEL 7.9")[1] == "7"
    judge(register.db, "product", pair, "withdrawn", register.deed(organisation))
    assert (shown(register.db, "Win Srv 2016"), fingerprint(register.db)) == (together, before)


def test_what_is_not_sure_is_asked(register: Register, tmp_path: Path) -> None:
    bring(register, write(tmp_path, api()))
    organisation = register.organisation("Ministerie van Zaken", "zak")
    inventory(register, organisation, "lijst", ["Java 11", "Java 8", "Exotic SQL Server 2016", "RHEL 7", "Zelfbouw 3"])
    asked = list_review(register.db, "product", limit=2)
    found = [*asked.items, *list_review(register.db, "product", after=asked.next).items]
    assert [(one.left.name, one.right.name, one.moves.applications) for one in found[2:]] == [
        ("Microsoft SQL Server", "Exotic SQL Server", 1)
    ]
    assert {(one.left.name, one.right.name, one.moves.applications) for one in found[:2]} == {
        ("Oracle JDK", "Java", 2), ("Eclipse Temurin", "Java", 2)}  # fmt: skip
    assert found[2].reasons_against[0][1] == "Not explained: 'exotic'. It may be another product."
    pair = (found[2].left.id, found[2].right.id)
    judge(register.db, "product", pair, "same", register.deed(organisation))
    assert shown(register.db, "Exotic SQL Server 2016")[0] == "Microsoft SQL Server"
    assert len(list_review(register.db, "product").items) == 2
    judge(register.db, "product", pair, "withdrawn", register.deed(organisation))
    judge(register.db, "product", pair, "different", register.deed(organisation))
    assert len(list_review(register.db, "product").items) == 2


def test_more_spellings_than_nine_of_one_product_are_one(register: Register, tmp_path: Path) -> None:
    spellings = ("Win Srv", "Windows Srv", "Win Server", "Windows Svr", "Win Svr", "Windows-Server", "Windows Server Std",
                 "MS Windows Server", "Microsoft Windows Srv", "Windows Server Standard", "Windows Server DC",
                 "Win Srv Datacenter")  # fmt: skip
    bring(register, write(tmp_path, api()))
    inventory(register, register.organisation("Ministerie van Zaken", "zak"), "lijst", spellings)
    assert {shown(register.db, one)[0] for one in spellings} == {"Microsoft Windows Server"}
