"""Any file as sheets: csv, xlsx, xls and ods. What cannot be read is an `UnreadableFile`, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from importers.context import UnreadableFile
from importers.csv_sheets import open_csv
from importers.sheets import Sheet
from importers.workbook_sheets import open_workbook

HEAD_BYTES = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"SQLite format 3": "SQLite",
    b"%!PS": "PostScript",
}


def read_head(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def open_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a file, by its content and not by its name; read each before asking for the next."""
    head = read_head(path)
    if not head.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise UnreadableFile("empty_file")
    if head.startswith((b"PK", _OLE)):
        return open_workbook(path)
    for magic, name in _OTHER_FILES.items():
        if head.startswith(magic):
            raise UnreadableFile("not_a_spreadsheet", found=name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise UnreadableFile("not_a_spreadsheet", found="HTML/XML")
    if start.startswith((b'{"', b"{\n", b"{\r", b"[{", b"[\n")):
        raise UnreadableFile("not_a_spreadsheet", found="JSON")
    return open_csv(path, head)
