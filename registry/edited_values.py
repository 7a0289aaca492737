"""What a person sends as JSON for a record, checked field by field, as the canonical text that claims are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from psycopg.types.range import Range
from sqlalchemy.types import Boolean, Integer, Numeric

from registry.codes import CODE_LISTS
from registry.countries import find_country
from registry.dates import NoEnd, NotADate, ZeroDate, days, parse_date
from registry.errors import FieldProblem, InvalidFields
from registry.identifiers import is_lei
from registry.kinds import Kind
from registry.models.base import ARRAY, DATERANGE
from registry.queries.presenting import keys_of
from registry.resolving.matching import Db
from registry.staging import array_text
from registry.values import MAX_NAME, parse_kvk

LONGEST = 10_000
Texts = dict[str, str | None]


class Wrong(ValueError):
    """A value that a field cannot have, with a sentence in Dutch and one in English."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(nl, en)
        self.nl = nl
        self.en = en


def read_values(db: Db, kind: Kind, values: Mapping[str, Any]) -> Texts:
    """Canonical text by claim field of what a person sent by JSON key; raises `InvalidFields` with all that is wrong.

    None empties a field. What values point to must exist.
    """
    keys, found, problems = keys_of(kind), Texts(), list[FieldProblem]()
    for key, value in values.items():
        if key not in keys:
            names = ", ".join(keys)
            problems.append(
                FieldProblem(key, f"Dit veld bestaat niet; wel: {names}.", f"No such field; there are: {names}.")
            )
            continue
        try:
            found[keys[key]] = _read(kind, keys[key], value)
        except Wrong as wrong:
            problems.append(FieldProblem(key, wrong.nl, wrong.en))
    problems += _unknown_references(db, kind, found)
    if problems:
        raise InvalidFields(problems)
    return found


def _read(kind: Kind, field: str, value: object) -> str | None:
    if value is None or value == []:
        return None
    if field not in kind.columns:
        return array_text(sorted({str(_uuid(one)) for one in _list(value)}))
    if field in kind.references:
        return str(_uuid(value))
    column = kind.columns[field]
    if "codes" in column.info:
        return _code(column.info["codes"], value)
    if column.name in _CHECKS:
        return _CHECKS[column.name](value)
    read = next((read for type_, read in _BY_TYPE if isinstance(column.type, type_)), None)
    longest = MAX_NAME if field == "name" else LONGEST
    return read(value, column.type) if read else _text(value, longest)


def _uuid(value: object) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as error:
        raise Wrong("Dit is geen id.", "This is not an id.") from error


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong("Geef een lijst.", "Give a list.")
    return value


def _text(value: object, longest: int = LONGEST) -> str | None:
    if not isinstance(value, str):
        raise Wrong("Geef tekst.", "Give text.")
    if "\x00" in value or len(value) > longest:
        raise Wrong(f"Geef ten hoogste {longest} gewone tekens.", f"Give at most {longest} ordinary characters.")
    return value.strip() or None


def _code(name: str, value: object) -> str:
    if not isinstance(value, str) or value not in CODE_LISTS[name]:
        allowed = ", ".join(CODE_LISTS[name])
        raise Wrong(f"Kies uit: {allowed}.", f"Choose from: {allowed}.")
    return value


def _boolean(value: object, _type: object) -> str:
    if not isinstance(value, bool):
        raise Wrong("Geef true of false.", "Give true or false.")
    return "t" if value else "f"


