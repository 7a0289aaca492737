"""The horizon as a page: its filters, buckets, months, and one page of what ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from registry.actors import find_organisation
from registry.alerting.rules import load_rules
from registry.calendar_days import add_months
from registry.errors import InvalidInput
from registry.horizon_buckets import OVERDUE, UNKNOWN, Bucket
from registry.queries.horizon import Horizon as Found
from registry.queries.horizon import HorizonRow, Question
from registry.queries.horizon_items import Question as ItemsQuestion
from registry.resolving.matching import Db
from web.building.reading import read_date, read_id
from web.building.showing import href_of, show_due
from web.views.horizon import Bucket as Shown
from web.views.horizon import HorizonItem, HorizonLine, Measure, Month
from web.views.page import Filter, Option
from web.views.values import Both, Day, Link, Text, Tone

PATH = "/levensloop"
MOST_LINES = 25
MONTHS_SHOWN = 24
PER: dict[str, tuple[Both, Both]] = {
    "ministry": (Both("ministerie", "ministry"), Both("Per ministerie", "By ministry")),
    "organisation": (Both("organisatie", "organisation"), Both("Per organisatie", "By organisation")),
    "product": (Both("product", "product"), Both("Per product", "By product")),
    "supplier": (Both("leverancier", "supplier"), Both("Per leverancier", "By supplier")),
    "budget": (Both("begrotingsartikel", "budget article"), Both("Per begrotingsartikel", "By budget article")),
}
MEASURES: dict[Measure, Both] = {
    "end": Both("wanneer het eindigt", "when it ends"),
    "decide": Both("wanneer er uiterlijk beslist moet zijn", "by when it must be decided"),
}
TONES: dict[str, Tone] = {OVERDUE: "bad", "0-6": "attention", UNKNOWN: "neutral"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; without days the list begins today."""

    on: date
    measure: Measure
    per: str
    organisation: UUID | None
    product: UUID | None
    supplier: UUID | None
    since: date | None
    until: date | None
    unknown: bool
    after: str | None

    def question(self) -> Question:
        """The counts that are asked."""
        return Question(self.on, self.measure, self.per, self.organisation)

    def items(self) -> ItemsQuestion:
        """The list that is asked."""
        return ItemsQuestion(
            self.since,
            self.until,
            self.measure,
            self.unknown,
            self.organisation,
            self.product,
            self.supplier,
            after=self.after,
        )

    def kept(self) -> dict[str, str]:
        """What a form or a link on the page goes on asking."""
        found = {"per": self.per, "meet": self.measure, "op": self.on.isoformat()}
        ids = {"organisatie": self.organisation, "product": self.product, "leverancier": self.supplier}
        return found | {name: str(value) for name, value in ids.items() if value}

    def period(self) -> dict[str, str]:
        """The days of the list, as the address has them."""
        if self.unknown:
            return {"onbekend": "ja"}
        days = {"van": self.since, "tot": self.until}
        return {name: day.isoformat() for name, day in days.items() if day}

    def href(self, path: str = PATH, **more: str) -> str:
        """The same page, or a file of it, with something more."""
        return f"{path}?{urlencode({**self.kept(), **more})}"


def read_asked(db: Db, query: Mapping[str, str], today: date) -> Asked:
    """What an address asks for. Raises `InvalidInput` for a date or organisation that there is not."""
    days = {name: read_date(query.get(name, "").strip(), None) for name in ("op", "van", "tot")}
    for name, day in days.items():
        if day is None and query.get(name, "").strip():
            raise InvalidInput(
                f"{query[name]!r} is geen datum; schrijf die als 2026-12-31.",
                f"{query[name]!r} is not a date; write it as 2026-12-31.",
            )
    on = days["op"] or today
    organisation = query.get("organisatie", "").strip()
    chosen = days["van"] or days["tot"] or query.get("onbekend")
    return Asked(
        on=on,
        measure="decide" if query.get("meet") == "decide" else "end",
        per=query.get("per", "") if query.get("per") in PER else "ministry",
        organisation=find_organisation(db, organisation) if organisation else None,
        product=read_id(query.get("product")),
        supplier=read_id(query.get("leverancier")),
        since=days["van"] if chosen else on,
        until=days["tot"],
        unknown=query.get("onbekend") == "ja",
        after=query.get("na") or None,
    )


def build_filters(asked: Asked, organisations: Sequence[tuple[UUID, str]]) -> tuple[Filter, ...]:
    """The selects above the figures."""
    everybody = Option("", Both("het hele Rijk", "the whole government"), asked.organisation is None)
    return (
        Filter(
            "meet", Both("Kijk naar", "Look at"), tuple(Option(m, t, m == asked.measure) for m, t in MEASURES.items())
        ),
        Filter("per", Both("Per", "By"), tuple(Option(p, t, p == asked.per) for p, (t, _) in PER.items())),
        Filter(
            "organisatie",
            Both("Organisatie", "Organisation"),
            (everybody, *(Option(str(one), name, one == asked.organisation) for one, name in organisations)),
        ),
    )


