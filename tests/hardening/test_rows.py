"""What is odd inside a file that can be read: the wrong sender, keys that come back, formulas, impossible values."""

import csv
import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from tests.hardening.desk import Desk, lines

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0"]


def test_the_file_of_another_organisation_is_told_with_the_reason(desk: Desk) -> None:
    rows = [["Applicatie", "Eigenaar"], *([f"A{n}", "SZW"] for n in range(9)), ["B", "BZK"]]
    number = desk.bring(lines(*rows))
    assert desk.codes(number) == {"other_organisation"}
    told = desk.one("SELECT parameters FROM problems WHERE import_id = %s AND code = 'other_organisation'", number)
    assert (told["found"], told["count"], told["total"]) == ("SZW", 9, 10)


def test_a_key_that_comes_back_keeps_what_hangs_on_it(desk: Desk) -> None:
    head = "Applicatie-ID;Applicatie;Hosting leverancier;Type cloud;Clouddienst;Jaarlijkse kosten;Contractnummer\n"
    rows = "D-1;Kaart;Esri;public;ArcGIS Online;100;K-1\nD-1;Kaart twee;Oracle;private;OCI;200;K-2\nD-1;Kaart drie;SAP;;;300;\n"
    number = desk.bring((head + rows).encode(), source="dubbel")
    assert desk.codes(number) == {"duplicate_key"}
    before = desk.fingerprint()
    desk.apply(number)
    query = """
        SELECT a.name, (SELECT min(s.name) FROM dependencies d JOIN cloud_services s ON s.id = d.on_service_id
                        WHERE d.application_id = a.id),
               (SELECT sum(c.amount_min) FROM costs c WHERE c.application_id = a.id),
               (SELECT min(c.name) FROM application_contracts l JOIN contracts c ON c.id = l.contract_id
                WHERE l.application_id = a.id)
        FROM applications a WHERE a.name LIKE 'Kaart%%' ORDER BY a.name
    """
    with desk.connect() as db:
        found = [tuple(row) for row in db.execute(query)]
    assert found == [
        ("Kaart", "ArcGIS Online", 100, "K-1"), ("Kaart drie", None, 300, None), ("Kaart twee", "OCI", 200, "K-2"),
    ]  # fmt: skip
    desk.undo(number)
    assert desk.fingerprint() == before


def test_one_key_for_every_row_does_not_take_for_ever(desk: Desk) -> None:
    head = "Applicatie-ID;Applicatie\n"
    number = desk.bring((head + "".join(f"X-1;App {n}\n" for n in range(20_000))).encode())
    assert desk.one("SELECT count(*) FROM staged_rows WHERE import_id = %s AND kind = 'application'", number) == 20_000
    assert desk.one("SELECT count(*) FROM problems WHERE import_id = %s", number) < 2_100
    assert desk.codes(number) == {"duplicate_key", "more_problems"}


def test_formulas_are_text_and_stay_inert_in_every_export(desk: Desk, client: TestClient, tmp_path: Path) -> None:
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";")
    writer.writerow(["Applicatie", "Softwareleverancier", "Omschrijving", "=1+1"])
    writer.writerows([[text, f"{text} BV", text, text] for text in FORMULAS])
    desk.apply(desk.bring(content.getvalue().encode(), source="=1+1"))
    kept = {" ".join(text.split()) for text in FORMULAS}
    assert kept <= set(desk.names())
    for path in ("applications", "suppliers", "reports/concentration"):
        answer = client.get(f"/v1/{path}", headers={"Accept": "text/csv"})
        assert answer.status_code == 200, answer.text
        texts = [cell for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";") for cell in row]
        assert [
            cell for cell in texts if cell.startswith(("=", "+", "@", "\t", "\r", "-")) and not is_number(cell)
        ] == []
    workbook = client.get(f"/v1/exports/{desk.bzk}")
    (tmp_path / "uit.xlsx").write_bytes(workbook.content)
    assert b"<f>" not in sheets_of(tmp_path / "uit.xlsx")
    cells = [
        cell
        for row in CalamineWorkbook.from_path(str(tmp_path / "uit.xlsx")).get_sheet_by_index(1).to_python()
        for cell in row
    ]
    assert kept <= {str(cell) for cell in cells}


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def sheets_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as file:
        return b"".join(file.read(name) for name in file.namelist() if "worksheets" in name)


# Field by heading, and what each written value becomes: text of the published value, and the code of its problem.
VALUES: list[tuple[str, str, str, Any, str | None]] = [
    ("Geplande einddatum", "planned_end", "9999-12-31", None, None),
    ("Geplande einddatum", "planned_end", "1899-12-30", None, "excel_zero_date"),
    ("Geplande einddatum", "planned_end", "29-02-2027", None, "not_a_date"),
    ("Geplande einddatum", "planned_end", "29-02-2028", "[2028-02-29,2028-03-01)", None),
    ("Geplande einddatum", "planned_end", "31-02-2027", None, "not_a_date"),
    ("Geplande einddatum", "planned_end", "0000-00-00", None, "not_a_date"),
    ("Geplande einddatum", "planned_end", "31-12-20266", None, "not_a_date"),
    ("Geplande einddatum", "planned_end", "9998-12-31", "[9998-12-31,9999-01-01)", None),
    ("Geplande einddatum", "planned_end", "٢٠٢٧-01-01", "[2027-01-01,2027-01-02)", None),
    ("Aantal gebruikers", "user_count", "1e400", None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "NaN", None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "−5", None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "-5", None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "1" * 25, None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "3000000000", None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "1٣", 13, None),
    ("Aantal gebruikers", "user_count", "²", None, "not_a_number"),
    ("Aantal gebruikers", "user_count", "9" * 100_000, None, "not_a_number"),
]


