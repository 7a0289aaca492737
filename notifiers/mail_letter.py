"""What a mail says: one event in full, many as a digest, a sign of life, or a test. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from babel.dates import format_datetime

from notifiers.mail_digest import (
    MOST_IN_FILE,
    MOST_ROWS,
    Entry,
    collect,
    sections_of,
    tell_since,
    tell_subject,
    write_file,
)
from notifiers.mail_page import Line, Link, Page, Section
from notifiers.mail_places import deadline_place, list_place, subject_place, subscription_place, unsubscribe_place
from notifiers.telling import Told, tell
from notifiers.telling_alerts import is_alert, read_alert
from notifiers.telling_changes import TYPES
from notifiers.telling_days import Language, due_in_words, write_number
from notifiers.telling_words import name_of, telling_words
from registry.calendar_days import AMSTERDAM, today_in_nl
from registry.delivering import Message
from registry.events import Event
from registry.notification_policy import POLICY
from registry.unsubscribing import unsubscribe_token


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject, its page, and a file where there is more than fits in a page: name and bytes."""

    subject: str
    page: Page
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class _Writing:
    """What all parts of a letter are written with. `today` is the day on which the message was made."""

    message: Message
    base_url: str
    language: Language
    today: date


def write_letter(message: Message, base_url: str) -> Letter:
    """The letter of a message; at every attempt the same."""
    language = cast("Language", message.language if message.language in {"nl", "en"} else "nl")
    writing = _Writing(message, base_url, language, today_in_nl(message.created_at))
    if message.what in {"heartbeat", "test"}:
        return _sign_of_life(writing)
    if len(message.events) == 1 and not message.background.since and message.what != "replay":
        return _one_event(writing, message.events[0])
    return _digest(writing)


def _data(event: Event, writing: _Writing) -> Mapping[str, Any]:
    """The event's data with the names that are known now, for events that only hold ids."""
    names = writing.message.background.names
    found: dict[str, Any] = {"kind": event.subject_kind, "id": str(event.subject_id or "")}
    if event.subject_id and event.subject_id in names:
        found["name"] = names[event.subject_id]
    parent = next((name for key, name in names.items() if str(key) == event.data.get("parent")), None)
    return found | ({"parentName": parent} if parent else {}) | event.data


def _told(event: Event, writing: _Writing) -> Told:
    return tell(_data(event, writing), event.type, writing.language, today=writing.today)


def _one_event(writing: _Writing, event: Event) -> Letter:
    told, words, language = _told(event, writing), telling_words()["mail"], writing.language
    closing: list[Line] = []
    subject = told.title
    if is_alert(event.type):
        facts = read_alert(event.data, event.type)
        if facts.target:
            subject = f"{subject}, {due_in_words(facts.target, language)}"
        if place := deadline_place(facts.deadline, writing.base_url):
            text = words["see_one"][language].format(name=name_of(facts.governing, language))
            closing.append(Link(text, place))
    elif place := _place(event, writing):
        name = name_of(_data(event, writing), language)
        closing.append(Link(words["see_subject"][language].format(name=name), place))
    page = Page(language, told.title, (told.line,), told.detail, (), tuple(closing), _footer(writing))
    return Letter(subject, page)


def _place(event: Event, writing: _Writing) -> str | None:
    if event.type in TYPES:
        return deadline_place(str(event.subject_id), writing.base_url)
    return subject_place({"kind": event.subject_kind, "id": str(event.subject_id)}, writing.base_url)


def _sign_of_life(writing: _Writing) -> Letter:
    """A test, or that all runs; but when it was too long ago that was looked, that is what is told."""
    message, language, words = writing.message, writing.language, telling_words()["mail"]
    told = tell({}, message.what, language)
    title, lines = told.title, [told.line]
    if message.what == "heartbeat":
        at = message.background.scanned_at
        looked = words["heartbeat"]["looked"][language].format(moment=_moment(at, language)) if at else ""
        lines = [*lines, looked, words["heartbeat"]["alive"][language]]
        if at is None or message.created_at - at > POLICY.scan_stalled_after:
            title = words["heartbeat"]["stalled"][language]
            lines = [words["heartbeat"]["missing"][language], looked]
    link = Link(words["see_all"][language], list_place(writing.base_url))
    kept = tuple(line for line in lines if line)
    return Letter(title, Page(language, title, kept, (), (), (link,), _footer(writing)))


