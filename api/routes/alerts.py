"""What was raised, the rules by which that goes, and what a rule would have told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Path, Query, Request, Response

from api.answering import json_response
from api.csv_text import csv_response
from api.dependencies import Db, Now
from api.language import prefers_english
from api.listing import link_header
from api.negotiating import CSV, form_of
from api.responses import answered, problems
from api.schemas.alerts import AlertPreview, AlertRules, Alerts, AlertsQuery, PreviewQuery
from registry.alerting.preview import Preview, preview
from registry.alerting.rules import Ladder, load_rules
from registry.calendar_days import today_in_nl
from registry.queries.alerts import AlertQuery, list_alerts

router = APIRouter(tags=["deadlines"])

RuleKind: TypeAlias = Annotated[
    str, Path(alias="kind", max_length=100, pattern="^[a-z_]+$", description="Soort melding: security_support_ends.")
]
CSV_COLUMNS = (
    "id", "deadlineId", "kind", "subject", "component", "owner", "moment", "target", "rung", "role", "dueOn", "raisedAt", "state",
)  # fmt: skip
PREVIEW_COLUMNS = ("deadlineId", "dueOn", "moment", "target", "rung", "subject", "component", "owner")


@router.get(
    "/alerts",
    operation_id="list_alerts",
    summary="Wat er verteld is, het nieuwste eerst",
    responses=answered(Alerts, "Een bladzijde.", media=CSV, headers=("Link",)),
)
def get_alerts(request: Request, db: Db, now: Now, query: Annotated[AlertsQuery, Query()]) -> Response:
    """Elke drempel die bereikt is, met de rol die het hoorde."""
    asked = AlertQuery(
        query.kind, query.role, query.state, query.organisation_id, query.deadline_id, query.after, query.limit
    )
    found = list_alerts(db, asked, today=today_in_nl(now))
    links = link_header(request, following=found.next)
    if form_of(request) == CSV:
        return csv_response(CSV_COLUMNS, _named(found.items), "meldingen", headers=links)
    return json_response({"items": found.items, "next": found.next}, headers=links)


def _named(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item | {name: (item[name] or {"name": None})["name"] for name in ("subject", "component", "owner")}


@router.get(
    "/alert-rules",
    operation_id="list_alert_rules",
    summary="De regels waarnaar verteld wordt",
    responses=answered(AlertRules, "De regels."),
)
def get_rules(request: Request) -> Response:
    """Elke soort melding met haar ladder, de uitzonderingen, en de weg omhoog."""
    rules, english = load_rules(), prefers_english(request)
    kinds = [
        {
            "kind": one.kind,
            "subject": one.subject,
            "title": one.title[english],
            "moments": one.moments,
            **_ladder(one.ladder),
        }
        for one in rules.kinds.values()
    ]
    exceptions = [
        {"kind": one.kind, "organisation": one.organisation, "criticality": one.criticality, **_ladder(one.ladder)}
        for one in rules.exceptions
    ]
    steps = [
        {
            "role": one.role,
            "afterDays": one.after_days,
            "fromRung": one.from_rung,
            "unansweredFrom": one.unanswered_from,
        }
        for one in rules.escalation
    ]
    return json_response({"version": rules.version, "kinds": kinds, "exceptions": exceptions, "escalation": steps})


def _ladder(ladder: Ladder) -> dict[str, Any]:
    return {"ladder": ladder.rungs, "overdueEveryMonths": ladder.overdue_every}


@router.get(
    "/alert-rules/{kind}/preview",
    operation_id="preview_alert_rule",
    summary="Wat een regel de afgelopen 12 maanden verteld zou hebben",
    responses=answered(AlertPreview, "Het voorbeeld.", media=CSV) | problems(404),
)
def get_preview(
    request: Request, db: Db, now: Now, kind: RuleKind, query: Annotated[PreviewQuery, Query()]
) -> Response:
    """Met de termijnen zoals ze nu zijn; er wordt niets verstuurd of vastgelegd."""
    found = preview(
        db, load_rules(), kind, today=today_in_nl(now), organisation=query.organisation_id, limit=query.limit
    )
    if form_of(request) == CSV:
        return csv_response(PREVIEW_COLUMNS, _named(map(preview_item, found.items)), "voorbeeld")
    return json_response(_preview(found))


def _preview(found: Preview) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "since": found.since,
        "until": found.until,
        "total": found.total,
        "days": [{"day": day, "alerts": number} for day, number in found.days],
        "items": [preview_item(row) for row in found.items],
    }


def preview_item(row: dict[str, Any]) -> dict[str, Any]:
    """A rung of a preview as it is shown."""
    component = {"kind": row["component_kind"], "id": row["component_id"], "name": row["component_name"]}
    return {
        "deadlineId": row["id"],
        "dueOn": row["due_on"],
        "moment": row["moment"],
        "target": row["target"],
        "rung": row["rung"],
        "subject": {"kind": row["subject_kind"], "id": row["subject_id"], "name": row["subject_name"]},
        "component": component if row["component_id"] else None,
        "owner": {"id": row["owner_id"], "name": row["owner_name"]} if row["owner_id"] else None,
    }
