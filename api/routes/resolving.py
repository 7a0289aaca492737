"""Who or what is meant by the cells of a file. Nothing is written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.answering import json_response
from api.bodies import described_body, json_body
from api.dependencies import Db, Now
from api.language import prefers_english
from api.negotiating import CSV, form_of
from api.responses import answered, problems
from api.schemas.resolving import ResolvedProducts, ResolvedSuppliers, Resolving
from exporters.resolved import (
    PRODUCT_COLUMNS,
    SUPPLIER_COLUMNS,
    Line,
    csv_text,
    product_item,
    product_lines,
    supplier_item,
    supplier_lines,
)
from registry.calendar_days import today_in_nl
from registry.comparing import RULES_VERSION
from registry.product_names import data as product_rules
from registry.queries.legal_entities import find_unknown
from registry.queries.resolve import resolve_suppliers
from registry.queries.resolve_products import resolve_products

router = APIRouter(tags=["resolving"])


@router.post(
    "/suppliers/_resolve",
    operation_id="resolve_suppliers",
    summary="Leveranciers: wie is bedoeld",
    responses=answered(ResolvedSuppliers, "Per cel wie er bedoeld is.", media=CSV) | problems(413, 415),
    openapi_extra=described_body(Resolving),
)
def post_suppliers(
    request: Request, db: Db, now: Now, body: Annotated[Resolving, Depends(json_body(Resolving))]
) -> Response:
    """Per cel wat zij is, wie zij noemt, wie dat is en waarom."""
    on = body.on or today_in_nl(now)
    found = resolve_suppliers(db, body.cells, on)
    if form_of(request) == CSV:
        return _csv(SUPPLIER_COLUMNS, chain.from_iterable(map(supplier_lines, found)), "leveranciers")
    english = prefers_english(request)
    entities = find_unknown(db, found)
    items = [supplier_item(one, english=english, entities=entities) for one in found]
    return json_response({"on": on, "rulesVersion": RULES_VERSION, "items": items})


@router.post(
    "/products/_resolve",
    operation_id="resolve_products",
    summary="Producten: welk product en welke versie is bedoeld",
    responses=answered(ResolvedProducts, "Per cel wat er bedoeld is.", media=CSV) | problems(413, 415),
    openapi_extra=described_body(Resolving),
)
def post_products(
    request: Request, db: Db, now: Now, body: Annotated[Resolving, Depends(json_body(Resolving))]
) -> Response:
    """Per cel het product, de cycli die bedoeld kunnen zijn, en het vroegste einde van hun ondersteuning."""
    on = body.on or today_in_nl(now)
    found = resolve_products(db, body.cells, on)
    if form_of(request) == CSV:
        return _csv(PRODUCT_COLUMNS, chain.from_iterable(map(product_lines, found)), "producten")
    english = prefers_english(request)
    items = [product_item(one, english=english) for one in found]
    return json_response({"on": on, "rulesVersion": str(product_rules()["version"]), "items": items})


def _csv(columns: Iterable[str], lines: Iterator[Line], name: str) -> Response:
    saved = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(csv_text(chain([tuple(columns)], lines)), media_type=CSV, headers=saved)
