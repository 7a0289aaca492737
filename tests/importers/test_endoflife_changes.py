"""What the list of endoflife.date does between two times: renames, withdraws, shrinks."""

from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
from sqlalchemy import make_url

from cli.database import libpq_address
from importers.pipeline import SOURCE_TYPES, receive_upload, stage_import
from registry.applying import apply_import
from registry.fingerprint import fingerprint
from registry.queries.lifecycle_statements import list_statements
from registry.queries.listed_products import list_products_of
from registry.receiving import NOBODY, Delivery
from registry.resolving.matching import Db
from registry.staging import source_id
from tests.importers.lifecycle_list import api, compact

SOURCE = source_id(NOBODY, "endoflife.date")


class Lists:
    """Brings lists in, one after another, a day apart."""

    def __init__(self, url: str, folder: Path) -> None:
        self.address, self.folder = libpq_address(make_url(url).render_as_string(hide_password=False)), folder
        self.day = 1

    def bring(self, content: Any, **mapping: str) -> tuple[int, str]:
        """The number of the import and its state: applied, where it could be previewed."""
        self.day += 1
        at = datetime(2026, 9, self.day, 9, tzinfo=UTC)
        delivery = Delivery(NOBODY, "endoflife.date", SOURCE_TYPES["endoflife"], "endoflife", date(2026, 9, self.day),
                            filename="lijst.json", mapping=mapping)  # fmt: skip
        with psycopg.connect(self.address) as db:
            number = receive_upload(db, self.folder, [orjson.dumps(content)], delivery, by="test", at=at).import_id
        stage_import(self.address, self.folder, number, at=at)
        with psycopg.connect(self.address) as db:
            if self.state(db, number) == "previewed":
                apply_import(db, number, by="test", at=at)
            return number, self.state(db, number)

    @staticmethod
    def state(db: Db, number: int) -> str:
        row = db.execute("SELECT state FROM imports WHERE id = %s", (number,)).fetchone()
        return str(row[0]) if row else ""


@pytest.fixture
def lists(fresh_database: str, tmp_path: Path) -> Lists:
    return Lists(fresh_database, tmp_path / "kept")


def product(content: dict[str, Any], slug: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content["products"] if one["name"] == slug)
    return found


def counted(db: Db) -> dict[str, int]:
    rows = db.execute(
        "SELECT 'products', count(*) FROM products UNION ALL SELECT 'versions', count(*) FROM product_versions"
        " UNION ALL SELECT 'dates', count(*) FROM lifecycle_dates UNION ALL"
        " SELECT 'ended', count(*) FROM lifecycle_dates WHERE ended_on IS NOT NULL"
    )
    return dict(rows.fetchall())


def test_a_renamed_product_and_cycle_are_what_they_were(lists: Lists) -> None:
    lists.bring(compact())
    with psycopg.connect(lists.address) as db:
        before, known = counted(db), db.execute("SELECT id FROM products WHERE name ILIKE '%SQL Server%'").fetchone()
    renamed = compact()
    server = product(renamed, "mssqlserver")
    server |= {"name": "sql-server", "aliases": ["mssqlserver"]}  # renamed, the old slug is an alias
    product(renamed, "eclipse-temurin")["name"] = "temurin"  # renamed to what was its alias
    product(renamed, "postgresql")["releases"][0] |= {"name": "13-lts", "releaseDate": "2020-09-24"}
    product(renamed, "postgresql")["releases"][1]["releaseDate"] = "2019-10-03"
    lists.bring(renamed)
    with psycopg.connect(lists.address) as db:
        keys = set(list_products_of(db, SOURCE).products)
        after = counted(db)
        assert db.execute("SELECT id FROM products WHERE name ILIKE '%SQL Server%'").fetchall() == [known]
    assert keys >= {"mssqlserver", "eclipse-temurin"}
    assert not keys & {"sql-server", "temurin"}
    assert (after["products"], after["ended"]) == (before["products"], 0)
    # Nothing told that "13-lts" was "13": neither its name nor its day of release stayed.
    assert after["versions"] == before["versions"] + 1
    again = deepcopy(renamed)
    product(again, "postgresql")["releases"][0]["name"] = "13-long"
    product(again, "sql-server")["aliases"] = []
    lists.bring(again)
    with psycopg.connect(lists.address) as db:
        assert counted(db) == after


def test_two_that_claim_one_old_product_are_both_new(lists: Lists) -> None:
    lists.bring(compact())
    split = compact()
    old = product(split, "oracle-jdk")
    split["products"].remove(old)
    split["products"] += [old | {"name": f"oracle-jdk-{part}", "label": f"Oracle JDK {part}", "aliases": ["oracle-jdk"]}
                          for part in ("se", "ee")]  # fmt: skip
    lists.bring(split)
    with psycopg.connect(lists.address) as db:
        assert set(list_products_of(db, SOURCE).products) >= {"oracle-jdk", "oracle-jdk-se", "oracle-jdk-ee"}


