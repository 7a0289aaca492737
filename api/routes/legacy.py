"""R10: problematic legacy, technical debt, and findings that stand open."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.answering import camel_keys, json_response
from api.dependencies import Db, Now
from api.listing import link_header
from api.reporting import FORMS, file_of, limit_of
from api.responses import answered, problems
from api.schemas.horizon import FindingsQuery, LegacyQuery
from api.schemas.legacy import OpenFindings, TechnicalDebt
from exporters import horizon_rows as flat
from exporters.horizon_report import findings_report, legacy_report
from registry.calendar_days import today_in_nl
from registry.queries import findings, legacy

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get(
    "/technical-debt",
    operation_id="get_technical_debt",
    summary="Problematische legacy en technische schuld (R10)",
    responses=answered(TechnicalDebt, "Het rapport.", media=FORMS) | problems(404),
)
def get_technical_debt(request: Request, db: Db, now: Now, query: Annotated[LegacyQuery, Query()]) -> Response:
    """Oordelen naar de drie toetsen, en de technische schuld als interval naast de norm."""
    on = query.as_on or today_in_nl(now)
    found = legacy.technical_debt(db, legacy.Question(on, query.per, query.organisation_id))
    saved = file_of(
        request, now, "technische-schuld",
        rows=lambda: (flat.LEGACY, flat.legacy_rows(found)),
        report=lambda language: legacy_report(found, language),
    )  # fmt: skip
    whose = {"id": query.organisation_id, "name": found.organisation_name} if query.organisation_id else None
    return saved or json_response(
        {
            "on": on,
            "norm": found.norm,
            "organisation": whose,
            "total": _row(found.total),
            "rows": [_row(row) for row in found.rows],
        }
    )


def _row(row: legacy.LegacyRow) -> dict[str, Any]:
    debt = row.ratio
    ends = {name: None if end is None else round(end, 4) for name, end in vars(debt).items()}
    return {
        "key": row.key,
        "name": row.name,
        "applications": row.applications,
        "problematic": row.problematic,
        "notProblematic": row.not_problematic,
        "unknown": row.unknown,
        "share": row.share._asdict(),
        "failed": dict(zip(("maintainable", "adaptable", "securable"), row.failed, strict=True)),
        "technicalDebt": ends | {"meetsNorm": debt.meets_norm, "withoutWeight": row.debts.without_weight},
    }


@router.get(
    "/open-findings",
    operation_id="list_open_findings",
    summary="Bevindingen die negen maanden of langer open staan",
    responses=answered(OpenFindings, "Aantallen en een bladzijde.", media=FORMS, headers=("Link",)) | problems(404),
)
def list_open_findings(request: Request, db: Db, now: Now, query: Annotated[FindingsQuery, Query()]) -> Response:
    """Wat het langst openstaat eerst; aantallen zijn intervallen waar een dag niet precies bekend is."""
    question = findings.FindingsQuestion(
        on=query.as_on or today_in_nl(now),
        organisation=query.organisation_id,
        per_ministry=query.per_ministry,
        all_open=query.all_open,
        what=query.what,
        severity=query.severity,
        after=query.after,
        limit=limit_of(request, query),
    )
    found = findings.open_findings(db, question)
    links = link_header(request, following=found.next)
    saved = file_of(
        request, now, "bevindingen",
        rows=lambda: (flat.FINDINGS, flat.finding_rows(found)),
        report=lambda language: findings_report(found, language),
        headers=links,
    )  # fmt: skip
    counts = {"total": camel_keys(vars(found.total)), "rows": [camel_keys(vars(row)) for row in found.rows]}
    page = {"items": found.items, "next": found.next}
    return saved or json_response({"on": question.on, "months": found.months} | counts | page, headers=links)
