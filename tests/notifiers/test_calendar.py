"""Feeds of deadlines, read again by two libraries of others, and held to the rules of RFC 5545, 7986 and 4791."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Alarm, Calendar, Event
from icalendar.cal.component import Component

from notifiers.calendar import CalendarItem, calendar_feed
from tests.notifiers.letters import alert

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
CHANGED = datetime(2026, 11, 1, 12, 30, 15, 999, tzinfo=UTC)
LADDER = (730, 365, 180, 90, 30, 7, 0)


def item(subject: str = "Inning", due: str = "[2027-01-12,2027-01-13)", **changes: Any) -> CalendarItem:
    kept = {"withdrawn_on": changes.pop("withdrawn_on", None), "url": changes.pop("url", None)}
    return CalendarItem(alert(subject, due=due, **changes), CHANGED, changes.pop("ladder", LADDER), **kept)


ITEMS = (
    item("Toeslagen; Portaal, \\ë", url="https://landschap.example/werklijst/1?a=b,c"),
    item("Zaaktoe", "[2027-07-01,2027-10-01)", deadline={"version": 4}),
    item("Schrikkel", "[2028-02-29,2028-03-01)"),
    item("Inning", alert={"moment": "decide"}, deadline={"decideBy": "2026-12-01", "leadDays": 365}),
    item("Zonder einde", "[9999-12-31,10000-01-01)"),
    item("Niet ingevuld", "[1899-12-30,1899-12-31)"),
    item("Onbekend", ""),
    item("Weg", withdrawn_on=date(2026, 8, 26)),
    item("Allang weg", withdrawn_on=date(2026, 8, 25)),
    item("Voorbij", "[2026-08-20,2026-08-21)"),
)


def feed(*items: CalendarItem, language: Any = "nl") -> bytes:
    return calendar_feed("Mijn; agenda, é", items, language, NOW)


def events(content: bytes) -> dict[str, Event]:
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(content).events}


def triggers(event: Event) -> list[timedelta]:
    found = [alarm.TRIGGER for alarm in event.walk("VALARM") if isinstance(alarm, Alarm)]
    return [trigger for trigger in found if isinstance(trigger, timedelta)]


def test_the_calendar_says_what_it_is() -> None:
    assert feed().decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Landschap//Landschap//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Mijn\\; agenda\\, é",
        "X-WR-CALNAME:Mijn\\; agenda\\, é",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "END:VCALENDAR",
        "",
    ]


def test_what_is_in_the_feed() -> None:
    kind = "Einde beveiligingsondersteuning: Windows Server 2016"
    found = {summary: (event.start, event.end, str(event["STATUS"])) for summary, event in events(feed(*ITEMS)).items()}
    assert found == {
        f"{kind} (Toeslagen; Portaal, \\ë)": (date(2027, 1, 12), date(2027, 1, 13), "CONFIRMED"),
        f"{kind} (Zaaktoe), het derde kwartaal van 2027": (date(2027, 7, 1), date(2027, 10, 1), "CONFIRMED"),
        f"{kind} (Schrikkel)": (date(2028, 2, 29), date(2028, 3, 1), "CONFIRMED"),
        "Uiterlijk beslissen over Inning": (date(2026, 12, 1), date(2026, 12, 2), "CONFIRMED"),
        f"Vervallen: {kind} (Weg)": (date(2027, 1, 12), date(2027, 1, 13), "CANCELLED"),
        f"{kind} (Voorbij)": (date(2026, 8, 20), date(2026, 8, 21), "CONFIRMED"),
    }


def test_an_event_in_full() -> None:
    (event,) = events(feed(ITEMS[0], language="en")).values()
    deadline = ITEMS[0].data["deadline"]["id"]
    categories = event.categories
    told = {name: str(value) for name, value in event.items() if name not in {"DTSTART", "DTEND", "CATEGORIES"}}
    assert told | {"DTSTAMP": event.DTSTAMP, "LAST-MODIFIED": event.LAST_MODIFIED} == {
        "UID": f"{deadline}-end@landschap",
        "SEQUENCE": "1",
        "SUMMARY": "End of security support: Windows Server 2016 (Toeslagen; Portaal, \\ë)",
        "DESCRIPTION": "Security support of Windows Server 2016 ends on 12 January 2027. Toeslagen; Portaal, \\ë runs on it.\n"
        "How it hangs together: Toeslagen; Portaal, \\ë runs on Windows Server 2016.\n"
        "Organisation: Belastingdienst.\nCriticality: high.\nFor the system owner (threshold: 90 days before).\n"
        "https://landschap.example/werklijst/1?a=b,c",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
        "URL": "https://landschap.example/werklijst/1?a=b,c",
        "DTSTAMP": CHANGED.replace(microsecond=0),
        "LAST-MODIFIED": CHANGED.replace(microsecond=0),
    }
    assert categories == ["End of security support", "Belastingdienst"]


@pytest.mark.parametrize(("chosen", "days"), [(0, [30, 7, 1]), (1, [180, 90, 30, 7, 1]), (3, [7, 1]), (7, []), (9, [])])
def test_alarms_are_those_still_to_come_at_nine_in_the_morning(chosen: int, days: list[int]) -> None:
    (event,) = events(feed(ITEMS[chosen])).values()
    assert triggers(event) == [timedelta(hours=9) - timedelta(days=day) for day in days]
    assert all(trigger < timedelta(0) for trigger in triggers(event))


def test_the_same_deadline_keeps_its_uid_and_counts_its_changes() -> None:
    before, after = item(deadline={"version": 2}), item(due="[2027-03-01,2027-03-02)", deadline={"version": 3})
    gone = item(deadline={"version": 3}, withdrawn_on=date(2026, 11, 20))
    told = [next(iter(events(feed(one)).values())) for one in (before, after, gone)]
    assert len({str(event["UID"]) for event in told}) == 1
    assert [event.sequence for event in told] == [2, 3, 4]


def test_a_feed_is_the_same_all_day_and_holds_a_deadline_once() -> None:
    assert feed(*ITEMS) == calendar_feed("Mijn; agenda, é", ITEMS * 2, "nl", NOW + timedelta(hours=15))


def test_lines_end_and_are_folded_as_the_rfc_says() -> None:
    content = feed(*ITEMS)
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert content.decode("utf-8")


def test_the_strict_reader_of_others_finds_the_same() -> None:
    read = IcsCalendarStream.calendar_from_ics(feed(*ITEMS).decode())
    ours = Calendar.from_ical(feed(*ITEMS)).events
    assert [(event.uid, event.dtstart, event.dtend, event.summary, event.sequence) for event in read.events] == [
        (str(event["UID"]), event.start, event.end, str(event["SUMMARY"]), event.sequence) for event in ours
    ]
    assert [[alarm.trigger for alarm in event.alarm] for event in read.events] == [triggers(event) for event in ours]
    assert read.todos == []


# RFC 5545, 3.6.1 and 3.6.6: what must be there, and what at most once.
REQUIRED = {"VEVENT": {"UID", "DTSTAMP", "DTSTART"}, "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"}}
ONCE = {
    "DTSTART",
    "DTEND",
    "DTSTAMP",
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "SEQUENCE",
    "TRANSP",
    "URL",
    "LAST-MODIFIED",
}


def complaints(component: Component) -> list[str]:
    """What a CalDAV server would refuse a component for."""
    name = str(component.name)
    found = [f"{name} lacks {key}" for key in REQUIRED.get(name, set()) - set(component)]
    found += [f"{name} has {key} twice" for key in ONCE if isinstance(component.get(key), list)]
    return found + [complaint for one in component.subcomponents for complaint in complaints(one)]


def test_each_event_can_be_a_resource_of_a_caldav_server() -> None:
    """RFC 4791, 4.1: components of one type and one UID in a resource, without METHOD; every moment in UTC."""
    calendar = Calendar.from_ical(feed(*ITEMS))
    assert {component.name for component in calendar.subcomponents} == {"VEVENT"}
    uids = [str(event["UID"]) for event in calendar.events]
    assert len(uids) == len(set(uids))
    for event in calendar.events:
        resource = Calendar()
        resource.add("VERSION", "2.0")
        resource.add("PRODID", calendar["PRODID"])
        resource.add_component(event)
        (again,) = Calendar.from_ical(resource.to_ical()).events
        assert complaints(again) == []
        assert again.start < again.end
    moments = re.findall(rb"^(?:DTSTAMP|LAST-MODIFIED)[^\r]*", feed(*ITEMS), re.MULTILINE)
    assert all(re.fullmatch(rb"[A-Z-]+:\d{8}T\d{6}Z", moment) for moment in moments)