def test_what_is_stated_no_more_is_withdrawn_unless_it_is_not_kept(lists: Lists) -> None:
    lists.bring(compact())
    less = compact()
    windows = product(less, "windows-server")
    del windows["releases"][0]["eoas"]
    rhel = product(less, "rhel")
    rhel["labels"] = {"eoes": None, "eol": "Support"}
    del rhel["releases"][1]["eoes"]
    less["products"].remove(product(less, "log4j"))
    lists.bring(less)
    with psycopg.connect(lists.address) as db:
        rows = db.execute(
            "SELECT v.name, d.event, d.stated, d.product_version_id FROM lifecycle_dates d"
            " JOIN product_versions v ON v.id = d.product_version_id WHERE d.ended_on IS NOT NULL"
        ).fetchall()
        assert [row[:3] for row in rows] == [("2016", "end_of_active_support", "2022-01-11")]
        (first,) = (one for one in list_statements(db, rows[0][3]).statements if one.event == "end_of_active_support")
        assert (first.stated, first.ended) == ("2022-01-11", "withdrawn")
    lists.bring(compact())
    with psycopg.connect(lists.address) as db:
        series = [
            one.ended for one in list_statements(db, rows[0][3]).statements if one.event == "end_of_active_support"
        ]
        assert series == ["withdrawn", None]


def test_a_list_that_shrinks_by_half_is_refused_with_an_alarm(lists: Lists) -> None:
    lists.bring(compact())
    short = compact()
    short["products"] = short["products"][:4]
    with psycopg.connect(lists.address) as db:
        known = fingerprint(db)
    number, state = lists.bring(short)
    assert state == "failed"
    with psycopg.connect(lists.address) as db:
        assert fingerprint(db) == known
        told = db.execute("SELECT subject_kind, subject_id, data FROM events WHERE type = 'source.shrank'").fetchall()
        failure = db.execute("SELECT failure FROM imports WHERE id = %s", (number,)).fetchone()
    data = {"name": "endoflife.date", "import": number, "of": "products", "before": 9, "after": 4}
    assert told == [("source", SOURCE, data)]
    assert failure == ("source_shrank",)
    accepted, state = lists.bring(short, although_shorter="De andere producten zijn bij de bron vervallen")
    assert state == "applied"
    with psycopg.connect(lists.address) as db:
        row = db.execute("SELECT mapping ->> 'although_shorter' FROM imports WHERE id = %s", (accepted,)).fetchone()
        assert row == ("De andere producten zijn bij de bron vervallen",)
        assert list_products_of(db, SOURCE).product_count == 4  # from here on that is the list to compare with
    fewer = compact()
    for one in fewer["products"]:
        one["releases"] = one["releases"][:1]
    lists.bring(compact())
    assert lists.bring(fewer)[1] == "failed"  # as many products, half of their cycles


def test_a_few_products_asked_for_one_by_one_are_no_shrunken_list(lists: Lists) -> None:
    lists.bring(api())
    with psycopg.connect(lists.address) as db:
        before = counted(db)
    one = api()["result"][0]
    one["releases"][0]["eolFrom"] = "2028-01-11"
    assert lists.bring({"schema_version": "1.2.1", "result": one})[1] == "applied"
    assert lists.bring([{"result": two} for two in api()["result"][1:3]])[1] == "applied"
    with psycopg.connect(lists.address) as db:
        assert counted(db) == before
        found = db.execute("SELECT count(*) FROM lifecycle_dates WHERE stated = '2028-01-11'").fetchone()
        assert found == (1,)


def test_odd_dates_are_kept_as_written_without_a_day(lists: Lists) -> None:
    odd = compact()
    releases = product(odd, "windows-server")["releases"]
    for release, stated in zip(releases, ("9999-12-31", "1899-12-30", "2027-02-29"), strict=True):
        release["eol"] = stated
    product(odd, "rhel")["releases"][0]["eol"] = "2028-02-29"
    number, _ = lists.bring(odd)
    with psycopg.connect(lists.address) as db:
        rows = db.execute(
            "SELECT stated, happens::text FROM lifecycle_dates WHERE stated ~ '9999|1899|02-29' ORDER BY stated"
        ).fetchall()
        problems = db.execute(
            "SELECT code, value FROM problems WHERE import_id = %s ORDER BY value", (number,)
        ).fetchall()
    assert rows == [("1899-12-30", None), ("2027-02-29", None), ("2028-02-29", "[2028-02-29,2028-03-01)"),
                    ("9999-12-31", None)]  # fmt: skip
    assert problems == [
        ("excel_zero_date", "1899-12-30"),
        ("not_a_date", "2027-02-29"),
        ("no_end_stated", "9999-12-31"),
    ]
