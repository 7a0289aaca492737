"""Lists of records: the query that an address asks for, and the page that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from registry.codes import CODE_LISTS
from registry.queries.records import Page, Query
from web.building.layout import ListFilter, Screen
from web.building.showing import href_of, is_numeric, label_of, show_field
from web.views.page import Filter, Neighbours, Option
from web.views.records import Count, ListColumn, ListRow, RecordList
from web.views.values import Both, Link, Shown

ALL = Both("alle", "all")
UNKNOWN = Both("onbekend", "unknown")
SORTABLE = ("name", "owner", "kind", "lifecycleState", "userCount", "countryOfHeadquarters", "kvk", "abbreviation",
            "supplier", "client", "serviceModel", "deployment", "materiality")  # fmt: skip

Asked = Mapping[str, str]
Named = Mapping[str, Sequence[tuple[str, str]]]
"""What a filter of another kind can be: (id, name) by parameter."""
Extra = Sequence[tuple[Both, Mapping[Any, Shown]]]
"""Further columns: a label, and a cell by the id of the row."""


def read_query(screen: Screen, asked: Asked) -> Query:
    """The query that the address asks for."""
    filters = {one.name: [asked[one.parameter]] for one in screen.filters if asked.get(one.parameter)}
    search = asked.get("zoek", "").replace("\x00", "").strip()[:200]
    return Query(search or None, filters, asked.get("sorteer") or "name", asked.get("na") or None)


def build_list(screen: Screen, asked: Asked, page: Page, named: Named, extra: Extra = ()) -> RecordList:
    """The list page."""
    sort = asked.get("sorteer") or "name"
    labels = tuple(ListColumn(label) for label, _ in extra)
    return RecordList(
        screen.page_kind,
        asked.get("zoek", ""),
        tuple(_filter(one, asked, named) for one in screen.filters if _is_offered(one, asked)),
        tuple(_column(screen, key, sort, asked) for key in ("name", *screen.columns)) + labels,
        tuple(_row(screen, row, extra) for row in page.items),
        Count(page.estimate, page.exact),
        f"{screen.path}.csv{_query(asked, na=None)}",
        Neighbours(
            f"{screen.path}{_query(asked, na=page.previous)}" if page.previous else None,
            f"{screen.path}{_query(asked, na=page.next)}" if page.next else None,
        ),
    )


def _is_offered(one: ListFilter, asked: Asked) -> bool:
    """There are too many suppliers to choose from; that filter is shown when a link set it."""
    return one.kind != "supplier" or bool(asked.get(one.parameter))


def _filter(one: ListFilter, asked: Asked, named: Named) -> Filter:
    chosen = asked.get(one.parameter, "")
    options = [Option("", ALL, not chosen)]
    if one.codes:
        options += [Option(c.value, Both(c.nl, c.en), c.value == chosen) for c in CODE_LISTS[one.codes].values()]
    else:
        options += [Option(value, name, value == chosen) for value, name in named.get(one.parameter, ())]
    return Filter(one.parameter, one.label, (*options, Option("unknown", UNKNOWN, chosen == "unknown")))


def _column(screen: Screen, key: str, sort: str, asked: Asked) -> ListColumn:
    label, numeric = label_of(screen.kind, key), is_numeric(key)
    if key not in SORTABLE:
        return ListColumn(label, numeric=numeric)
    sorted_up, sorted_down = sort == key, sort == f"-{key}"
    href = f"{screen.path}{_query(asked, sorteer=f'-{key}' if sorted_up else key, na=None)}"
    return ListColumn(label, href, "ascending" if sorted_up else "descending" if sorted_down else None, numeric)


def _row(screen: Screen, row: Mapping[str, Any], extra: Extra) -> ListRow:
    cells = [show_field(screen.kind, key, row) for key in screen.columns]
    cells += [shown.get(row["id"]) for _, shown in extra]
    return ListRow(Link(row["name"], href_of(screen.kind, row["id"]) or ""), tuple(cells))


def _query(asked: Asked, **changed: str | None) -> str:
    """The query string of the same address with some values changed; None leaves one out."""
    kept = {name: value for name, value in {**asked, **changed}.items() if value and name not in {"lang", "melding"}}
    return f"?{urlencode(kept)}" if kept else ""
