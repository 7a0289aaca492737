"""An iCalendar feed of deadlines (RFC 5545 and 7986), as Outlook, Google and Nextcloud read it: whole days, no tasks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event, vText

from notifiers.telling import tell
from notifiers.telling_alerts import AlertFacts, read_alert, tell_kind
from notifiers.telling_days import Due, Language, due_in_words
from notifiers.telling_words import name_of, one_line
from registry.calendar_days import today_in_nl

KEPT_DAYS = 90
"""Days that a withdrawn deadline stays in the feed, cancelled, so that every reader has seen it go."""
REFRESH = timedelta(hours=12)
_ALARM_HOUR = 9
_PRODUCT = "-//Landschap//Landschap//{}"
_CANCELLED: dict[Language, str] = {"nl": "Vervallen", "en": "Withdrawn"}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """A deadline at one of its moments. `data` is that of its alert: alert (kind, moment), deadline, subject, owner, path.

    `ladder` has the days before at which is to be warned, `changed_at` is when it last changed, `url` where it is read.
    """

    data: Mapping[str, Any]
    changed_at: datetime
    ladder: tuple[int, ...] = ()
    withdrawn_on: date | None = None
    url: str | None = None


def calendar_feed(
    name: str, items: Iterable[CalendarItem], language: Language, now: datetime, *, about: str | None = None
) -> bytes:
    """The feed with this name, and with what there is to say about it.

    A day that no calendar can show (the year 9999, the zero of a spreadsheet) is left out.
    The same items give the same bytes all day long, so that an ETag holds.
    """
    today = today_in_nl(now)
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT.format(language.upper()))
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, vText(one_line(name)))
    for key in ("DESCRIPTION", "X-WR-CALDESC") if about else ():
        calendar.add(key, vText(one_line(about)))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{REFRESH.seconds // 3600}H")
    told: set[str] = set()
    for item in items:
        event = _event(item, language, today)
        if event and (uid := str(event["UID"])) not in told:
            told.add(uid)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(item: CalendarItem, language: Language, today: date) -> Event | None:
    facts = read_alert(item.data)
    due = facts.target
    gone = item.withdrawn_on is not None
    if due is None or facts.deadline is None or _is_forgotten(item, today):
        return None
    event, stamp = Event(), item.changed_at.astimezone(UTC).replace(microsecond=0)
    told = tell({**item.data, "daysLeft": None}, "alert.", language)
    title = f"{_CANCELLED[language]}: {told.title}" if gone else told.title
    event.add("UID", f"{facts.deadline}-{facts.moment}@landschap")
    event.add("DTSTAMP", stamp)
    event.add("LAST-MODIFIED", stamp)
    event.add("SEQUENCE", (facts.version or 0) + int(gone))
    event.add("DTSTART", due.first)
    event.add("DTEND", due.last + _ONE_DAY)
    event.add("SUMMARY", title if due.exact else f"{title}, {due_in_words(due, language)}")
    event.add("DESCRIPTION", "\n".join(filter(None, (told.line, *told.detail, item.url))))
    event.add("CATEGORIES", _categories(facts, language))
    event.add("STATUS", "CANCELLED" if gone else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    if item.url:
        event.add("URL", item.url)
    if not gone:
        _add_alarms(event, due, told.title, item.ladder, today)
    return event


def _is_forgotten(item: CalendarItem, today: date) -> bool:
    """Whether it was withdrawn so long ago that everybody has seen it go."""
    return item.withdrawn_on is not None and (today - item.withdrawn_on).days > KEPT_DAYS


def _categories(facts: AlertFacts, language: Language) -> list[str]:
    """Kind and organisation, so that a calendar can colour by either."""
    owner = [name_of(facts.owner, language)] if facts.owner else []
    return [tell_kind(facts.kind, language), *owner]


def _add_alarms(event: Event, due: Due, text: str, ladder: Iterable[int], today: date) -> None:
    """Warn at nine in the morning on the days of the ladder that are still to come.

    Outlook refuses an alarm once the day has begun, so what is for the day itself comes the morning before.
    """
    for days in sorted({max(rung, 1) for rung in ladder if rung >= 0}, reverse=True):
        if (due.first - today).days >= days:
            before = timedelta(hours=_ALARM_HOUR) - timedelta(days=days)
            event.add_component(Alarm.new_display(text, before))
