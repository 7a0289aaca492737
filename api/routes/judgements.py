"""Questions that only a person can answer, and the decisions that answer them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.answering import json_response
from api.bodies import described_body, json_body
from api.dependencies import Db
from api.idempotency import Answer, SentOnce, answer_once
from api.language import prefers_english
from api.listing import link_header
from api.responses import answered, problems
from api.schemas.judgements import (
    Decisions,
    DecisionsQuery,
    Judged,
    JudgedMany,
    Judging,
    JudgingMany,
    Questions,
    QuestionsQuery,
    UndoingJudgement,
    Withdrawn,
)
from exporters.queue import shown_decision, shown_question
from registry.actors import Deed
from registry.errors import InvalidInput
from registry.judging import judge_many, undo_judgements
from registry.queries import judgements
from registry.queries.queue_of_questions import Answered, find_pairs, list_asked
from registry.resolving.matching import Db as Connection

router = APIRouter(tags=["judgements"])

JudgementId: TypeAlias = Annotated[int, Path(alias="judgementId", ge=1, le=2**63 - 1)]


@router.get(
    "/questions",
    operation_id="list_questions",
    summary="Wat een mens moet beslissen, eerst wat het meeste verplaatst",
    responses=answered(Questions, "Een bladzijde.", headers=("Link",)),
)
def get_questions(request: Request, db: Db, query: Annotated[QuestionsQuery, Query()]) -> Response:
    """Paren die hetzelfde kunnen zijn, met wat ervoor en ertegen spreekt en wat het antwoord verplaatst."""
    asked = query.model_dump(include={"import_id", "pattern", "after", "limit"})
    found = list_asked(db, query.kind, **asked)
    english = prefers_english(request)
    content = {"items": [shown_question(one, english=english) for one in found.items], "next": found.next}
    return json_response(content, headers=link_header(request, following=found.next))


@router.get(
    "/judgements",
    operation_id="list_judgements",
    summary="Wat er beslist is, door mensen en door de regels",
    responses=answered(Decisions, "Een bladzijde.", headers=("Link",)),
)
def get_judgements(request: Request, db: Db, query: Annotated[DecisionsQuery, Query()]) -> Response:
    """Elke beslissing ooit, ook wat is teruggenomen."""
    page: dict[str, Any] = {"kind": query.kind, "after": query.after, "limit": query.limit}
    if query.by == "rule":
        found = judgements.list_by_rules(db, **page)
    else:
        found = judgements.list_by_persons(db, record=query.record_id, **page)
    english = prefers_english(request)
    content = {"items": [shown_decision(one, english=english) for one in found.items], "next": found.next}
    return json_response(content, headers=link_header(request, following=found.next))


@router.post(
    "/judgements",
    status_code=201,
    operation_id="create_judgement",
    summary="Beslissen of twee gegevens hetzelfde zijn",
    responses=answered(Judged, "Vastgelegd; het register volgt.", status=201) | problems(409, 415, 422),
    openapi_extra=described_body(Judging),
)
def create_judgement(db: Db, sent: SentOnce, body: Annotated[Judging, Depends(json_body(Judging))]) -> Response:
    """Legt de beslissing vast en brengt het register ermee in overeenstemming."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        decision = judge_many(db, body.kind, [(body.left, body.right)], body.verdict, deed)
        told = _told(deed, decision) | {"disputed": judgements.is_disputed(db, decision)}
        return Answer(body.model_dump() | told, 201)

    return answer_once(db, sent, work)


@router.post(
    "/judgements/_bulk",
    status_code=201,
    operation_id="create_judgements",
    summary="In een keer beslissen over veel vragen",
    responses=answered(JudgedMany, "Vastgelegd; het register volgt.", status=201) | problems(409, 415, 422),
    openapi_extra=described_body(JudgingMany),
)
def create_judgements(
    db: Db, sent: SentOnce, body: Annotated[JudgingMany, Depends(json_body(JudgingMany))]
) -> Response:
    """Een beslissing over alle; terug te nemen als geheel."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        found = _meant(db, body)
        decision = judge_many(db, body.kind, found.pairs, body.verdict, deed)
        told = body.model_dump(include={"kind", "verdict"}) | _told(deed, decision)
        return Answer(told | {"pairs": len(found.pairs), "leftOut": len(found.left_out)}, 201)

    return answer_once(db, sent, work)


def _meant(db: Connection, body: JudgingMany) -> Answered:
    """The pairs that are given, or those of the pattern."""
    if body.pairs is not None and body.pattern is None:
        return Answered([(pair.left, pair.right) for pair in body.pairs], [])
    if body.pattern is None or body.pairs is not None:
        raise InvalidInput("Geef pairs of pattern, een van beide.", "Give pairs or pattern, one of the two.")
    return find_pairs(db, body.kind, body.pattern, body.verdict, body.into)


@router.post(
    "/judgements/{judgementId}/_undo",
    status_code=201,
    operation_id="undo_judgement",
    summary="Een beslissing terugnemen, met alles wat in dezelfde stap beslist is",
    responses=answered(Withdrawn, "Teruggenomen; het register volgt.", status=201) | problems(404, 409, 415, 422),
    openapi_extra=described_body(UndoingJudgement),
)
def undo_judgement(
    db: Db,
    sent: SentOnce,
    judgement_id: JudgementId,
    body: Annotated[UndoingJudgement, Depends(json_body(UndoingJudgement))],
) -> Response:
    """De beslissing blijft in de geschiedenis en telt niet meer."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        withdrawal = undo_judgements(db, judgement_id, deed)
        return Answer(_told(deed, withdrawal) | {"undone": judgement_id}, 201)

    return answer_once(db, sent, work)


def _told(deed: Deed, decision: int) -> dict[str, Any]:
    return {"id": decision, "reason": deed.reason, "decidedBy": deed.actor.name, "decidedAt": deed.at}
