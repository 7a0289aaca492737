"""The columns of a file: what each was taken to mean, how sure that is in words, and what a person changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from importers.vocabulary import NEEDED
from registry.queries.presenting import Row
from web.building.pages import letter_of
from web.building.words import target_groups, target_label
from web.views.imports import ColumnRow
from web.views.page import Option, OptionGroup
from web.views.values import Badge, Both

SURE = Badge(Both("zeker", "sure"), "good")
LIKELY = Badge(Both("waarschijnlijk", "likely"), "attention")
GUESS = Badge(Both("vermoeden", "a guess"), "attention")
UNREAD = Badge(Both("niet herkend", "not recognised"))
LEFT_OUT = Badge(Both("niet overgenomen", "left out"))
BASES = {
    "explicit": Both("zo is het meegegeven", "as was given along"),
    "saved": Both("zo besloot iemand eerder", "as somebody decided before"),
    "mapping_file": Both("bekende indeling van deze bron", "known layout of this source"),
    "synonym": Both("bekend opschrift", "known heading"),
    "fuzzy": Both("lijkt op een bekend opschrift", "resembles a known heading"),
    "duplicate": Both("een andere kolom gaat hier al over", "another column is about this already"),
}


def build_columns(rows: Sequence[Row]) -> tuple[ColumnRow, ...]:
    """The columns as the page shows them."""
    many = len({row["sheet"] for row in rows}) > 1
    return tuple(
        ColumnRow(
            f"{row['sheetName']}: {letter_of(row['position'])}" if many else letter_of(row["position"]),
            row["heading"],
            tuple(row["samples"]),
            row["field"],
            _sureness(row),
            form_name(row),
            BASES.get(row["basis"], ""),
        )
        for row in rows
    )


def form_name(row: Row) -> str:
    """The form field that changes a column."""
    return f"kolom-{row['sheet']}-{row['position']}"


def _sureness(row: Row) -> Badge:
    if row["field"] is None:
        return LEFT_OUT if row["basis"] in {"saved", "explicit", "mapping_file"} else UNREAD
    certainty = row["certainty"]
    return SURE if certainty >= 0.9 else LIKELY if certainty >= 0.75 else GUESS


def build_targets(rows: Sequence[Row]) -> tuple[OptionGroup, ...]:
    """What the columns can be taken to mean; a meaning that is not in the list but was given is added to it."""
    prefixes = Counter(row["field"].partition(".")[0] for row in rows if row["field"])
    kind = next((prefix for prefix, _ in prefixes.most_common() if prefix in NEEDED), "application")
    groups = target_groups(kind)
    known = {option.value for group in groups for option in group.options}
    others = dict.fromkeys(row["field"] for row in rows if row["field"] and row["field"] not in known)
    if not others:
        return groups
    more = tuple(Option(target, target_label(target)) for target in others)
    return (*groups, OptionGroup(Both("Anders", "Other"), more))


def changed_mapping(rows: Sequence[Row], form: Mapping[str, str]) -> dict[str, str | None]:
    """Meaning by heading of the columns for which the form says something else than what was understood."""
    return {
        row["heading"]: form[form_name(row)] or None
        for row in rows
        if form_name(row) in form and (form[form_name(row)] or None) != row["field"]
    }
