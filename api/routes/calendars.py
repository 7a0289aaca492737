"""A subscription's calendar, at an address that only its reader knows: the token in it is all that a calendar program can send."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Response

from api.dependencies import Db, Now
from api.outside import OutsideOfApp
from api.responses import answered, problems
from notifiers.calendar import CalendarItem, calendar_feed
from notifiers.mail_places import deadline_place
from notifiers.telling_days import Language
from registry.calendar_days import moment_in_nl, today_in_nl
from registry.queries.calendars import MOST_ITEMS, Agenda, CalendarDay, CalendarNotFound, get_agenda

router = APIRouter(tags=["subscriptions"])

ICALENDAR = "text/calendar"
FileName: TypeAlias = Annotated[
    str,
    Path(alias="fileName", max_length=200, description="Het kenmerk uit het adres van de agenda, met .ics erachter."),
]
CUT = {
    "nl": f"Dit zijn de {MOST_ITEMS} dagen die het dichtst bij vandaag liggen; er zijn er meer. Kies in het abonnement minder.",
    "en": f"These are the {MOST_ITEMS} days nearest to today; there are more. Choose fewer in the subscription.",
}


@router.get(
    "/calendars/{fileName}",
    operation_id="get_calendar",
    summary="De agenda van een abonnement (iCalendar)",
    responses=answered(None, "De agenda.", media=ICALENDAR) | problems(404),
)
def get_calendar(db: Db, now: Now, outside: OutsideOfApp, file_name: FileName) -> Response:
    """Dagen waarop iets eindigt of besloten moet zijn, als hele dagen met een herinnering."""
    if not file_name.endswith(".ics"):
        raise CalendarNotFound
    agenda = get_agenda(db, file_name.removesuffix(".ics"), today=today_in_nl(now))
    items = [_item(day, outside.origin.base_url) for day in agenda.days]
    language: Language = "en" if agenda.language == "en" else "nl"
    content = calendar_feed(agenda.name, items, language, now, about=CUT[language] if agenda.cut else None)
    return Response(content, media_type=ICALENDAR, headers={"Cache-Control": "private"} | _saved_as(agenda))


def _item(day: CalendarDay, base_url: str) -> CalendarItem:
    return CalendarItem(
        day.data,
        moment_in_nl(day.changed_on, 0),
        day.ladder,
        day.withdrawn_on,
        deadline_place(str(day.deadline), base_url),
    )


def _saved_as(agenda: Agenda) -> dict[str, str]:
    name = {"nl": "landschap-agenda", "en": "landschap-calendar"}[agenda.language]
    return {"Content-Disposition": f'inline; filename="{name}.ics"'}
