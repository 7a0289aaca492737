import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from importers import UnreadableFile
from tests.importers.reading import read, read_rows, write_xlsx
from tests.importers.test_tabular import xls

ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="S">%s</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
CELL = '<table:table-cell%s office:value-type="string"><text:p>%s</text:p></table:table-cell>'


def packed(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def ods(rows: str, manifest: str = "<manifest/>") -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": ODS % rows, "META-INF/manifest.xml": manifest})


def sparse() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Applicatie")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    return content.getvalue()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


WIDE = CELL % (' table:number-columns-repeated="16384"', "x")
BOMB = ods(f'<table:table-row table:number-rows-repeated="1048576">{WIDE}</table:table-row>')
EMPTY = '<table:table-cell table:number-columns-repeated="16384"/>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"%PDF-1.7 x", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n", "not_a_spreadsheet"),
        (b"<html><table>", "not_a_spreadsheet"),
        (noise(5_000), "not_a_spreadsheet"),
        (b"PK\x03\x04" + noise(3_000), "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(3_000), "not_a_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + noise(3_000), "damaged_workbook"),
        (packed({"word/document.xml": "<x/>"}), "not_a_spreadsheet"),
        (packed({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b"0" * 320_000_000}), "zip_bomb"),
        (packed({"xl/workbook.xml": "<x/>"}), "damaged_workbook"),
        (sparse(), "too_many_cells"),
        (BOMB, "too_many_cells"),
        (ods("", "<m><encryption-data/></m>"), "encrypted_workbook"),
        (b"Geachte lezer,\nhierbij ons overzicht.\n", "no_table_found"),
        (b'Applicatie;Leverancier\n"Zaak;' + b"x" * 200_000, "cell_too_long"),
        (";".join(["Applicatie", *(f"k{n}" for n in range(300))]).encode() + b"\na\n", "too_many_columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_told_in_one_code(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as raised:
        read(path)
    assert raised.value.code == code
    assert raised.value.problem.severity == "error"


def test_a_workbook_that_leads_its_parser_in_a_circle(tmp_path: Path) -> None:
    path = xls(tmp_path / "lijst.xls", [["Applicatie"], ["Zaaksysteem"]])
    content = bytearray(path.read_bytes())
    table = 512 * (1 + int.from_bytes(content[76:80], "little"))
    for entry in range(2):  # each of the first sectors says that it is followed by itself
        content[table + 4 * entry : table + 4 * entry + 4] = entry.to_bytes(4, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableFile) as raised:
        read(path)
    assert raised.value.code == "damaged_workbook"


def test_three_hundred_columns_are_read(tmp_path: Path) -> None:
    rows = [["Applicatie", *(f"Kolom {n}" for n in range(299))], ["Zaaksysteem", *["x"] * 299]]
    found = read(write_xlsx(tmp_path / "lijst.xlsx", {"Blad1": rows}))
    assert len(found.columns) == 300
    assert [one.parameters["count"] for one in found.problems if one.code == "columns_not_mapped"] == [299]


def test_a_million_empty_rows_are_no_news(tmp_path: Path) -> None:
    padding = f'<table:table-row table:number-rows-repeated="1048570">{EMPTY}</table:table-row>'
    first = "".join(f"<table:table-row>{CELL % ('', text)}</table:table-row>" for text in ("Applicatie", "Zaak"))
    path = tmp_path / "lijst.ods"
    path.write_bytes(ods(first + padding))
    assert [list(batch.rows) for batch in read(path).batches] == [[2]]


def test_broken_encoding_is_told_where(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes("Applicatie;Leverancier\nDécor;Één\n".encode() + b"Kaart;Ab\xffc\n")
    found = read(path)
    assert found.told() == [(3, None, "broken_encoding")]
    assert [one["name"] for one in found.records("supplier").values()] == ["Één", "Ab\ufffdc"]


def test_formulas_stay_text(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Applicatie", "Leverancier"], ['=HYPERLINK("x")', "@SUM(1)"]])
    assert [one["name"] for one in found.records("application").values()] == ['=HYPERLINK("x")']


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Applicatie", "Leverancier"]])
    assert found.told() == [(1, None, "no_rows")]