def bucket_label(name: str) -> Both:
    """A bucket in words."""
    if name == OVERDUE:
        return Both("verstreken", "overdue")
    if name == UNKNOWN:
        return Both("onbekend", "unknown")
    return Both(f"{name} maanden", f"{name} months")


def build_buckets(found: Found, asked: Asked) -> tuple[Shown, ...]:
    """The stretches of the horizon over all, each with its list."""
    return tuple(
        Shown(
            one.name,
            bucket_label(one.name),
            found.total.counts.get(one.name, 0),
            asked.href(**_days_of(one)),
            TONES.get(one.name, "neutral"),
        )
        for one in found.buckets
    )


def _days_of(bucket: Bucket) -> dict[str, str]:
    if bucket.name == UNKNOWN:
        return {"onbekend": "ja"}
    last = bucket.until - timedelta(days=1) if bucket.until else None
    days = {"van": bucket.since, "tot": last}
    return {name: day.isoformat() for name, day in days.items() if day}


def build_lines(found: Found, asked: Asked) -> tuple[HorizonLine, ...]:
    """The rows per dimension, the most urgent first."""
    names = [bucket.name for bucket in found.buckets]
    return tuple(
        HorizonLine(
            row.name or _nameless(asked.per),
            tuple(row.counts.get(name, 0) for name in names),
            row.total,
            _line_href(asked, row),
        )
        for row in found.rows[:MOST_LINES]
    )


def _nameless(per: str) -> Both:
    if per in {"ministry", "organisation"}:
        return Both("Eigenaar onbekend", "Owner unknown")
    return Both("Niet bekend of niet van toepassing", "Not known or not applicable")


def _line_href(asked: Asked, row: HorizonRow) -> str | None:
    name = {"ministry": "organisatie", "organisation": "organisatie", "product": "product", "supplier": "leverancier"}
    return asked.href(**{name[asked.per]: str(row.key)}) if row.key and asked.per in name else None


def kind_title(kind: str | None) -> Both:
    """What governs an end, in words."""
    rule = load_rules().kinds.get(kind or "")
    return Both(*rule.title) if rule else Both("Onbekend", "Unknown")


def build_months(
    rows: Sequence[Mapping[str, Any]], first: date
) -> tuple[tuple[Month, ...], tuple[tuple[str, Both], ...]]:
    """The months to come with their counts, and the kinds that occur in them."""
    counts: defaultdict[date, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        counts[row["day"]].append((row["kind"], row["applications"]))
    months = [add_months(first.replace(day=1), step) for step in range(MONTHS_SHOWN)]
    kinds = sorted({row["kind"] for row in rows})
    shown = tuple(Month(_month(month), tuple(counts[month])) for month in months) if rows else ()
    return shown, tuple((kind, kind_title(kind)) for kind in kinds)


def _month(month: date) -> Text:
    nl = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")[month.month - 1]
    return Both(f"{nl} {month.year}", f"{month:%b %Y}")


def build_item(row: Mapping[str, Any], today: date) -> HorizonItem:
    """One application of the list."""
    application, owner, component = row["application"], row["owner"], row["component"]
    moment = row["decideBy"] if row["moment"] == "decide" else row["endsFrom"]
    return HorizonItem(
        Link(application["name"], href_of("application", application["id"]) or ""),
        Link(owner["name"], href_of("organisation", owner["id"]) or "") if owner else None,
        kind_title(row["kind"]),
        _component(component, row["deadlineId"]),
        show_due(row["end"]) if row["end"] else None,
        Day(row["decideBy"]) if row["decideBy"] else None,
        days_left(moment, today),
        tone_of(moment, today),
    )


def _component(component: Mapping[str, Any] | None, deadline: UUID | None) -> Link | str | None:
    name = str(component["name"] or "") if component else ""
    return Link(name or Both("bekijk waarom", "see why"), f"/werklijst/{deadline}") if deadline else name or None


def days_left(day: date | None, today: date) -> Both:
    """How long it still takes, as people say it."""
    if day is None:
        return Both("onbekend", "unknown")
    days = (day - today).days
    if days == 0:
        return Both("vandaag", "today")
    count, late = abs(days), days < 0
    number, nl, en = (count, "dagen", "days") if count < 60 else (round(count / 30.44), "maanden", "months")
    if number == 1:
        nl, en = ("dag", "day") if nl == "dagen" else ("maand", "month")
    return Both(f"{number} {nl} te laat", f"{number} {en} late") if late else Both(f"{number} {nl}", f"{number} {en}")


def tone_of(day: date | None, today: date) -> Tone:
    """How pressing a day is."""
    if day is None:
        return "neutral"
    return "bad" if day < today else "attention" if (day - today).days <= 180 else "neutral"
