"""The query of a list: search, filters, order and place, read from the address and described in the documentation."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlencode

from fastapi import Query as QueryKey
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, create_model

from api.answering import pascal
from api.bodies import REFERENCES, checked
from api.schemas.naming import PARAMETER, Named, OneOf, codes
from api.schemas.values import Phase, Place
from registry.calendar_days import end_of_day_in_nl
from registry.kinds import Kind
from registry.queries.presenting import camel, link_key
from registry.queries.records import Query, filters_of

LIMIT, MOST = 50, 500
PLAIN = ("q", "sort", "after", "limit", "asKnownOn")

Limit: TypeAlias = Annotated[int, QueryKey(ge=1, le=MOST, description="Aantal per bladzijde.")]
Moment: TypeAlias = Annotated[
    AwareDatetime | date, Named("Moment", "Een moment met tijdzone, of een dag: dan het einde daarvan in Nederland.")
]
Ended: TypeAlias = Annotated[str, OneOf("EndedChoice", "false", "true", "any")]
TextFilter: TypeAlias = Annotated[
    list[Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]],
    Named("TextFilter", "Een of meer waarden, waarvan er een moet gelden; unknown = niet bekend."),
]
QUERY_TYPES: dict[str, Any] = {}
"""Schemas by name that query keys refer to; the OpenAPI document gathers them."""
KNOWN_ON = "Zoals het register het toen kende."


@cache
def query_model(kind: Kind) -> type[BaseModel]:
    """The query keys of a list of this kind."""
    fields: dict[str, Any] = {
        "sort": (Annotated[str, Field(max_length=50)], Field("name", description="Sleutel; met - ervoor aflopend.")),
        "after": (Place | None, None),
        "limit": (int, Field(LIMIT, ge=1, le=MOST, description="Aantal per bladzijde.")),
        "asKnownOn": (Moment | None, Field(None, description=KNOWN_ON)),
    }
    if kind.has_name:
        about = "Zoekt woorden in de naam, zonder op hoofdletters, accenten of tikfouten te letten."
        fields["q"] = (
            Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None,
            Field(None, description=about, json_schema_extra={PARAMETER: "Search"}),
        )
    for name in filters_of(kind):
        fields[name] = (_filter_type(kind, name) | None, Field(None, description=_filter_meaning(kind, name)))
    return create_model(f"{pascal(kind.name)}Query", __config__=ConfigDict(extra="forbid"), **fields)


def read_query(kind: Kind, request: Request) -> Query:
    """The query in the address of the request; whatever is wrong with it is told in one answer."""
    found = checked(query_model(kind), _values(request, PLAIN), place="query")
    given = found.model_dump(exclude_unset=True)
    filters = {name: value for name, value in given.items() if name not in PLAIN and value}
    return Query(
        search=given.get("q") or None,
        filters=filters,
        sort=given.get("sort", "name"),
        after=given.get("after"),
        limit=given.get("limit", LIMIT),
        as_known_on=end_of(given.get("asKnownOn")),
    )


def end_of(moment: datetime | date | None) -> datetime | None:
    """The moment itself, or the last one of a day in the Netherlands."""
    if moment is None or isinstance(moment, datetime):
        return moment
    return end_of_day_in_nl(moment)


def described_query(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The query keys as the documentation shows them (`openapi_extra`)."""
    found = model.model_json_schema(ref_template=REFERENCES)
    QUERY_TYPES.update(found.get("$defs", {}))
    return [{"name": name, "in": "query", "schema": schema} for name, schema in found["properties"].items()]


def link_header(request: Request, *, following: str | None, preceding: str | None = None) -> dict[str, str]:
    """The neighbours of a page as the header `Link` (RFC 8288); none when there are none."""
    links = []
    for relation, place in (("next", following), ("prev", preceding)):
        if place:
            kept = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
            links.append(f'<{request.url.path}?{urlencode([*kept, ("after", place)])}>; rel="{relation}"')
    return {"Link": ", ".join(links)} if links else {}


def _values(request: Request, single: tuple[str, ...]) -> dict[str, Any]:
    """Values by query key: one for what may be given once, else a list."""
    found: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name not in single:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise RequestValidationError([{"type": "repeated", "loc": ("query", name), "msg": "given twice"}])
        else:
            found[name] = value
    return found


def _filter_type(kind: Kind, name: str) -> Any:
    if name == "ended":
        return list[Ended]
    if name == "phase" and kind.name == "application":
        return list[Phase]
    listed = next((c.info.get("codes") for c in kind.columns.values() if camel(c.name) == name), None)
    return list[Annotated[str, codes(listed, or_unknown=True)]] if listed else TextFilter


def _filter_meaning(kind: Kind, name: str) -> str:
    if name == "ended":
        return "Alleen wat niet vervallen is (false, zonder meer), alleen wat vervallen is, of alles (any)."
    labels = {"organisationId": "Eigenaar", "supplierId": "Leverancier, in welke rol ook", "phase": "Fase"}
    labels |= {link_key(link).removesuffix("s"): link.nl for link in kind.links}
    labels |= {camel(column.name): column.info["nl"] for column in kind.columns.values()}
    return f"{labels[name]}."
