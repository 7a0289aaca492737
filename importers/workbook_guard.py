"""Is it safe to open this workbook? Its packed and real size are looked at before a parser builds the whole sheet in memory."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from importers.context import UnreadableFile
from importers.sheets import MAX_COLUMNS

MAX_UNPACKED = 300 * 1024 * 1024
MAX_FILE = 200 * 1024 * 1024
MAX_CELLS = 12_000_000
MAX_PARTS = 5_000
TRIAL_SECONDS = 20.0
TRIAL_MEMORY = 1 << 30
_TRIAL = """
import resource, sys
import python_calamine
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for number in range(len(book.sheet_names)):
    for row in book.get_sheet_by_index(number).iter_rows():
        pass
"""
_CHUNK = 1 << 20
_OVERLAP = 4_000
_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,4})(\d{1,8})"(?:[^>]{0,300}[^/>])?>')
_ODS = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?![\w-])((?:[^>\"]|\"[^\"]*\")*?)(/?)>")
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,9})"')
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d{1,9})"')


def look_into_zip(path: Path) -> None:
    """Raise UnreadableFile unless the zip holds a workbook of a reasonable size."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile("damaged_workbook", detail=str(error)[:200]) from error


def _check(packed: zipfile.ZipFile) -> None:
    parts = {part.filename: part for part in packed.infolist()}
    if any(part.flag_bits & 1 for part in parts.values()):
        raise UnreadableFile("encrypted_workbook")
    unpacked = sum(part.file_size for part in parts.values())
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise UnreadableFile("zip_bomb", unpacked=unpacked // 1_000_000, limit=MAX_UNPACKED // 1_000_000)
    if "xl/workbook.xml" in parts:
        for name in parts:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_size(*_xlsx_extent(packed, name))
            elif name == "xl/sharedStrings.xml":
                _read_all(packed, name)
    elif "content.xml" in parts and b"spreadsheet" in _beginning(packed, "mimetype"):
        if "META-INF/manifest.xml" in parts and b"encryption-data" in packed.read("META-INF/manifest.xml"):
            raise UnreadableFile("encrypted_workbook")
        for extent in _ods_extents(packed):
            _check_size(*extent)
    else:
        known = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint", "xl/workbook.bin": "xlsb"}
        found = next((name for part, name in known.items() if part in parts), "zip")
        raise UnreadableFile("not_a_spreadsheet", found=found)


def _beginning(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(200)


def _read_all(packed: zipfile.ZipFile, name: str) -> None:
    """Reading to the end finds a part whose size in the directory is a lie."""
    with packed.open(name) as part:
        while part.read(_CHUNK):
            pass


def _check_size(rows: int, columns: int) -> None:
    """`rows` x `columns` is what the parser will hold in memory, filled or not."""
    if rows * columns > MAX_CELLS:
        raise UnreadableFile("too_many_cells", rows=rows, columns=columns, limit=MAX_CELLS)
    if columns > MAX_COLUMNS * 60:
        raise UnreadableFile("too_many_columns", count=columns, limit=MAX_COLUMNS)


def _windows(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in pieces that overlap at the last tag, so that no tag is cut in two."""
    rest = b""
    with packed.open(name) as part:
        while piece := part.read(_CHUNK):
            window = rest + piece
            cut = window.rfind(b"<", max(0, len(window) - _OVERLAP))
            cut = cut if cut > 0 else len(window)
            rest = window[cut:]
            yield window[:cut]
    yield rest


def _xlsx_extent(packed: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Rows and columns between the first and the last cell that holds something."""
    letters: set[bytes] = set()
    first = last = 0
    for window in _windows(packed, name):
        if cells := _CELL.findall(window):
            letters.update(column for column, _ in cells)
            numbers = [int(number) for number in {number for _, number in cells}]
            first = min(first or numbers[0], *numbers)
            last = max(last, *numbers)
    columns = [_column(found) for found in letters]
    return (last - first + 1, max(columns) - min(columns) + 1) if columns else (0, 0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_extents(packed: zipfile.ZipFile) -> Iterator[tuple[int, int]]:
    """Rows and columns of each table up to the last cell that holds something; a cell may stand for many."""
    rows = used_rows = columns = column = repeated = 0
    for window in _windows(packed, "content.xml"):
        for tag, attributes, empty in _ODS.findall(window):
            if tag == b"table":
                yield used_rows, columns
                rows = used_rows = columns = column = repeated = 0
            elif tag == b"table-row":
                repeated = _number(_ROWS_REPEATED, attributes)
                rows, column = rows + repeated, 0
            else:
                column += _number(_COLUMNS_REPEATED, attributes)
                if not empty or b"value-type" in attributes:
                    columns, used_rows = max(columns, column), rows
    yield used_rows, columns


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def look_into_ole(path: Path) -> None:
    """Raise UnreadableFile where an old Office file is encrypted or too large."""
    if path.stat().st_size > MAX_FILE:
        raise UnreadableFile("zip_bomb", unpacked=path.stat().st_size // 1_000_000, limit=MAX_FILE // 1_000_000)
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile("encrypted_workbook")
    if content.startswith(b"PK"):
        raise UnreadableFile("damaged_workbook", detail="")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise UnreadableFile("not_a_spreadsheet", found="Office")
    _try_apart(path)


def _try_apart(path: Path) -> None:
    """Read an old workbook in a process of its own first: on a damaged one the parser may go on for ever or fill the memory."""
    command = [sys.executable, "-I", "-c", _TRIAL, str(path), str(TRIAL_MEMORY)]
    try:
        tried = subprocess.run(command, capture_output=True, timeout=TRIAL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("damaged_workbook", detail="") from error
    if tried.returncode < 0:  # ended by a signal; what the parser itself refuses is told when it is opened here
        raise UnreadableFile("damaged_workbook", detail="")