def _moment(value: object, language: Language) -> str:
    """A moment on a Dutch clock; empty where it is none."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return ""
    if found.tzinfo is None:
        return ""
    pattern, locale = ("d MMMM y 'om' HH:mm", "nl_NL") if language == "nl" else ("d MMMM y 'at' HH:mm", "en_GB")
    return str(format_datetime(found, pattern, tzinfo=AMSTERDAM, locale=locale))


def _digest(writing: _Writing) -> Letter:
    message, language, words = writing.message, writing.language, telling_words()["mail"]
    events = {event.position: event for event in message.events}.values()
    alerts = [event.data for event in events if is_alert(event.type)]
    entries = collect(alerts, message.background.earlier, language, writing.today)
    others = {(event.type, event.subject_id or event.position): event for event in events if not is_alert(event.type)}
    moved, changes = (
        [event for event in others.values() if (event.type in TYPES) is wanted] for wanted in (True, False)
    )
    since = (*_lines(moved, writing), *tell_since(message.background.since, language, writing.base_url))
    sections = list(sections_of(entries, language, writing.today, writing.base_url))
    if since:
        sections.append(Section(words["since_heading"][language], items=since))
    if changes:
        sections.append(_changes(changes, writing))
    subject = tell_subject(entries, len(moved) + len(changes), language)
    file = _file(entries, writing)
    page = Page(
        language,
        subject,
        (_greeting(writing),),
        (),
        tuple(sections),
        _closing(entries, file, writing),
        _footer(writing),
    )
    return Letter(subject, page, file)


def _greeting(writing: _Writing) -> str:
    words, language = telling_words()["mail"]["greeting"], writing.language
    if writing.message.what == "replay":
        return str(words["replay"][language])
    since = _moment(writing.message.data.get("since"), language)
    return str(words["since"][language]).format(moment=since) if since else str(words["digest"][language])


def _changes(changes: list[Event], writing: _Writing) -> Section:
    """What changed in the register, each once, and how many more there are."""
    words, language = telling_words()["mail"], writing.language
    items = _lines(changes, writing)
    more = len(changes) - len(items)
    lines = (_and_more(more, language),) if more else ()
    return Section(words["changes_heading"][language], lines=lines, items=items)


def _lines(events: list[Event], writing: _Writing) -> tuple[Line, ...]:
    """A sentence for each event, that leads to what it is about where there is such a place."""
    lines: list[Line] = []
    for event in events[:MOST_ROWS]:
        line, place = _told(event, writing).line, _place(event, writing)
        lines.append(Link(line, place) if place else line)
    return tuple(lines)


def _and_more(number: int, language: Language) -> str:
    return str(telling_words()["mail"]["and_more"][language]).format(number=write_number(number, language))


def _file(entries: list[Entry], writing: _Writing) -> tuple[str, bytes] | None:
    """All entries as a file, where they do not fit in the page and the mail stays small."""
    if not MOST_ROWS < len(entries) <= MOST_IN_FILE:
        return None
    name = str(telling_words()["mail"]["file"][writing.language])
    return name, write_file(entries, writing.language, writing.today, writing.base_url)


def _closing(entries: list[Entry], file: tuple[str, bytes] | None, writing: _Writing) -> tuple[Line, ...]:
    words, language = telling_words()["mail"], writing.language
    lines: list[Line] = []
    if len(entries) > MOST_ROWS:
        lines.append(_and_more(len(entries) - MOST_ROWS, language))
    if file:
        lines.append(words["attached"][language].format(filename=file[0], number=write_number(len(entries), language)))
    return (*lines, Link(words["see_all"][language], list_place(writing.base_url)))


def _footer(writing: _Writing) -> tuple[Line, ...]:
    words, message, base_url = telling_words()["mail"]["footer"], writing.message, writing.base_url
    why = words["why"][writing.language].format(name=name_of(message.name, writing.language))
    manage = Link(words["manage"][writing.language], subscription_place(message.subscription_id, base_url))
    leave = Link(
        words["unsubscribe"][writing.language],
        unsubscribe_place(unsubscribe_token(message.subscription_id, message.secrets), base_url),
    )
    return why, manage, leave