@pytest.mark.parametrize("field", sorted({one[1] for one in VALUES}))
def test_impossible_values_are_told_and_possible_ones_kept(desk: Desk, field: str) -> None:
    mine = [one for one in VALUES if one[1] == field]
    head = f"Applicatie;{mine[0][0]}\n"
    number = desk.bring((head + "".join(f"V{at:03};{one[2]}\n" for at, one in enumerate(mine))).encode())
    assert desk.state(number) == "previewed", desk.codes(number)
    desk.apply(number)
    with desk.connect() as db:
        told = dict(
            db.execute(
                "SELECT row_number, code FROM problems WHERE import_id = %s AND severity <> 'note'", (number,)
            ).fetchall()
        )
        rows = db.execute(f"SELECT {field}::text FROM applications WHERE name LIKE 'V0%%' ORDER BY name").fetchall()
    found = [(one[2], row[0], told.get(at + 2)) for at, (one, row) in enumerate(zip(mine, rows, strict=True))]
    assert found == [(one[2], None if one[3] is None else str(one[3]), one[4]) for one in mine]


AMOUNTS = [
    "1e400",
    "NaN",
    "−5",
    "-5",
    "1" * 25,
    "Infinity",
    "1٣",
    "9.99E+99",
    "1,2,3",
    "€",
    "0x10",
    "12.000.000.000.000,00",
]


def test_impossible_amounts_stop_nothing(desk: Desk) -> None:
    head = "Applicatie;Jaarlijkse kosten;Contractwaarde per jaar;Contractnummer\n"
    number = desk.bring((head + "".join(f"V{at};{one};{one};C{at}\n" for at, one in enumerate(AMOUNTS))).encode())
    assert desk.state(number) == "previewed", desk.codes(number)
    desk.apply(number)
    assert desk.codes(number) <= {"not_an_amount", "not_a_number", "out_of_range", "negative_amount"}
    desk.undo(number)


TEXTS = {
    "emoji": "Zaak 🏛️👩‍💻",
    "right to left": "نظام \u202eevil\u202c",
    "zero width": "Za\u200bak\ufeff",
    "long": "lang " * 20_000,
    "null": "nul\x00letter",
    "backslash": "a\\b\\.\\N",
    "quotes": "a\"b'c",
    "html": "<script>alert('x')</script>",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "percent": "100%s %(x)s {0} {name}",
    "combining": "e" + "\u0301" * 500,
    "control": "a\x01\x02\x1f\x7fb",
    "separator": "a\u2028b\u2029c\x85d",
}


def test_texts_of_every_kind_come_through_and_harm_no_page(desk: Desk, client: TestClient) -> None:
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(["Applicatie", "Softwareleverancier", "Omschrijving", "<b>Kop</b>", "Domein"])
    writer.writerows([[text, f"L {text}", text, text, text] for text in TEXTS.values()])
    number = desk.bring(
        content.getvalue().encode(), source="<img src=x onerror=alert(1)>", filename="<svg onload=alert(1)>.csv"
    )
    assert desk.state(number) == "previewed", desk.codes(number)
    desk.apply(number)
    with desk.connect() as db:
        html = db.execute("SELECT id FROM applications WHERE name LIKE '<script>%'").fetchone()
    assert html
    pages = [
        *("/", "/imports", f"/imports/{number}", f"/imports/{number}/problemen", f"/imports/{number}/plan"),
        *("/applicaties", "/leveranciers", f"/applicaties/{html[0]}", "/applicaties?zoek=<script>alert(1)</script>"),
        "/v1/applications?limit=100",
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code in {200, 404}, (page, answer.text[:500])
        if "html" in answer.headers["content-type"]:
            for evil in ("<script>alert", "<img src=x", "<svg onload", "<b>Kop"):
                assert evil not in answer.text, (page, evil)
    names = {row["name"] for row in client.get("/v1/applications?limit=100").json()["items"]}
    assert {"Zaak 🏛️👩‍💻", "a\\b\\.\\N", "<script>alert('x')</script>", "{{ 7*7 }}{% raw %}${7*7}"} <= names


def test_one_name_that_is_longer_than_an_index_can_hold(desk: Desk) -> None:
    chance, name = random.Random(2), "Kaart"
    long = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(100_000))
    number = desk.bring(
        f"Applicatie;Softwareleverancier;Contractnummer;Clouddienst\n{long};{long};{long};{long}\n{name};Esri;y;z\n".encode()
    )
    assert desk.state(number) == "previewed", desk.codes(number)
    assert desk.codes(number) == {"name_too_long", "not_a_supplier"}
    before = desk.fingerprint()
    desk.apply(number)
    assert name in desk.names()
    desk.undo(number)
    assert desk.fingerprint() == before


def test_a_cell_that_names_a_thousand_suppliers(desk: Desk) -> None:
    many = "|".join(f"Leverancier {n} B.V." for n in range(1_000))
    roles = ["Softwareleverancier", "Hosting leverancier", "Beheerder", "Reseller", "Ontwikkelaar"]
    number = desk.bring(lines(["Applicatie", *roles], ["Kaart", *[many] * len(roles)]))
    assert desk.state(number) == "previewed", desk.codes(number)
    assert desk.codes(number) == {"names_cut"}
    desk.apply(number)
