"""A list of legal entities of GLEIF as csv, plain or gzipped: line by line, so that its size is no matter.

Anything wrong refuses the whole list, with the line.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from registry.errors import InvalidInput
from registry.legal_entities import EntityFile, EntityRow, gleif_data
from registry.values import clean

MAX_UNPACKED = 4 * 1024**3
LONGEST_NAME = 600
_COUNTRY = re.compile(r"[A-Z]{2}")
_LEI = re.compile(r"[0-9A-Z]{18}\d{2}")  # some that were issued have wrong check digits: kept, but never a supplier
_GZIP = b"\x1f\x8b"


class WrongLine(InvalidInput):
    """{0}, regel {1}: {2}."""

    english = "{0}, line {1}: {3}."


def file_of(path: Path) -> EntityFile:
    """The list as a file: its name and the hash of its bytes."""
    with path.open("rb") as file:
        return EntityFile(path.name, hashlib.file_digest(file, "sha256").hexdigest())


def read_entities(path: Path) -> Iterator[EntityRow]:
    """The entities of a list. Raises `WrongLine` at the first line that cannot be right."""
    number = 1
    try:
        with _opened(path) as lines:
            rows = csv.reader(lines, strict=True)
            places = _places(path, next(rows, []))
            for row in rows:
                number = rows.line_num
                if row:
                    yield _read(path, number, row, places)
            if number == 1:
                raise WrongLine(path.name, 1, "er staan geen entiteiten in", "it lists no entities")
    except (csv.Error, UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
        at = f"{type(error).__name__}: {error}"[:200]
        raise WrongLine(path.name, number + 1, f"onleesbaar ({at})", f"cannot be read ({at})") from error


def _read(path: Path, number: int, row: list[str], places: dict[str, int]) -> EntityRow:
    if len(row) <= max(places.values()):
        raise WrongLine(path.name, number, f"er zijn maar {len(row)} kolommen", f"there are only {len(row)} columns")
    lei, name, country, category = (clean(row[places[field]]) for field in gleif_data()["columns"])
    if not _LEI.fullmatch(lei):
        raise WrongLine(path.name, number, f"{lei[:40]!r} is geen LEI", f"{lei[:40]!r} is no LEI")
    if not name or len(name) > LONGEST_NAME:
        wrong = f"{len(name)} > {LONGEST_NAME}" if name else "0"
        raise WrongLine(path.name, number, f"de naam klopt niet ({wrong})", f"the name is not right ({wrong})")
    if country and not _COUNTRY.fullmatch(country):
        raise WrongLine(path.name, number, f"{country[:40]!r} is geen land", f"{country[:40]!r} is no country")
    return EntityRow(number, lei, name, country or None, category[:100])


def _places(path: Path, headings: list[str]) -> dict[str, int]:
    """The column of each field, by the headings."""
    found = {
        field: place
        for field, names in gleif_data()["columns"].items()
        for place, heading in enumerate(headings)
        if heading.strip() in names
    }
    if missing := [names[0] for field, names in gleif_data()["columns"].items() if field not in found]:
        told = ", ".join(missing)
        raise WrongLine(path.name, 1, f"deze kolommen ontbreken: {told}", f"these columns are missing: {told}")
    return found


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[str]]:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        if packed:
            with gzip.open(file) as unpacked:
                yield _lines(path, unpacked)
        else:
            yield _lines(path, file)


def _lines(path: Path, file: gzip.GzipFile | IO[bytes]) -> Iterator[str]:
    """The lines as text; more than the limit unpacked, or a line without end, is refused."""
    size = 0
    for number, line in enumerate(iter(lambda: file.readline(csv.field_size_limit()), b""), 1):
        size += len(line)
        if size > MAX_UNPACKED or len(line) >= csv.field_size_limit():
            raise WrongLine(path.name, number, "te groot", "too large")
        yield line.decode("utf-8-sig" if number == 1 else "utf-8")
