"""Whether the warning itself works, and what each rule would have told."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import Db, Now
from registry.actors import find_organisation
from registry.alerting.preview import preview
from registry.alerting.rules import load_rules
from registry.calendar_days import today_in_nl
from registry.queries.alert_state import get_state, is_well
from registry.queries.organisations_over_time import load_belonging
from registry.queries.scans import count_watched, list_scans
from web.building.watch import PATH, build_preview, build_watch
from web.rendering import render

router = APIRouter(prefix=PATH)


@router.get("")
def show_watch(request: Request, db: Db, now: Now) -> Response:
    """Scans, deliveries and rules."""
    view = build_watch(is_well(db, now), get_state(db, now), list_scans(db), load_rules(), count_watched(db))
    return render(request, "watch/page.html", view)


@router.get("/{kind}")
def show_preview(request: Request, db: Db, now: Now, kind: str) -> Response:
    """What one rule would have told in the last twelve months, of everybody or one organisation."""
    today = today_in_nl(now)
    asked = request.query_params.get("organisatie", "").strip()
    chosen = find_organisation(db, asked) if asked else None
    found = preview(db, load_rules(), kind, today=today, organisation=chosen)
    bodies = load_belonging(db, today).bodies.values()
    names = sorted(((body.id, body.name) for body in bodies), key=lambda one: one[1].casefold())
    return render(request, "watch/preview.html", build_preview(found, names, chosen))
