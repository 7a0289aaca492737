"""Questions that only a person can answer, and the decisions that answer them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answering import json_response
from api.bodies import described_body, json_body
from api.dependencies import Db
from api.idempotency import Answer, SentOnce, answer_once
from api.language import prefers_english
from api.listing import link_header
from api.responses import answered, problems
from api.schemas.judgements import Judged, Judging, Questions, QuestionsQuery
from registry.editing import judge
from registry.queries import questions

router = APIRouter(tags=["judgements"])


@router.get(
    "/questions",
    operation_id="list_questions",
    summary="Wat een mens moet beslissen",
    responses=answered(Questions, "Een bladzijde.", headers=("Link",)),
)
def get_questions(request: Request, db: Db, query: Annotated[QuestionsQuery, Query()]) -> Response:
    """Pairs of records that may be the same."""
    found = questions.list_questions(db, query.kind, import_id=query.import_id, after=query.after, limit=query.limit)
    english = prefers_english(request)
    content = {"items": [_shown(one, english=english) for one in found.items], "next": found.next}
    return json_response(content, headers=link_header(request, following=str(found.next) if found.next else None))


def _shown(question: questions.Question, *, english: bool) -> dict[str, Any]:
    reasons = question.reasons_en if english else question.reasons
    return {"kind": question.kind, "left": _side(question.left), "right": _side(question.right), "reasons": reasons}


def _side(side: questions.Side) -> dict[str, Any]:
    mentions = [{"source": source, "key": key} for source, key in side.mentions]
    return {"id": side.id, "name": side.name, "mentions": mentions}


@router.post(
    "/judgements",
    status_code=201,
    operation_id="create_judgement",
    summary="Beslissen of twee gegevens hetzelfde zijn",
    responses=answered(Judged, "Vastgelegd; het register volgt.", status=201) | problems(409, 415, 422),
    openapi_extra=described_body(Judging),
)
def create_judgement(db: Db, sent: SentOnce, body: Annotated[Judging, Depends(json_body(Judging))]) -> Response:
    """Write the decision down, and bring the register in line with it."""

    def work() -> Answer:
        deed = replace(sent.deed, reason=body.reason)
        judge(db, body.kind, (body.left, body.right), body.verdict, deed)
        return Answer(body.model_dump() | {"decidedBy": deed.actor.name, "decidedAt": deed.at}, 201)

    return answer_once(db, sent, work)
