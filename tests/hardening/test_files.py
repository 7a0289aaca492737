"""Files that are no inventory, or hardly: each gets its code and sentence, and the register stays as it was."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.hardening.desk import Desk, lines, packed

HEADER = "Applicatie;Leverancier;Aantal gebruikers\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MB = 1 << 20


def workbook(rows: dict[tuple[int, int], str]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": False}) as book:
        sheet = book.add_worksheet()
        for (row, column), text in rows.items():
            sheet.write_string(row, column, text)
    return content.getvalue()


def declared_large() -> bytes:
    """A workbook of two rows that says to be as large as a sheet can be."""
    small = io.BytesIO(workbook({(0, 0): "Applicatie", (0, 1): "Leverancier", (1, 0): "Kaart", (1, 1): "Esri"}))
    with zipfile.ZipFile(small) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'ref="A1:B2"' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    return packed(dict(parts))


def torn() -> bytes:
    """A workbook in which the packed bytes of one part are no packed bytes."""
    content = bytearray(packed({"xl/workbook.xml": "<x/>" * 500}))
    content[30 + len("xl/workbook.xml")] = 0x07
    return bytes(content)


# What cannot be read at all: the code of the problem, and a state from which a person can go on.
UNREADABLE: dict[str, Callable[[], tuple[str, bytes, str]]] = {
    "nothing": lambda: ("leeg.csv", b"", "empty_file"),
    "blank": lambda: ("leeg.xlsx", b"\xef\xbb\xbf\r\n \t\r\n", "empty_file"),
    "only NUL bytes": lambda: ("nul.csv", b"\x00" * 5_000, "empty_file"),
    "a picture": lambda: ("foto.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not_a_spreadsheet"),
    "a PDF": lambda: ("plan.pdf", b"%PDF-1.7\n1 0 obj", "not_a_spreadsheet"),
    "a document": lambda: ("brief.docx", packed({"word/document.xml": "<x/>"}), "not_a_spreadsheet"),
    "a document called xlsx": lambda: ("brief.xlsx", packed({"word/document.xml": "<x/>"}), "not_a_spreadsheet"),
    "a program": lambda: ("setup.csv", b"MZ" + bytes(range(256)) * 300, "not_a_spreadsheet"),
    "a web page": lambda: ("lijst.xls", b"<html><table><tr><td>Applicatie</td></tr></table>", "not_a_spreadsheet"),
    "a letter": lambda: ("brief.txt", b"Geachte heer,\n\nHierbij de lijst.\n", "no_table_found"),
    "an encrypted workbook": lambda: (
        "geheim.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(5_000), "encrypted_workbook"
    ),
    "half a workbook": lambda: ("half.xlsx", workbook({(0, 0): "Applicatie"})[:2_000], "damaged_workbook"),
    "a torn workbook": lambda: ("stuk.xlsx", torn(), "damaged_workbook"),
    "a zip bomb": lambda: (
        "bom.xlsx", packed({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b"0" * (320 * MB)}), "zip_bomb"
    ),
    "a cell in the far corner": lambda: (
        "hoek.xlsx", workbook({(0, 0): "Applicatie", (1_048_575, 16_383): "x"}), "too_many_cells"
    ),
    "more than 300 columns": lambda: (
        "breed.csv", lines(["Applicatie", *(f"k{n}" for n in range(400))], ["a"] * 401), "too_many_columns"
    ),
    "a cell of a megabyte": lambda: (
        "groot.csv", f'{HEADER}Kaart;"{"x" * MB}";3\n'.encode(), "cell_too_long"
    ),
    "a quote that is never closed": lambda: (
        "open.csv", (HEADER + 'Kaart;"Esri;3\n' + "Zaak;Centric;4\n" * 20_000).encode(), "cell_too_long"
    ),
    "a line of ten megabytes": lambda: ("lang.csv", HEADER.encode() + b"x" * (10 * MB), "cell_too_long"),
}  # fmt: skip

# What can be read, with what is said of it and the names that are staged.
ODD: dict[str, tuple[str, bytes, set[str], list[str]]] = {
    "only a header": ("kop.csv", HEADER.encode(), {"no_rows"}, []),
    "no row with a name": ("naamloos.csv", (HEADER + ";Esri;3\n;SAP;4\n").encode(), {"name_missing"}, []),
    "broken encoding": (
        "kapot.csv", HEADER.encode() + "Décor;Één B.V.;3\n".encode() + b"Ka\xffart;Esri;4\n", {"broken_encoding"},
        ["Décor", "Ka\ufffdart"],
    ),
    "NUL bytes": (
        "nul.csv", HEADER.encode() + b"Ka\x00art;E\x00sri;3\x00\n" + b"Zaak;Centric;4\n" * 100,
        {"duplicate_key"}, ["Kaart", *["Zaak"] * 100],
    ),
    "more cells than headings": (
        "meer.csv", (HEADER + "Kaart;Esri;3;extra;nog meer\nZaak;Centric;4\n").encode(), {"cells_beyond_header"},
        ["Kaart", "Zaak"],
    ),
    "fewer cells than headings": ("minder.csv", (HEADER + "Kaart\nZaak;Centric\n").encode(), set(), ["Kaart", "Zaak"]),
    "a million empty rows": (
        "leeg.csv", HEADER.encode() + b"Kaart;Esri;3\n" + b";;;\n" * 1_000_000, set(), ["Kaart"],
    ),
    "a million empty rows and one behind": (
        "gat.csv", HEADER.encode() + b"Kaart;Esri;3\n" + b";;;\n" * 1_000_000 + b"Zaak;Centric;4\n", set(),
        ["Kaart", "Zaak"],
    ),
    "a declared dimension": ("groot.xlsx", declared_large(), set(), ["Kaart"]),
    "two columns for one field": (
        "dubbel.csv", b"Applicatie;Leverancier;Softwareleverancier\nKaart;Esri;Ander\n", {"two_columns_for_field"},
        ["Kaart"],
    ),
    "carriage returns only": ("mac.csv", (HEADER + "Kaart;Esri;3\n").replace("\n", "\r").encode(), set(), ["Kaart"]),
    "a lone surrogate": (
        "half.csv", HEADER.encode() + "Décor;Één\nÜber;Atos\nŒuvre;\n".encode() + b"Ka\xed\xa0\x80art;Esri;3\n",
        {"broken_encoding"}, ["Décor", "Ka\ufffd\ufffd\ufffdart", "Über", "Œuvre"],
    ),
}  # fmt: skip


def test_what_cannot_be_read_says_why_and_changes_nothing(desk: Desk) -> None:
    before = desk.fingerprint()
    found = {}
    for name, make in UNREADABLE.items():
        filename, content, _ = make()
        number = desk.bring(content, filename, source=name)
        found[name] = (desk.state(number), desk.codes(number))
        assert (desk.folder / desk.one("SELECT sha256 FROM imports WHERE id = %s", number)[:2]).is_dir()
    assert found == {name: ("failed", {make()[2]}) for name, make in UNREADABLE.items()}
    assert desk.fingerprint() == before
    # The same file is not recognised as done: it failed. It may be tried again.
    again = desk.receive(b"", "leeg.csv", source="nothing")
    assert not again.repeated


def test_what_is_odd_is_read_as_far_as_it_goes(desk: Desk) -> None:
    before = desk.fingerprint()
    found = {}
    for name, (filename, content, _, _) in ODD.items():
        number = desk.bring(content, filename, source=name)
        names = desk.one(
            "SELECT coalesce(array_agg(c.name ORDER BY c.name), '{}') FROM staged_rows s"
            " JOIN application_claims c ON c.id = s.claim_id WHERE s.import_id = %s AND s.kind = 'application'",
            number,
        )
        found[name] = (desk.state(number), desk.codes(number), names)
        assert desk.fingerprint() == before
    expected = {name: ("previewed", codes, names) for name, (_, _, codes, names) in ODD.items()}
    assert found == expected


def test_a_file_that_is_gone_says_so(desk: Desk) -> None:
    """Somebody emptied the folder of kept files."""
    number = desk.receive(b"Applicatie\nKaart\n").import_id
    sha = desk.one("SELECT sha256 FROM imports WHERE id = %s", number)
    (Path(desk.folder) / sha[:2] / sha).unlink()
    assert desk.stage(number) == "failed"
    assert desk.codes(number) == {"file_gone"}


HEADINGS = ["Naam\nvan de\r\napplicatie", "x" * 5_000, "<script>alert(1)</script>", "\u202eApp"]


def test_strange_headings_are_kept_as_they_are(desk: Desk) -> None:
    for at, heading in enumerate(HEADINGS):
        number = desk.bring(f'Applicatie;"{heading}";Leverancier\nKaart;a;Esri\n'.encode(), source=f"s{at}")
        assert desk.state(number) == "previewed"
        desk.codes(number)
        kept = desk.one("SELECT heading FROM import_columns WHERE import_id = %s AND position = 1", number)
        assert " ".join(heading.split()).startswith(kept)
        assert len(kept) >= min(len(heading.split()), 100)
