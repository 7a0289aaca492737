"""What is wrong with values of a record that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from psycopg.types.range import Range

from registry.dates import bounds
from registry.errors import FieldProblem
from registry.kinds import Kind
from registry.queries.presenting import camel

_AMOUNTS = ("annual_value_min", "amount_min")
# Kinds that say something about one of several other things: without any they say nothing.
_ABOUT = {
    "assessment": ("application", "service", "supplier", "organisation"),
    "finding": ("application", "service", "supplier", "product_version", "organisation"),
    "support_purchase": ("product", "product_version"),
}
_NEEDED = {"assessment": ("what",), "application_phase": ("state",)}
# Days of which the second cannot come before the first.
_ORDERED = {"assessment": ("done_on", "valid_until"), "finding": ("opened_on", "closed_on")}


def check_together(kind: Kind, values: Mapping[str, object]) -> list[FieldProblem]:
    """What is wrong with values (canonical or published, by claim field) that must fit each other."""
    return [*_missing(kind, values), *_amounts(values), *_subjects(kind, values), *_order_of_days(kind, values)]


def _missing(kind: Kind, values: Mapping[str, object]) -> Iterator[FieldProblem]:
    for field, column in kind.columns.items():
        needed = not column.nullable or field in _NEEDED.get(kind.name, ())
        if needed and values.get(field) is None:
            yield FieldProblem(camel(column.name), "Dit mag niet leeg zijn.", "This may not be empty.")


def _amounts(values: Mapping[str, object]) -> Iterator[FieldProblem]:
    for least in _AMOUNTS:
        low, high = values.get(least), values.get(least.replace("_min", "_max"))
        if low is not None and high is not None and Decimal(str(low)) > Decimal(str(high)):
            yield FieldProblem(camel(least), "Dit is meer dan het hoogste bedrag.", "This is over the most.")


def _subjects(kind: Kind, values: Mapping[str, object]) -> Iterator[FieldProblem]:
    if kind.name == "dependency" and (values.get("application") is None) == (values.get("service") is None):
        yield FieldProblem(
            "applicationId", "Geef een applicatie of een dienst.", "Give either an application or a service."
        )
    fields = _ABOUT.get(kind.name, ())
    if fields and all(values.get(field) is None for field in fields):
        columns = [kind.columns[field] for field in fields]
        nl, en = (", ".join(column.info[language].lower() for column in columns) for language in ("nl", "en"))
        yield FieldProblem(camel(columns[0].name), f"Geef een van: {nl}.", f"Give one of: {en}.")


def _order_of_days(kind: Kind, values: Mapping[str, object]) -> Iterator[FieldProblem]:
    """A day that surely comes before the one that it must follow; what may be in order is let through."""
    if kind.name not in _ORDERED:
        return
    first, second = _ORDERED[kind.name]
    begins, ends = _bounds(values.get(first))[0], _bounds(values.get(second))[1]
    if begins and ends and ends < begins:
        column = kind.columns[second]
        nl, en = (kind.columns[first].info[language].lower() for language in ("nl", "en"))
        yield FieldProblem(camel(column.name), f"Dit ligt voor '{nl}'.", f"This comes before '{en}'.")


def _bounds(value: object) -> tuple[date | None, date | None]:
    """First and last day of a range, as text or as PostgreSQL gave it."""
    if isinstance(value, Range):
        return value.lower, value.upper - value.upper.resolution if value.upper else None
    return bounds(value) if isinstance(value, str) else (None, None)
