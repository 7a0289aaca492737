"""Columns of cells to canonical text: each distinct text is parsed once, problems and unknowns are kept per column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE
from sqlalchemy.types import Boolean, Integer, Numeric

from registry import values
from registry.kinds import KINDS
from registry.staging import ProblemFound

MAX_DISTINCT = 100_000
MAX_PROBLEMS = 2_000
_DAY_MONTH = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_PLAIN = frozenset({values.parse_text, values.parse_line, values.parse_name})
_COUNTRIES = frozenset({"country_of_incorporation", "country_of_headquarters", "origin_override"})


@dataclass(frozen=True)
class Chunk:
    """Rows of one sheet as columns of text; `numbers` are their row numbers (1-based)."""

    sheet: int
    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]

    def only(self, kept: Sequence[int]) -> Chunk:
        """The rows at these places."""
        columns = [[column[at] for at in kept] for column in self.columns]
        return Chunk(self.sheet, [self.numbers[at] for at in kept], columns)


class Cells(dict[str, "str | None"]):
    """Canonical text by cell text, for one column; remembers what was wrong and what was said to be unknown."""

    def __init__(self, parse: values.Parser, heading: str = "", position: int | None = None) -> None:
        super().__init__()
        self.parse = parse
        self.heading = heading
        self.position = position
        self.wrong: dict[str, values.Value] = {}
        self.unknown: dict[str, str] = {}
        self.counted: Counter[str] = Counter()
        self.told = 0

    def __missing__(self, text: str) -> str | None:
        short = self.parse in _PLAIN and len(text) <= values.MAX_NAME
        if short and text[:1] != "'" and text.isprintable() and "  " not in text:
            # Most cells of a column of names are distinct: the shortest road for them.
            kept = text.strip()
            if kept and kept.strip(".").lower() not in values.unknown_markers():
                self[text] = kept
                return kept
        value = self.parse(text)
        if value.code:
            self.wrong[text] = value
        elif value.unknown:
            self.unknown[text] = value.unknown
        self[text] = value.text
        return value.text

    def read(self, texts: Sequence[str]) -> list[str | None]:
        """Canonical values of cells."""
        if len(self) > MAX_DISTINCT:
            self.clear()
            self.wrong.clear()
        return list(map(self.__getitem__, texts))

    def problems(self, chunk: Chunk, texts: Sequence[str]) -> Iterator[ProblemFound]:
        """What was wrong in these cells, each with its row."""
        for marker in self.unknown:
            self.counted[marker] += texts.count(marker)
        if not self.wrong:
            return
        for number, text in zip(chunk.numbers, texts, strict=True):
            if text in self.wrong:
                self.told += 1
                if self.told <= MAX_PROBLEMS:
                    wrong = self.wrong[text]
                    parameters = {"heading": self.heading, **wrong.parameters}
                    code = wrong.code or ""
                    yield ProblemFound(code, "warning", chunk.sheet, number, self.position, text, parameters)

    def summary(self, sheet: int) -> Iterator[ProblemFound]:
        """Notes about the whole column: the words for not knowing, and how many more problems there were."""
        for marker, count in sorted(self.counted.items()):
            if count:
                parameters = {"heading": self.heading, "marker": marker.strip(), "count": count}
                parameters["kind"] = self.unknown[marker]
                yield ProblemFound("unknown_marker", "note", sheet, None, self.position, marker, parameters)
        if self.told > MAX_PROBLEMS:
            more = {"heading": self.heading, "count": self.told - MAX_PROBLEMS}
            yield ProblemFound("more_problems", "warning", sheet, None, self.position, None, more)


@dataclass(frozen=True)
class Reading:
    """How the cells of a file are read beyond what the fields themselves say."""

    month_first: bool = False
    unknown: frozenset[str] = field(default_factory=frozenset)


def parser_for(kind: str, name: str, reading: Reading, heading: str = "") -> values.Parser:
    """The parser of cells of a field, by the type of its column; its heading may name a unit."""
    parse = _parser_by_type(kind, name, reading, heading)
    if not reading.unknown:
        return parse
    plain = values.Value(unknown="unknown")
    return lambda text: plain if text.strip().lower() in reading.unknown else parse(text)


def _parser_by_type(kind: str, name: str, reading: Reading, heading: str) -> values.Parser:  # noqa: PLR0911 - one line per type
    column = KINDS[kind].columns.get(name)
    if column is None or "kind" in column.info:
        return values.parse_name if name == "name" else values.parse_line
    if "codes" in column.info:
        return values.code_parser(column.info["codes"])
    if isinstance(column.type, DATERANGE):
        return values.date_parser(month_first=reading.month_first)
    if isinstance(column.type, Boolean):
        return values.parse_boolean
    if isinstance(column.type, Integer):
        return values.days_parser(heading) if name.endswith("_days") else values.parse_count
    if isinstance(column.type, Numeric):
        return values.number_parser(0, 1 if name == "confidence" else _largest(column.type))
    if isinstance(column.type, ARRAY):
        return values.parse_countries if name.endswith("countries") else values.parse_list
    if name == "kvk":
        return values.parse_kvk
    if name in _COUNTRIES:
        return values.parse_country
    return values.parse_text if name in {"description", "title"} else values.parse_line


def _largest(type_: Numeric[Any]) -> float:
    """The largest whole number that a column can hold."""
    return float(10 ** min((type_.precision or 16) - (type_.scale or 0), 13) - 1)


def is_month_first(texts: Sequence[str]) -> bool:
    """Whether a column of dates writes the month before the day, as far as its own cells prove it."""
    pairs = {(int(match[1]), int(match[2])) for text in set(texts) if (match := _DAY_MONTH.match(text))}
    return any(first <= 12 < second for first, second in pairs) and not any(first > 12 for first, _ in pairs)
