"""Text tables: the encoding and the delimiter are found, the rows are read in a stream."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from importers.context import UnreadableFile
from importers.sheets import MAX_COLUMNS, Row, Sheet

DELIMITERS = (";", ",", "\t", "|")
ONE_COLUMN = "\x1f"
"""The delimiter of a table of one column: a sign that stands in no cell, so that lists in its cells stay whole."""
_CHUNK = 1 << 20
_WRONG = re.compile("[\udc80-\udcff]")
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


def open_csv(path: Path, head: bytes) -> Iterator[Sheet]:
    """A text file as its one sheet; raises UnreadableFile for bytes that are no text."""
    encoding, broken = find_encoding(path, head)
    text = head.decode(encoding, errors="ignore").replace("\x00", "")
    delimiter, skip = find_delimiter(text)
    notes: tuple[tuple[str, int, dict[str, object]], ...] = ()
    if broken is not None:
        offset, count = broken
        notes = (
            ("broken_encoding", _row_at(path, offset, encoding, delimiter), {"encoding": encoding, "count": count}),
        )
    yield Sheet(0, path.stem, _rows(path, encoding, delimiter, skip=skip), notes=notes)


def _rows(path: Path, encoding: str, delimiter: str, *, skip: bool) -> Iterator[Row]:
    number = 0
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(_without_nuls(file) if _has_nuls(path, encoding) else file, delimiter=delimiter)
        if skip:
            next(reader, None)
            yield []
        try:
            for number, row in enumerate(reader, 1):  # noqa: B007
                yield row
        except csv.Error as error:
            raise UnreadableFile("cell_too_long", row=number + 1, limit=csv.field_size_limit()) from error


def _has_nuls(path: Path, encoding: str) -> bool:
    if encoding.startswith("utf-16"):
        return False
    with path.open("rb") as file:
        return any(b"\x00" in chunk for chunk in iter(lambda: file.read(_CHUNK), b""))


def _without_nuls(file: io.TextIOWrapper) -> Iterator[str]:
    return (line.replace("\x00", "") for line in file)


def find_encoding(path: Path, head: bytes) -> tuple[str, tuple[int, int] | None]:
    """The encoding of a text file, and where it is broken: the place of the first wrong byte and how many there are."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", None
    zeros = Counter(at % 2 for at in range(len(head)) if head[at] == 0)
    if sum(zeros.values()) > len(head) * 0.3:
        return ("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"), None
    if len(head.translate(None, _CONTROL)) < len(head) * 0.995:
        raise UnreadableFile("not_a_spreadsheet", found="")
    encoding = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    if _is_utf8(path):
        return encoding, None
    first, wrong, right = _judge_utf8(path)
    if wrong > right and encoding == "utf-8":
        return "cp1252", _undefined_in_cp1252(path)
    return encoding, (first, wrong)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _judge_utf8(path: Path) -> tuple[int, int, int]:
    """Place of the first byte that is no UTF-8, the number of such bytes, and the number of good characters beyond ASCII."""
    first, wrong, right, seen = -1, 0, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            text = decoder.decode(chunk)
            bad = len(_WRONG.findall(text))
            right += len(text) - len(text.encode("ascii", "ignore")) - bad
            if bad and first < 0:
                at = next(_WRONG.finditer(text)).start()
                first = seen + len(text[:at].encode("utf-8", "surrogateescape"))
            wrong += bad
            seen += len(text.encode("utf-8", "surrogateescape"))
    tail = decoder.decode(b"", final=True)
    if tail:
        first, wrong = (seen if first < 0 else first), wrong + len(tail)
    return first, wrong, right


def _undefined_in_cp1252(path: Path) -> tuple[int, int] | None:
    """The five bytes that Windows' code page leaves open."""
    first, count, seen = -1, 0, 0
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            found = len(chunk) - len(chunk.translate(None, _UNDEFINED))
            if found and first < 0:
                first = seen + next(at for at, byte in enumerate(chunk) if byte in _UNDEFINED)
            count += found
            seen += len(chunk)
    return (first, count) if count else None


def _row_at(path: Path, offset: int, encoding: str, delimiter: str) -> int:
    """The row in which a byte stands (near enough: up to 16 MB are looked through)."""
    with path.open("rb") as file:
        before = file.read(min(offset, 1 << 24)).decode(encoding, errors="replace")
    try:
        return max(1, sum(1 for _ in csv.reader(io.StringIO(before, newline=""), delimiter=delimiter)))
    except csv.Error:
        return before.count("\n") + 1


def find_delimiter(text: str) -> tuple[str, bool]:
    """The delimiter of a text table, and whether its first line only names it ("sep=;")."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5], True
    if first in {"sep=", "sep=\t"}:
        return "\t", True
    fitness = {delimiter: _fitness(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=fitness.__getitem__)
    return (best if fitness[best] else ONE_COLUMN), False


def _fitness(text: str, delimiter: str) -> float:
    """How well a delimiter explains the beginning of a file: rows of one width, and wide ones."""
    try:
        rows = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row][:300]
    except csv.Error:
        return 0.0
    if len(rows) > 1 and not text.endswith("\n"):
        rows.pop()  # the beginning may end in the middle of a row
    if not rows or not _has_header(rows):
        return 0.0
    width, count = Counter(rows).most_common(1)[0]
    return 0.0 if width < 2 else count / len(rows) * (1 + min(width, MAX_COLUMNS) / MAX_COLUMNS)


def _has_header(widths: list[int]) -> bool:
    """Whether the first row is parted, or stands as a title above rows that mostly agree. Else it heads one column of lists."""
    header = next((at for at, width in enumerate(widths) if width > 1), None)
    if not header:
        return header == 0
    below = widths[header:]
    return len(below) > 1 and below.count(below[0]) * 2 > len(below)
