"""The worklist and the page of one deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from notifiers.telling import tell, tell_notes
from registry.alerting.rules import load_rules
from registry.codes import CODE_LISTS
from registry.queries.application_lives import why_unknown
from registry.queries.deadlines import DeadlineQuery
from registry.queries.stations import full_path
from web.building.horizon import days_left, kind_title
from web.building.reading import read_date, read_id
from web.building.showing import href_of, show_due
from web.building.watch import rung_in_words
from web.views.deadlines import DeadlineLine, DeadlinePage, DecisionLine, ToldLine, Worklist
from web.views.page import Filter, Neighbours, Option
from web.views.records import Count
from web.views.values import Badge, Both, Coded, Day, Link, Shown, Single, Text, Tone

PATH = "/werklijst"
ALL = Both("alle", "all")
STATES: dict[str, tuple[Both, Tone]] = {
    "open": (Both("open", "open"), "attention"),
    "overdue": (Both("te laat", "late"), "bad"),
    "acknowledged": (Both("gezien", "seen"), "good"),
    "snoozed": (Both("later", "later"), "busy"),
    "assigned": (Both("toegewezen", "assigned"), "busy"),
    "unknown": (Both("datum onbekend", "date unknown"), "neutral"),
    "withdrawn": (Both("vervallen", "withdrawn"), "neutral"),
}
ROLES = {
    "system_owner": Both("systeemeigenaar", "system owner"),
    "departmental_cio": Both("departementale CIO", "departmental CIO"),
    "cio_rijk": Both("CIO Rijk", "CIO Rijk"),
}
TOLD: dict[str, tuple[Both, Tone]] = {
    "raised": (Both("gemeld", "told"), "good"),
    "superseded": (Both("ingehaald door een latere stap", "overtaken by a later step"), "neutral"),
    "snoozed": (Both("tegengehouden", "held back"), "busy"),
}
ACTIONS = {
    "acknowledge": Both("gezien", "seen"),
    "snooze": Both("later herinneren", "remind later"),
    "assign": Both("toegewezen", "assigned"),
    "reopen": Both("weer opgepakt", "taken up again"),
}
MOMENTS = {"end": Both("de dag zelf", "the day itself"), "decide": Both("uiterlijk beslissen", "decide by")}
ENDS = ("security_support_ends", "platform_ends", "contract_ends")
"""Deadlines of which the day is that of a component: where it is not known, the component says why."""
KINDS_SHOWN = ("application", "supplier", "organisation", "cloud_service")


def read_query(asked: Mapping[str, str], organisation: UUID | None) -> DeadlineQuery:
    """The query that an address asks for."""
    kind, state = asked.get("soort", ""), asked.get("stand", "")
    return DeadlineQuery(
        moment="decide" if asked.get("dag") == "decide" else "end",
        kinds=(kind,) if kind in load_rules().kinds else (),
        state=state if state in STATES else None,
        organisation=organisation,
        subject=read_id(asked.get("van-wie")),
        criticality=asked.get("belang") if asked.get("belang") in CODE_LISTS["criticality"] else None,
        since=read_date(asked.get("van"), None),
        until=read_date(asked.get("tot"), None),
        text=asked.get("zoek", "").replace("\x00", "").strip()[:200] or None,
        after=asked.get("na") or None,
    )


def build_filters(
    asked: Mapping[str, str], organisations: Sequence[tuple[UUID, str]], chosen: UUID | None
) -> tuple[Filter, ...]:
    """The selects above the list."""
    kinds = {kind: Both(*rule.title) for kind, rule in load_rules().kinds.items() if rule.moments}
    states = {name: text for name, (text, _) in STATES.items()}
    weights = {code.value: Both(code.nl, code.en) for code in CODE_LISTS["criticality"].values()}
    bodies = (Option("", ALL, chosen is None), *(Option(str(one), name, one == chosen) for one, name in organisations))
    return (
        Filter("stand", Both("Stand", "State"), _options(states, asked.get("stand"))),
        Filter("soort", Both("Soort", "Kind"), _options(kinds, asked.get("soort"))),
        Filter("organisatie", Both("Organisatie", "Organisation"), bodies),
        Filter("belang", Both("Belang", "Criticality"), _options(weights, asked.get("belang"))),
        Filter(
            "dag", Both("Op volgorde van", "In order of"),
            tuple(Option(one, text, asked.get("dag", "end") == one) for one, text in MOMENTS.items()),
        ),
    )  # fmt: skip


def _options(choices: Mapping[str, Both], chosen: str | None) -> tuple[Option, ...]:
    return (Option("", ALL, not chosen), *(Option(value, text, value == chosen) for value, text in choices.items()))


def build_worklist(
    asked: Mapping[str, str],
    filters: tuple[Filter, ...],
    items: Sequence[Mapping[str, Any]],
    following: str | None,
    today: date,
) -> Worklist:
    """One page of the list."""
    kept = {name: value for name, value in asked.items() if value and name not in {"lang", "melding", "na"}}
    here = f"{PATH}?{urlencode(kept | ({'na': asked['na']} if asked.get('na') else {}))}"
    first = not asked.get("na")
    return Worklist(
        asked.get("zoek", ""),
        filters,
        tuple(_line(row, today) for row in items),
        Count(len(items), exact=first and following is None),
        f"{PATH}.csv?{urlencode(kept)}",
        here,
        Neighbours(
            None if first else f"{PATH}?{urlencode(kept)}",
            f"{PATH}?{urlencode(kept | {'na': following})}" if following else None,
        ),
    )


def _line(row: Mapping[str, Any], today: date) -> DeadlineLine:
    return DeadlineLine(
        str(row["id"]),
        Link(kind_title(row["kind"]), f"{PATH}/{row['id']}"),
        kind_title(row["kind"]),
        _things(row),
        named(row["owner"], "organisation"),
        show_due(row["due"]) if row["due"] else None,
        Day(row["decideBy"]) if row["decideBy"] else None,
        days_left(row["due"]["earliest"] if row["due"] else None, today),
        state_of(row),
        row["assignee"] or "",
    )


def _things(row: Mapping[str, Any]) -> Shown:
    subject, component = named(row["subject"]), named(row["component"])
    return (subject, component) if component else subject


def named(thing: Mapping[str, Any] | None, kind: str | None = None) -> Link | str | None:
    """A record by its name, with its page where it has one."""
    if not thing:
        return None
    href = href_of(str(kind or thing.get("kind")), thing["id"])
    name = str(thing.get("name") or "")
    return Link(name or str(thing["id"]), href) if href else name or None


def state_of(row: Mapping[str, Any]) -> Badge:
    """How a deadline stands."""
    text, tone = STATES["overdue" if row["overdue"] and row["state"] == "open" else row["state"]]
    return Badge(text, tone)


def build_page(row: Mapping[str, Any], names: Mapping[UUID, str | None], today: date) -> DeadlinePage:
    """One deadline, with `names` of the records on its path and of its application."""
    data, type_ = _data(row, names), f"alert.{row['kind'].replace('_', '-')}"
    nl, en = tell(data, type_, "nl", today=today), tell(data, type_, "en", today=today)
    return DeadlinePage(
        id=str(row["id"]),
        title=Both(nl.title, en.title),
        sentence=_why_unknown(row) or Both(nl.line, en.line),
        state=state_of(row),
        facts=(*_facts(row), *_applications(row), *_notes(data)),
        path=tuple(named(step) for step in _whole_path(row, names)),
        told=tuple(_told(one) for one in row["alerts"]),
        decisions=tuple(_decision(one) for one in row["decisions"]),
        open=row["state"] != "withdrawn",
        earliest_snooze=(today + timedelta(days=1)).isoformat(),
    )


def _data(row: Mapping[str, Any], names: Mapping[UUID, str | None]) -> dict[str, Any]:
    """The deadline as the data of an alert, so that it is told in the same words."""
    due = row["due"]
    stated = f"[{due['earliest'] or ''},{due['latest'] + timedelta(days=1) if due['latest'] else ''})" if due else None
    decide = row["decideBy"].isoformat() if row["decideBy"] else None
    return {
        "alert": {"kind": row["kind"], "moment": "end"},
        "deadline": {"due": stated, "decideBy": decide, "leadDays": row["leadDays"], "noticeDays": row["noticeDays"]},
        "subject": row["subject"],
        "component": row["component"],
        "owner": row["owner"],
        "criticality": row["criticality"],
        "path": _path(row, names),
    }


def _path(row: Mapping[str, Any], names: Mapping[UUID, str | None]) -> list[dict[str, Any]]:
    """The records from the subject to what governs, by their present names."""
    return [dict(one) | {"name": names.get(UUID(str(one["id"])))} for one in row["path"] or ()]


def _whole_path(row: Mapping[str, Any], names: Mapping[UUID, str | None]) -> list[dict[str, Any]]:
    """The path as it is shown: from the application on, where there is one."""
    application = row["applicationId"]
    if application is None:
        return _path(row, names)
    return full_path({"id": application, "name": names.get(application)}, row["path"] or (), names)


def _why_unknown(row: Mapping[str, Any]) -> Both | None:
    """Why there is no date, in the words of the page of the application."""
    component = row["component"]
    if row["due"] or not component or row["kind"] not in ENDS:
        return None
    why = why_unknown(component["kind"], component["name"])
    return Both(why.nl, why.en)


def _applications(row: Mapping[str, Any]) -> tuple[tuple[Text, Shown], ...]:
    """The applications under a contract, each with its page."""
    under = row["applications"]
    if under is None:
        return ()
    links: list[Single] = [named(one, "application") for one in under["items"]]
    if more := under["count"] - len(links):
        links.append(Both(f"en {more} andere", f"and {more} others" if more > 1 else "and 1 other"))
    return (
        (
            Both("Applicaties onder dit contract", "Applications under this contract"),
            tuple(links) or Both("geen", "none"),
        ),
    )


def _notes(data: Mapping[str, Any]) -> tuple[tuple[Text, Shown], ...]:
    """What is to be said about the day, such as that the version is not known exactly."""
    notes = tuple(Both(nl, en) for nl, en in zip(tell_notes(data, "nl"), tell_notes(data, "en"), strict=True))
    return ((Both("Let op", "Note"), notes),) if notes else ()


def _days(number: int) -> Both:
    return Both(f"{number} dag", f"{number} day") if number == 1 else Both(f"{number} dagen", f"{number} days")


def _facts(row: Mapping[str, Any]) -> tuple[tuple[Text, Shown], ...]:
    snoozed = row["snoozedUntil"]
    found: list[tuple[Text, Shown]] = [
        (Both("Datum", "Date"), show_due(row["due"]) if row["due"] else None),
        (Both("Uiterlijk beslissen", "Decide by"), Day(row["decideBy"]) if row["decideBy"] else None),
        (
            Both("Tijd om te vervangen", "Time to replace"),
            _days(row["leadDays"]),
        ),
        *([(Both("Opzegtermijn", "Notice"), _days(row["noticeDays"]))] if row["kind"] == "contract_ends" else []),
        (Both("Waarvan", "Of what"), named(row["subject"])),
        (Both("Onderdeel", "Component"), named(row["component"])),
        (Both("Eigenaar", "Owner"), named(row["owner"], "organisation")),
        (Both("Belang", "Criticality"), Coded("criticality", row["criticality"]) if row["criticality"] else None),
        (Both("Toegewezen aan", "Assigned to"), row["assignee"] or Both("niemand", "nobody")),
        (Both("Sinds wanneer deze datum", "This date since"), Day(row["seenOn"])),
        (Both("Keer dat de datum veranderde", "Times that the date moved"), row["version"] - 1),
    ]
    return (*found, (Both("Herinnering vanaf", "Reminder from"), Day(snoozed))) if snoozed else tuple(found)


def _told(one: Mapping[str, Any]) -> ToldLine:
    text, tone = TOLD[one["state"]]
    return ToldLine(one["raisedAt"], rung_in_words(one["rung"], one["moment"]), ROLES[one["role"]], Badge(text, tone))


def _decision(one: Mapping[str, Any]) -> DecisionLine:
    what = ACTIONS[one["action"]]
    more = f" ({one['assignee']})" if one["assignee"] else f" ({one['until']:%d-%m-%Y})" if one["until"] else ""
    body = named(one["organisation"], "organisation")
    return DecisionLine(
        one["decidedAt"], one["decidedBy"], body, Both(what.nl + more, what.en + more), one["reason"] or ""
    )
