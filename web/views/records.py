"""Lists and pages of records: one shape for applications, suppliers, organisations and whatever follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from web.views.imports import FieldChange
from web.views.page import ALONE, Filter, Neighbours
from web.views.values import Badge, Both, Link, Shown, Text

Kind = Literal["applications", "suppliers", "organisations", "cloud-services"]


@dataclass(frozen=True)
class ListColumn:
    """A column of a list; with `sort_href` its heading is a link that sorts by it."""

    label: Text
    sort_href: str | None = None
    sorted: Literal["ascending", "descending"] | None = None
    numeric: bool = False


@dataclass(frozen=True)
class ListRow:
    """A record in a list: its name, and a cell for every column but the first."""

    link: Link
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class Count:
    """How many there are; not exact when it is the planner's estimate or a bound."""

    number: int
    exact: bool = True


@dataclass(frozen=True)
class RecordList:
    """One page of a list."""

    kind: Kind
    search: str
    filters: tuple[Filter, ...]
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    count: Count
    csv_href: str
    neighbours: Neighbours = ALONE


@dataclass(frozen=True)
class Source:
    """Where a value came from: an import's cell, or a person's hand (then there is no file).

    `value` is what a source states that is not `published`.
    """

    organisation: Text
    at: datetime
    by: str
    import_link: Link | None = None
    file_name: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    original: str = ""
    published: bool = True
    value: Shown = None


@dataclass(frozen=True)
class FieldValue:
    """A field, its value and its sources, the one that is published first; `dispute` says that sources differ."""

    label: Text
    value: Shown
    sources: tuple[Source, ...] = ()
    dispute: Badge | None = None


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together, under a heading; `unknown` names those of which nobody stated anything."""

    title: Text
    fields: tuple[FieldValue, ...]
    unknown: tuple[Text, ...] = ()


@dataclass(frozen=True)
class RelatedTable:
    """What hangs on this record, or what it hangs on; `empty` is said when there are no rows."""

    title: Text
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Shown, ...], ...]
    empty: Text
    more: Link | None = None


@dataclass(frozen=True)
class ChainStep:
    """One owner in the chain from a supplier to its ultimate parent."""

    link: Link
    country: Text
    basis: Text = ""


@dataclass(frozen=True)
class Chain:
    """The ownership chain, and the sentence that says which origin class follows from it."""

    steps: tuple[ChainStep, ...]
    origin: Badge
    explanation: Both


@dataclass(frozen=True)
class ChangeLine:
    """Who changed what, and when."""

    at: datetime
    by: str
    how: Text
    changes: tuple[FieldChange, ...]
    import_link: Link | None = None


@dataclass(frozen=True)
class RecordPage:
    """The page of one record."""

    kind: Kind
    title: str
    badges: tuple[Badge, ...]
    groups: tuple[FieldGroup, ...]
    related: tuple[RelatedTable, ...]
    history: tuple[ChangeLine, ...]
    summary: Text = ""
    chain: Chain | None = None
    history_next: str | None = None