def _integer(value: object, _type: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise Wrong("Geef een geheel getal, nul of meer.", "Give a whole number, zero or more.")
    return str(value)


def _number(value: object, type_: Numeric[Any], most: Decimal | None = None) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise Wrong("Geef een getal.", "Give a number.") from error
    scale, whole = type_.scale or 0, (type_.precision or 16) - (type_.scale or 0)
    limit = most if most is not None else Decimal(10) ** whole - Decimal(1)
    if isinstance(value, bool) or not number.is_finite() or not 0 <= number <= limit:
        raise Wrong(f"Geef een getal van 0 tot en met {limit}.", f"Give a number from 0 to {limit}.")
    if number != round(number, scale):
        raise Wrong(f"Geef ten hoogste {scale} decimalen.", f"Give at most {scale} decimals.")
    return canonical(number) or "0"


def _days(value: object, _type: object) -> str:
    """A day, month, quarter or year as text ("2027-Q3"), or an object with the first and last day, either may be null."""
    wrong = Wrong(
        'Geef een datum zoals "2027", "2027-Q3", "2027-06" of "2027-06-30", of earliest en latest.',
        'Give a date such as "2027", "2027-Q3", "2027-06" or "2027-06-30", or earliest and latest.',
    )
    try:
        if isinstance(value, str):
            return parse_date(value)
        if isinstance(value, dict) and (value.get("earliest") or value.get("latest")):
            return _period(value.get("earliest"), value.get("latest"))
    except (NotADate, NoEnd, ZeroDate, ValueError, TypeError, OverflowError) as error:
        raise wrong from error
    raise wrong


def _period(earliest: object, latest: object) -> str:
    first = date.fromisoformat(str(earliest)) if earliest else None
    last = date.fromisoformat(str(latest)) if latest else None
    if first and last and first > last:
        raise NotADate(f"{first}/{last}")
    text = days(first or date.min, last or date(9998, 12, 31))
    opening, closing = text[1:-1].split(",")
    return f"{'[' + opening if first else '('},{closing if last else ''})"


def _texts(value: object, _type: object) -> str | None:
    texts = [_text(one) for one in _list(value)]
    return array_text(dict.fromkeys(text for text in texts if text)) if any(texts) else None


def _country(value: object) -> str:
    code = find_country(value) if isinstance(value, str) else None
    if code is None:
        raise Wrong("Geef een landcode, bijvoorbeeld NL.", "Give a country code, for example NL.")
    return code


def _countries(value: object) -> str | None:
    codes = sorted({_country(one) for one in _list(value)})
    return array_text(codes) if codes else None


def _kvk(value: object) -> str | None:
    if isinstance(value, str) and (found := parse_kvk(value)).text:
        return found.text
    raise Wrong("Een KvK-nummer heeft acht cijfers.", "A trade register number (KvK) has eight digits.")


def _lei(value: object) -> str:
    if not isinstance(value, str) or not is_lei(value.strip().upper()):
        raise Wrong(
            "Dit is geen LEI: twintig tekens, met controlecijfers.", "Not a LEI: twenty signs, with check digits."
        )
    return value.strip().upper()


def _address(value: object) -> str | None:
    text = _text(value)
    if text and not re.fullmatch(r"https?://\S+", text, re.IGNORECASE):
        raise Wrong("Een webadres begint met https:// of http://.", "A web address starts with https:// or http://.")
    return text


def _currency(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise Wrong("Geef een valutacode, bijvoorbeeld EUR.", "Give a currency code, for example EUR.")
    return value


def _at_most(limit: int, scale: int) -> Callable[[object], str]:
    return lambda value: _number(value, Numeric(8, scale), Decimal(limit))


_CHECKS: dict[str, Callable[[object], str | None]] = {
    "kvk": _kvk,
    "lei": _lei,
    "url": _address,
    "website": _address,
    "currency": _currency,
    "country_of_incorporation": _country,
    "country_of_headquarters": _country,
    "storage_countries": _countries,
    "processing_countries": _countries,
    "support_access_countries": _countries,
    "share": _at_most(100, 3),
    "attribution": _at_most(100, 2),
    "confidence": _at_most(1, 3),
}
_BY_TYPE: tuple[tuple[Any, Callable[[Any, Any], str | None]], ...] = (
    (Boolean, _boolean),
    (Integer, _integer),
    (Numeric, _number),
    (DATERANGE, _days),
    (ARRAY, _texts),
)


def _unknown_references(db: Db, kind: Kind, found: Texts) -> list[FieldProblem]:
    """A problem for each value that points to nothing published of the right kind."""
    wanted = [(field, found[field]) for field in found if field in kind.references or field not in kind.columns]
    ids = [one for _, text in wanted if text for one in _ids(text)]
    if not ids:
        return []
    rows = db.execute(
        "SELECT id, kind FROM matches WHERE id = ANY(%s::uuid[]) AND record_id IS NOT NULL", (ids,)
    ).fetchall()
    known = {(str(row[0]), row[1]) for row in rows}
    targets = kind.references | {link.field: link.target for link in kind.links}
    keys = {field: key for key, field in keys_of(kind).items()}
    missing = [(field, one) for field, text in wanted for one in _ids(text) if (one, targets[field]) not in known]
    return [FieldProblem(keys[field], f"{one} is niet bekend.", f"{one} is not known.") for field, one in missing]


def _ids(text: str | None) -> list[str]:
    return re.findall(r"[0-9a-f-]{36}", text or "")


def canonical(value: object) -> str | None:
    """A value as PostgreSQL gave it, as the one text that stands for it in claims."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return array_text([str(one) for one in value])
    if isinstance(value, Range):
        closing = value.upper or ""
        return f"{'[' + str(value.lower) if value.lower else '('},{closing})"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return str(value)
